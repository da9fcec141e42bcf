import type { IRun, ITriggerFunctions } from 'n8n-workflow';
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

/** How n8n runs the workflow for the scanner: one execution per message, waited for. */
export function scannerHost(context: ITriggerFunctions, keepSource: boolean): ScannerHost {
	const deliver = async (message: ScannedMessage): Promise<DeliveryOutcome> => {
		try {
			const item = await itemOf(context, message, keepSource);
			const done = context.helpers.createDeferredPromise<IRun>();
			context.emit([[item]], undefined, done);
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
		health({ connected, problem }) {
			if (problem) context.logger.warn(`IMAP Scanner Trigger: ${problem}`, { connected });
			else context.logger.info('IMAP Scanner Trigger: connected');
		},
	};
}

/** An execution that reaches a Wait node has been stored by n8n and goes on by itself: it counts as a success. */
function outcomeOf(run: IRun | undefined): DeliveryOutcome {
	if (run?.status === 'success' || run?.status === 'waiting') return { ok: true };
	const error = run?.data.resultData.error;
	return { ok: false, error: error?.message ?? `The execution ended with status ${run?.status ?? 'unknown'}`, fault: 'message' };
}
