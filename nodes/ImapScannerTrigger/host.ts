import type { INodeExecutionData, IRun, ITriggerFunctions, Workflow } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { DeliveryOutcome, ScannedMessage, ScannerHost } from '../../helpdesk';
import { toItem } from '../common/emailItem';

/** A message as an item of this execution, its files in n8n's binary store. */
export async function itemOf(context: ITriggerFunctions, message: ScannedMessage, keepSource: boolean) {
	const source = keepSource || message.email.partial ? message.source : null;
	return await toItem(message.email, message.attachments, source, async (content, fileName, mimeType) => {
		return await context.helpers.prepareBinaryData(content, fileName, mimeType);
	});
}

/** How n8n runs the workflow for the scanner: one execution at a time for these messages, waited for. */
export function scannerHost(context: ITriggerFunctions, keepSource: boolean): ScannerHost {
	const deliver = async (messages: ScannedMessage[]): Promise<DeliveryOutcome> => {
		const done = context.helpers.createDeferredPromise<IRun>();
		try {
			const items: INodeExecutionData[] = [];
			for (const message of messages) items.push(await itemOf(context, message, keepSource));
			context.emit([items], undefined, done);
		} catch (error) {
			// The files could not be stored, or n8n takes no execution: no message is to blame.
			return { ok: false, error: error instanceof Error ? error.message : 'The execution could not be started', fault: 'world' };
		}
		try {
			return outcomeOf(await done.promise);
		} catch (error) {
			// n8n rejects when an execution is cancelled or runs out of time.
			return { ok: false, error: error instanceof Error ? error.message : 'The execution did not end', fault: 'message' };
		}
	};
	return {
		deliver,
		quarantined({ folder, uid }, cause) {
			context.saveFailedExecution(
				new NodeOperationError(context.getNode(), `A message in ${folder} was put aside after several tries`, {
					description: `UID ${uid}. Last cause: ${cause}`,
				}),
			);
		},
		health(state) {
			if (state.problem) context.logger.warn(`IMAP Scanner Trigger: ${state.problem}`, { connected: state.connected });
			else context.logger.info('IMAP Scanner Trigger: connected');
			if (isWired(context, HEALTH)) context.emit([[], [{ json: { ...state } }]]);
		},
	};
}

const HEALTH = 1;

/** Without a node behind the output every report would be an execution that does nothing. n8n's contract does not tell; its context knows. */
function isWired(context: ITriggerFunctions, output: number): boolean {
	const { workflow } = context as unknown as { workflow?: Pick<Workflow, 'connectionsBySourceNode'> };
	if (!workflow?.connectionsBySourceNode) return true;
	return (workflow.connectionsBySourceNode[context.getNode().name]?.main?.[output]?.length ?? 0) > 0;
}

/**
 * An execution that reaches a Wait node has been stored by n8n and goes on by itself: it counts as a success. One that was cancelled or ran out
 * of time has failed, and its message comes again.
 */
function outcomeOf(run: IRun | undefined): DeliveryOutcome {
	if (run?.status === 'success' || run?.status === 'waiting') return { ok: true };
	// In queue mode n8n may give the run without its data.
	const { data } = { ...run } as Partial<IRun>;
	const message = data?.resultData.error?.message;
	return { ok: false, error: message ?? `The execution ended with status ${run?.status ?? 'unknown'}`, fault: 'message' };
}
