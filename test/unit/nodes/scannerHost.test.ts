import type { IRun, ITriggerFunctions } from 'n8n-workflow';
import type { ScannedMessage, ScannerHealth } from '../../../helpdesk/scanner/Scanner';
import { scannerHost } from '../../../nodes/ImapScannerTrigger/host';

/** n8n's promise of an execution, held by the test. */
function trigger({ healthWired = true, emitFails = false } = {}) {
	const emitted: unknown[][][] = [];
	let end: { resolve(run: IRun | undefined): void; reject(error: Error): void } | null = null;
	const context = {
		getNode: () => ({ name: 'Trigger', type: 't', typeVersion: 1, id: '1', position: [0, 0], parameters: {} }),
		logger: { info: () => undefined, warn: () => undefined },
		workflow: { connectionsBySourceNode: { Trigger: { main: healthWired ? [[], [{ node: 'Alarm', type: 'main', index: 0 }]] : [[{ node: 'Work' }]] } } },
		getWorkflow: () => ({ id: 'w' }),
		helpers: {
			createDeferredPromise() {
				let resolve: (run: IRun | undefined) => void = () => undefined;
				let reject: (error: Error) => void = () => undefined;
				const promise = new Promise<IRun | undefined>((res, rej) => ([resolve, reject] = [res, rej]));
				return { promise, resolve, reject };
			},
		},
		emit(data: unknown[][], _response?: unknown, done?: typeof end) {
			if (emitFails) throw new Error('n8n is shutting down');
			emitted.push(data);
			end = done ?? null;
		},
	} as unknown as ITriggerFunctions;
	return { host: scannerHost(context), emitted, ended: async () => (await new Promise((resolve) => setImmediate(resolve)), end) };
}

const message = { email: { subject: 'One', partial: null, mailbox: { key: 'k' } }, attachments: [], source: Buffer.alloc(0), attempt: 1 } as unknown as ScannedMessage;

async function outcomeOf(finish: (end: { resolve(run: unknown): void; reject(error: Error): void }) => void) {
	const { host, ended } = trigger();
	const outcome = host.deliver([message]);
	const end = await ended();
	if (!end) throw new Error('nothing was emitted');
	finish(end);
	return await outcome;
}

test.each(['success', 'waiting'])('an execution that ends with "%s" has handled its message', async (status) => {
	expect(await outcomeOf((end) => end.resolve({ status }))).toEqual({ ok: true });
});

test.each(['error', 'canceled', 'crashed'])('an execution that ends with "%s" is a failure of its message', async (status) => {
	const run = { status, data: { resultData: { error: { message: 'broken' } } } };
	expect(await outcomeOf((end) => end.resolve(run))).toEqual({ ok: false, error: 'broken', fault: 'message' });
});

test('a run without data, as n8n may give it in queue mode, and none at all, are failures too', async () => {
	expect(await outcomeOf((end) => end.resolve({ status: 'error' }))).toMatchObject({ ok: false, fault: 'message' });
	expect(await outcomeOf((end) => end.resolve(undefined))).toMatchObject({ ok: false, fault: 'message' });
});

test('an execution that is cancelled or runs out of time is a failure of its message, which comes again', async () => {
	const outcome = await outcomeOf((end) => end.reject(new Error('The execution was cancelled')));
	expect(outcome).toEqual({ ok: false, error: 'The execution was cancelled', fault: 'message' });
});

test('an execution that n8n does not start uses up no attempt', async () => {
	const { host } = trigger({ emitFails: true });
	expect(await host.deliver([message])).toMatchObject({ ok: false, fault: 'world' });
});

test('several messages go into one execution, on the first output', async () => {
	const { host, emitted, ended } = trigger();
	void host.deliver([message, message]);
	await ended();
	expect(emitted.map((outputs) => outputs.map((items) => items.length))).toEqual([[2]]);
});

test('health is emitted for the node to sort, and not at all when nothing is wired to its output', () => {
	const state = { connected: false, problem: 'Down.' } as ScannerHealth;
	const wired = trigger();
	wired.host.health(state);
	expect(wired.emitted).toEqual([[[{ json: state }]]]);
	const unwired = trigger({ healthWired: false });
	unwired.host.health(state);
	expect(unwired.emitted).toEqual([]);
});
