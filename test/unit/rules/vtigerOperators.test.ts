import type { Email } from '../../../helpdesk/email/Email';
import type { Condition, RuleOperator } from '../../../helpdesk/rules/Rule';
import { evaluateRules } from '../../../helpdesk/rules/evaluateRules';
import { condition, group, holds, mail, rule, verdictOn } from './rulesOnMail';

interface Row {
	operator: RuleOperator;
	subject: string;
	value: string;
	/** What Vtiger 8.0.0 did with it; false: no match. For a pattern or a ticket id: what was captured. */
	vtiger: boolean | string;
	/** Where we do something else, and why. */
	ours?: { result: boolean | string; because: string };
}

const row = (operator: RuleOperator, subject: string, value: string, vtiger: boolean | string, ours?: Row['ours']): Row => ({ operator, subject, value, vtiger, ours });

/** The operators as they were observed on a running Vtiger 8.0.0, and our deliberate differences. */
const ROWS: Row[] = [
	row('contains', 'Printer is BROKEN', 'broken', true),
	row('contains', 'GRÖSSE defekt', 'grösse', false, { result: true, because: 'case is folded for all of Unicode' }),
	row('contains', 'abc', '', true),
	row('contains', '', 'x', false),
	row('notContains', '', 'x', false, { result: true, because: 'a mail without subject is Untitled, which does not contain x' }),
	row('notContains', 'abc', 'x', true),
	row('notContains', 'abc', 'B', false),
	row('equals', 'Help', 'help', true),
	row('equals', ' Help', 'help', true),
	row('equals', 'Help', ' help', false, { result: true, because: 'the subject is trimmed, so such a value could never be equal' }),
	row('notEquals', 'Help', 'help', false),
	row('beginsWith', 'Re: x', 're:', true),
	row('endsWith', 'abc abc', 'ABC', true),
	row('endsWith', 'abc abcd', 'abc', false),
	row('endsWith', 'abc', '', true),
	row('regex', 'Order #123 for 456', String.raw`#(\d+)`, '123'),
	row('regex', 'Order #123 for 456', String.raw`#(\d+) for (\d+)`, '456'),
	row('regex', 'my_ticket TT15', String.raw`my_ticket (TT\d+)`, false, { result: 'TT15', because: 'an underscore in a pattern finds an underscore' }),
	row('regex', 'my_ticket TT15', String.raw`my ticket (TT\d+)`, 'TT15'),
	row('regex', 'a/b TT7', String.raw`a/b (TT\d+)`, 'TT7'),
	row('regex', 'x', '(', false),
	row('regex', 'TT15 foo', String.raw`TT\d+`, 'TT15'),
	row('regex', 'abc', '^(x)?abc', 'abc'),
	row('regex', 'ticket &lt;15&gt;', String.raw`<(\d+)>`, '15'),
	row('hasTicketId', 'TT15 [ Ticket Id : 1483 ] Problem', '', '1483'),
	row('hasTicketId', 'Ticket Id: 12', '', '12'),
	row('hasTicketId', 'ticket id  : 12', '', false, { result: '12', because: 'people and programs change blanks' }),
	row('hasTicketId', 'Ticket Id:12', '', false, { result: '12', because: 'people and programs change blanks' }),
	row('hasTicketId', 'Ticket Id : 12 Ticket Id : 99', '', '12'),
	row('hasTicketId', 'Ticket ID#: 5', '', '5'),
	row('hasTicketId', '[Ticket-ID : 5]', '', false, { result: '5', because: 'a hyphen is a common spelling' }),
	row('hasTicketId', 'RE: TT15 [ Ticket Id : 1483] x', '', '1483'),
	row('hasTicketId', 'TT15 [ Ticket Id :\n 1483 ]', '', false, { result: '1483', because: 'long subjects are folded there' }),
	row('hasTicketId', 'Ticket Id : 0012', '', '0012'),
	row('nonsense' as RuleOperator, 'abc', 'abc', false),
];

describe('a condition on the subject compared with Vtiger', () => {
	it.each(ROWS)('$operator: "$subject" and "$value"', ({ operator, subject, value, vtiger, ours }) => {
		const expected = ours?.result ?? vtiger;
		const verdict = verdictOn(condition('subject', operator, value), mail({ subject }));
		expect(verdict.rule !== null).toBe(expected !== false);
		if (typeof expected === 'string') expect(verdict.captured).toBe(expected);
		else expect(verdict.captured).toBe('');
	});

	it('differs from Vtiger only where the table gives a reason', () => {
		for (const { vtiger, ours } of ROWS) if (ours) expect([ours.result === vtiger, ours.because !== '']).toEqual([false, true]);
	});
});

