import type { IExecuteFunctions, ITriggerFunctions } from 'n8n-workflow';
import { freeBytes } from '../../helpdesk';
import type { ScannedMessage } from '../../helpdesk';

/** The bytes of a message on their way from the trigger into the execution that it started. */
export type MessageBytes = Pick<ScannedMessage, 'attachments' | 'source' | 'spool'>;

/**
 * n8n never cleans up files that are stored before there is an execution: they belong to none. So the trigger emits the message without its
 * files, and the node stores them when n8n runs it as the first node of the execution. Between the two, in the same process, they wait here:
 * no longer than the execution, and no more of them than executions at once.
 */
const waiting = new Map<string, MessageBytes>();

function placeOf(context: ITriggerFunctions | IExecuteFunctions, key: string): string {
	return [context.getWorkflow().id, context.getNode().id, key].join('|');
}

/** Lays down the bytes of the message with this key. Returns what takes them away again if no execution has. */
export function handOver(context: ITriggerFunctions, key: string, bytes: MessageBytes): () => void {
	const place = placeOf(context, key);
	waiting.set(place, bytes);
	return () => {
		if (waiting.get(place) === bytes) waiting.delete(place);
	};
}

/** Null in another process than the trigger's (queue mode), and when the execution is run again later. They stay for a second call until `forget`. */
export function handedOver(context: IExecuteFunctions, key: string): MessageBytes | null {
	return waiting.get(placeOf(context, key)) ?? null;
}

/** The files are stored: memory and disk are free again, however long the execution goes on. */
export function forget(context: IExecuteFunctions, key: string): void {
	const place = placeOf(context, key);
	const bytes = waiting.get(place);
	waiting.delete(place);
	if (!bytes) return;
	freeBytes(bytes.source, ...bytes.attachments.map(({ content }) => content));
	void bytes.spool?.release();
}
