import type { IDataObject, INodeExecutionData, IRun, ITriggerFunctions, Workflow } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { DeliveryOutcome, ScannedMessage, ScannerHealth, ScannerHost } from '../../helpdesk';
import { toJson } from '../common/emailItem';
import { handOver } from './handOver';

/** How n8n runs the workflow for the scanner: one execution for these messages, waited for. */
export function scannerHost(context: ITriggerFunctions): ScannerHost {
	/** Keeps nothing of the messages but what `handOver` holds: an execution may take hours, and the files are stored by then. */
	const start = (messages: ScannedMessage[]) => {
		const done = context.helpers.createDeferredPromise<IRun>();
		const takeBack = messages.map(({ email, attachments, source, spool }) => handOver(context, email.mailbox.key, { attachments, source, spool }));
		const end = () => takeBack.forEach((take) => take());
		let started = false;
		try {
			const items: INodeExecutionData[] = messages.map(({ email, attachments }) => ({ json: toJson(email, attachments) }));
			context.emit([items], undefined, done);
			started = true;
		} finally {
			if (!started) end();
		}
		return { done: done.promise, end };
	};

	const ended = async ({ done, end }: ReturnType<typeof start>): Promise<DeliveryOutcome> => {
		try {
			return outcomeOf(await done);
		} catch (error) {
			// n8n rejects when an execution is cancelled or runs out of time.
			return { ok: false, error: error instanceof Error ? error.message : 'The execution did not end', fault: 'message' };
		} finally {
			end();
		}
	};

	/** Not an async function: that would hold the messages until the execution has ended. */
	const deliver = (messages: ScannedMessage[]): Promise<DeliveryOutcome> => {
		try {
			return ended(start(messages));
		} catch (error) {
			// n8n takes no execution: no message is to blame.
			return Promise.resolve({ ok: false, error: error instanceof Error ? error.message : 'The execution could not be started', fault: 'world' });
		}
	};
	return {
		deliver,
		quarantined({ email, folder, uid }, cause) {
			// n8n stores an error here and nothing else: the message itself is read with the Mailbox node.
			const reading = email ? `To read it with its raw source: Mailbox node, "Fetch One Message" by the key ${email.mailbox.key}. To have it tried again: "Release".` : '';
			context.saveFailedExecution(
				new NodeOperationError(context.getNode(), `A message in ${folder} was put aside after several tries`, {
					description: `UID ${uid}. Last cause: ${cause}${/[.!?]$/.test(cause) ? '' : '.'} ${reading}`.trim(),
				}),
			);
		},
		health(state) {
			if (state.problem) context.logger.warn(`IMAP Scanner Trigger: ${state.problem}`, { connected: state.connected });
			else context.logger.info('IMAP Scanner Trigger: connected');
			// On the first output, whence the node sorts it: workflows of n8n's old execution order run no node whose first input is empty.
			if (isWired(context, HEALTH)) context.emit([[{ json: { ...state } }]]);
		},
	};
}

const HEALTH = 1;

/** Tells a report from a message. */
export function isHealth(json: IDataObject): boolean {
	const { connected, quarantined }: Partial<Record<keyof ScannerHealth, unknown>> = json;
	return typeof connected === 'boolean' && typeof quarantined === 'number';
}

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
