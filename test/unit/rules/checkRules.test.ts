import { checkRules } from '../../../helpdesk/rules/checkRules';
import type { Condition, Rule } from '../../../helpdesk/rules/Rule';
import { condition, group, rule } from './rulesOnMail';

const OUTPUTS = ['Update Ticket', 'New Ticket'];
const codes = (rules: Rule[], outputs = OUTPUTS) => checkRules(rules, outputs).map(({ code }) => code);
const withCondition = (one: Condition) => rule({ name: 'R', output: 'New Ticket', groups: [group('all', one)] });

describe('rules are checked before they run', () => {
	it('and good ones pass', () => {
		const good = [
			withCondition(condition('subject', 'hasTicketId')),
			withCondition(condition('subject', 'notEquals', '')),
			withCondition(condition('subject', 'regex', String.raw`TT(\d+)`)),
			withCondition(condition('size', 'greaterThan', '10 MB')),
			withCondition(condition('date', 'lessThan', '2026-01-31')),
			withCondition(condition('header', 'isEmpty', '', 'List-Id')),
		];
		expect(checkRules(good, OUTPUTS)).toEqual([]);
		expect(checkRules([], [])).toEqual([]);
	});

	it.each<[Condition, string]>([
		[condition('subject', 'regex', '('), 'BAD_PATTERN'],
		[condition('subject', 'regex', ''), 'BAD_PATTERN'],
		[condition('size', 'greaterThan', 'big'), 'BAD_VALUE'],
		[condition('date', 'lessThan', 'yesterday'), 'BAD_VALUE'],
		[condition('size', 'contains', 'x'), 'OPERATOR_DOES_NOT_FIT'],
		[condition('from', 'greaterThan', '1'), 'OPERATOR_DOES_NOT_FIT'],
		[condition('body', 'hasTicketId'), 'OPERATOR_DOES_NOT_FIT'],
		[condition('header', 'contains', 'x', ' '), 'HEADER_MISSING'],
		[condition('moon' as Condition['field'], 'contains', 'x'), 'UNKNOWN_FIELD'],
		[condition('subject', 'resembles' as Condition['operator'], 'x'), 'UNKNOWN_OPERATOR'],
	])('%j is %s', (one, code) => {
		const [problem] = checkRules([rule({ output: 'New Ticket' }), withCondition(one)], OUTPUTS);
		expect(problem?.code).toBe(code);
		expect(problem?.message).toMatch(/^Rule 2 "R", condition /);
		expect(problem?.remedy).not.toBe('');
		expect(problem?.fault).toBe('settings');
	});

	it('and the place of an error in a pattern is named', () => {
		const [problem] = checkRules([withCondition(condition('subject', 'regex', 'ab(?=c)'))], OUTPUTS);
		expect(problem?.message).toBe(
			'Rule 1 "R", condition Subject matches the pattern "ab(?=c)": The pattern has an error at character 3, "(?=c)": lookahead is not supported',
		);
	});

	it('and a rule must point at an output that exists', () => {
		expect(codes([rule({ output: 'Old Name' })])).toEqual(['UNKNOWN_OUTPUT']);
		expect(codes([rule({ output: '' })])).toEqual(['UNKNOWN_OUTPUT']);
		expect(codes([rule({ output: '' })], [''])).toEqual(['UNKNOWN_OUTPUT']);
		const [problem] = checkRules([rule({ name: '', output: 'Old Name' })], OUTPUTS);
		expect(problem?.message).toBe('Rule 1 points at the output "Old Name", which does not exist');
		expect(problem?.remedy).toBe('Choose one of the outputs "Update Ticket", "New Ticket" in the rule.');
	});

	it('and two outputs of one name are refused once', () => {
		expect(codes([], ['A', 'B', 'A', 'A', '', ''])).toEqual(['DUPLICATE_OUTPUT']);
	});

	it('and rules that are switched off may be wrong', () => {
		expect(codes([{ ...withCondition(condition('subject', 'regex', '(')), enabled: false, output: 'Gone' }])).toEqual([]);
	});
});
