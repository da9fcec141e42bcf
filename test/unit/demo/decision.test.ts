import type { IRun } from 'n8n-workflow';
import { decisionOf, isDecided, itemsOf } from '../../../demo/decision';

type Json = Record<string, unknown>;

function run(nodes: Array<[string, number, Json]>, more: Partial<IRun> = {}, error?: string): IRun {
	const runData = Object.fromEntries(
		nodes.map(([name, executionIndex, json]) => [name, [{ executionIndex, data: { main: [null, [{ json }]] } }]]),
	);
	return { status: 'success', data: { resultData: { runData, error: error ? { message: error } : undefined } }, ...more } as unknown as IRun;
}

const rule = { name: 'Replies', position: 1, output: 'Update' };

describe('the decision of a message', () => {
	it('is what the last node decided, with the reasons of rules, decision and answer', () => {
		const decision = decisionOf(
			run([
				['Render', 3, {
					verdict: { rule, reasons: ['rule 1: subject holds TT1'], decision: { action: 'create', reasons: ['nothing found'] } },
					ticket: { id: '7', number: 'TT7' },
					outgoing: { status: 'not-sent', reason: 'automatic mail is never answered' },
				}],
				['Update', 1, { messageId: '<a@example.com>', verdict: { rule, decision: { action: 'not-found-or-not-allowed', reasons: ['no ticket'] } } }],
				['Trigger', 0, { messageId: '<a@example.com>', ticket: { evidence: [] }, verdict: {} }],
			]),
			'<fallback@example.com>',
		);
		expect(decision).toEqual({
			messageId: '<a@example.com>',
			rule: 'Replies',
			action: 'create',
			ticket: 'TT7',
			reasons: ['rule 1: subject holds TT1', 'nothing found', 'Answer: not-sent (automatic mail is never answered)'],
		});
		expect(isDecided(decision)).toBe(true);
	});

	it('is that no rule matched when the message went through without one', () => {
		const decision = decisionOf(run([['Rules', 0, { messageId: '<a@example.com>', verdict: { rule: null, reasons: ['rule 1: no'] } }]]), '');
		expect(decision).toMatchObject({ rule: null, action: 'no-rule-matched', ticket: null, reasons: ['rule 1: no'] });
		expect(isDecided(decision)).toBe(true);
	});

	it('is missing when a rule matched and no node decided', () => {
		expect(isDecided(decisionOf(run([['Rules', 0, { verdict: { rule } }]]), '<a@example.com>'))).toBe(false);
	});

	it('is missing when the execution failed, and says why', () => {
		const failed = decisionOf(run([['Trigger', 0, {}]], { status: 'error' }, 'database is gone'), '<a@example.com>');
		expect(failed).toEqual({ messageId: '<a@example.com>', rule: null, action: 'failed', ticket: null, reasons: ['database is gone'] });
		expect(isDecided(failed)).toBe(false);
	});

	it('does not trip over items of another shape', () => {
		const odd = run([['A', 0, { verdict: 'text', ticket: null, outgoing: [] }], ['B', 1, { verdict: { decision: 'x', rule: 3, reasons: [1, 'two'] } }]]);
		expect(decisionOf(odd, '<a@example.com>')).toMatchObject({ rule: null, action: 'no-rule-matched', reasons: ['two'] });
		expect(itemsOf(odd)).toHaveLength(2);
	});
});
