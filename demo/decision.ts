import type { INodeExecutionData, IRun } from 'n8n-workflow';

/** What became of one message. */
export interface MessageDecision {
	messageId: string;
	/** Name of the rule that matched last; null when none did. */
	rule: string | null;
	/** `create`, `append`, `ignore` ...; `no-rule-matched`; `duplicate`; or `failed` and `undecided`, which are no decisions. */
	action: string;
	/** Number of the ticket. */
	ticket: string | null;
	reasons: string[];
}

const NO_DECISION = new Set(['failed', 'undecided']);

export function isDecided({ action }: MessageDecision): boolean {
	return !NO_DECISION.has(action);
}

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []);

/** Everything that left any node of an execution, in the order in which the nodes ran. */
export function itemsOf(run: IRun): INodeExecutionData[] {
	return Object.values(run.data.resultData.runData)
		.flat()
		.sort((a, b) => a.executionIndex - b.executionIndex)
		.flatMap((task) => (task.data?.main ?? []).flatMap((output) => output ?? []));
}

/** Reasons of the rules and of the last decision, and what was done about answer and mailbox, each said once. */
function reasonsOf(items: Fields[]): string[] {
	const verdicts = items.map((item) => fields(item.verdict));
	const last = items.at(-1) ?? {};
	const decision = fields(verdicts.findLast((verdict) => verdict.decision)?.decision);
	const rules = verdicts.findLast((verdict) => texts(verdict.reasons).length > 0);
	const outgoing = fields(items.findLast((item) => item.outgoing)?.outgoing);
	const answered = text(outgoing.status) ? `Answer: ${String(outgoing.status)}${text(outgoing.reason) ? ` (${String(outgoing.reason)})` : ''}` : null;
	const error = text(last.error) ?? text(fields(last.error).message);
	return [...new Set([...texts(rules?.reasons), ...texts(decision.reasons), ...(answered ? [answered] : []), ...(error ? [error] : [])])];
}

/** Reads from an execution's data what rules and nodes decided about the message. */
export function decisionOf(run: IRun, messageId: string): MessageDecision {
	const items = itemsOf(run).map((item) => fields(item.json));
	const verdicts = items.map((item) => fields(item.verdict));
	const rule = text(fields(verdicts.findLast((verdict) => verdict.rule)?.rule).name);
	const action = text(fields(verdicts.findLast((verdict) => verdict.decision)?.decision).action);
	const ticket = text(fields(items.findLast((item) => item.ticket && text(fields(item.ticket).number))?.ticket).number);
	const seen = text(items[0]?.messageId) ?? messageId;
	const failure = run.status === 'success' ? null : (run.data.resultData.error?.message ?? `the execution ended with status ${run.status}`);
	if (failure) return { messageId: seen, rule, action: 'failed', ticket, reasons: [...reasonsOf(items), failure] };
	return { messageId: seen, rule, action: action ?? (rule ? 'undecided' : 'no-rule-matched'), ticket, reasons: reasonsOf(items) };
}