interface RuleRow {
	name: string;
	combine: 'all' | 'any';
	conditions: Condition[];
	/** Changes to a mail from a@x.example to b@y and other@z, Cc boss@x.example. */
	changes?: Partial<Email>;
	vtiger: boolean;
	ours?: { result: boolean; because: string };
}

const at = (address: string) => ({ address, name: '' });
const vtigerMail = (changes: Partial<Email> = {}) =>
	mail({ from: at('a@x.example'), to: [at('b@y.example'), at('other@z.example')], cc: [at('boss@x.example')], subject: 'Help me', text: 'Hello world', ...changes });

const RULE_ROWS: RuleRow[] = [
	{ name: 'no conditions, AND', combine: 'all', conditions: [], vtiger: false, ours: { result: true, because: 'a rule without conditions takes every message' } },
	{ name: 'no conditions, OR', combine: 'any', conditions: [], vtiger: true },
	{ name: 'from a@x AND', combine: 'all', conditions: [condition('from', 'contains', 'a@x.example')], vtiger: true },
	{ name: 'from *@x.example AND', combine: 'all', conditions: [condition('from', 'contains', '*@x.example')], vtiger: true },
	{ name: 'from x.example (domain) AND', combine: 'all', conditions: [condition('from', 'contains', 'x.example')], vtiger: true },
	{ name: 'from a*x AND', combine: 'all', conditions: [condition('from', 'contains', 'a*x')], vtiger: false },
	{ name: 'from @X.EXAMPLE case', combine: 'all', conditions: [condition('from', 'contains', '@X.EXAMPLE')], vtiger: true },
	{ name: 'to other@z AND', combine: 'all', conditions: [condition('to', 'contains', 'other@z')], vtiger: true },
	{
		name: 'to *@z AND',
		combine: 'all',
		conditions: [condition('to', 'contains', '*@z')],
		vtiger: false,
		ours: { result: true, because: 'the star is stripped for all address fields' },
	},
	{ name: 'cc boss AND', combine: 'all', conditions: [condition('cc', 'contains', 'boss')], vtiger: true },
	{ name: 'bcc set, mail has none, AND', combine: 'all', conditions: [condition('bcc', 'contains', 'x')], vtiger: false },
	{
		name: 'from match + subject mismatch AND',
		combine: 'all',
		conditions: [condition('from', 'contains', 'a@x'), condition('subject', 'contains', 'nothing')],
		vtiger: false,
	},
	{
		name: 'from match + subject mismatch OR',
		combine: 'any',
		conditions: [condition('from', 'contains', 'a@x'), condition('subject', 'contains', 'nothing')],
		vtiger: true,
	},
	{
		name: 'from mismatch + subject match OR',
		combine: 'any',
		conditions: [condition('from', 'contains', 'nobody'), condition('subject', 'contains', 'help')],
		vtiger: true,
	},
	{ name: 'subject op set, value empty, AND', combine: 'all', conditions: [condition('subject', 'contains', '')], vtiger: true },
	{ name: 'body contains AND', combine: 'all', conditions: [condition('body', 'contains', 'WORLD')], vtiger: true },
	{ name: 'body equals AND', combine: 'all', conditions: [condition('body', 'equals', 'hello world')], vtiger: true },
	{ name: 'to set, mail has empty To, AND', combine: 'all', conditions: [condition('to', 'contains', 'b@y')], changes: { to: [] }, vtiger: false },
	{
		name: 'body Not Contains on empty body, AND',
		combine: 'all',
		conditions: [condition('body', 'notContains', 'x')],
		changes: { text: '' },
		vtiger: false,
		ours: { result: true, because: 'an empty body contains no x; a mail with nothing but a photo must not get lost' },
	},
];

describe('a rule compared with Vtiger', () => {
	it.each(RULE_ROWS)('$name', ({ combine, conditions, changes, vtiger, ours }) => {
		const verdict = evaluateRules([rule({ groups: [group(combine, ...conditions)] })], vtigerMail(changes));
		expect(verdict.rule !== null).toBe(ours?.result ?? vtiger);
	});
});

describe('the catch-all "subject does not equal (empty)"', () => {
	const catchAll = condition('subject', 'notEquals', '');

	it.each(['Printer', '', '   ', ' x'])('takes a mail with the subject "%s"', (subject) => {
		expect(holds(catchAll, mail({ subject }))).toBe(true);
	});

	it('reads a missing subject as Untitled, like Vtiger, but "is empty" sees the truth', () => {
		const without = mail({ subject: ' ' });
		expect(holds(condition('subject', 'equals', 'untitled'), without)).toBe(true);
		expect(holds(condition('subject', 'equals', ''), without)).toBe(false);
		expect(holds(condition('subject', 'isEmpty'), without)).toBe(true);
		expect(holds(condition('subject', 'isNotEmpty'), without)).toBe(false);
		expect(holds(condition('subject', 'isEmpty'), mail())).toBe(false);
	});
});
