import type { IDataObject } from 'n8n-workflow';
import { startHelpdeskRun, type ChangeWorkflow, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const TIDY = 'Move to Handled';
const ANSWER = 'Acknowledge New Ticket';
const lies = (folder: string) => run.server.messages(folder).map(({ subject }) => subject);

/** The message is tidied before the answer is sent; a try that fails is repeated after 0.6 s. */
const tidiedFirst = (parameters: IDataObject, trigger: IDataObject = {}): ChangeWorkflow => {
	return (workflow, node) => {
		Object.assign(node('IMAP Scanner Trigger').parameters, { options: { retryMinutes: '0.01, 0.01, 0.01' }, ...trigger });
		Object.assign(node(TIDY).parameters, { when: 'atOnce', ...parameters });
		workflow.connections['Create/Update Ticket'] = { main: [[{ node: TIDY, type: 'main', index: 0 }]] };
		workflow.connections[TIDY] = { main: [[{ node: ANSWER, type: 'main', index: 0 }]] };
		workflow.connections[ANSWER] = { main: [] };
	};
};

/** Starts the workflow and ends its first `failures` executions behind the node that tidies, as a failing node would; before each of these ends something may happen. */
async function starts(change: ChangeWorkflow, failures: number, meanwhile: () => void | Promise<void> = () => undefined) {
	let left = failures;
	return await run.start(change, {
		after: async (node) => {
			if (node !== TIDY || left-- <= 0) return;
			await meanwhile();
			throw new Error('broken');
		},
	});
}

async function isHandledOnce(): Promise<void> {
	await run.until(async () => run.sink.messages.length > 0 && (await run.settled()), 'answered and acknowledged');
	expect(run.sink.messages).toHaveLength(1);
	expect(await run.tickets()).toHaveLength(1);
}

const report = (running: Awaited<ReturnType<typeof starts>>, at: number) =>
	running.runs[at]?.run?.data.resultData.runData[TIDY]?.[0]?.data?.main?.[0]?.[0]?.json.tidy as IDataObject;

test('a message moved at once is tried again from its new place, with one effect, and stays there', async () => {
	const running = await starts(tidiedFirst({}, { afterSuccess: 'move', afterSuccessFolder: { __rl: true, mode: 'name', value: 'Elsewhere' } }), 2);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await isHandledOnce();
	expect(running.runs).toHaveLength(3);
	expect([lies('INBOX'), lies('Handled'), lies('Elsewhere')]).toEqual([[], ['Printer broken'], []]);
	expect(report(running, 2)).toMatchObject({ action: 'move', status: 'done', already: true, folder: 'Handled' });
	expect(running.runs.map(({ emitted }) => (emitted[0]?.[0]?.json.mailbox as IDataObject).folder)).toEqual(['INBOX', 'INBOX', 'INBOX']);
});

test('what the trigger does after success is done where the message lies now', async () => {
	await starts(tidiedFirst({}, { afterSuccess: 'mark-read' }), 1);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await isHandledOnce();
	expect(run.server.messages('Handled').map(({ flags }) => flags)).toEqual([['\\Seen']]);
});

test('a message deleted for good at once is tried again from its kept bytes, which are forgotten afterwards', async () => {
	const kept: unknown[] = [];
	const keyOf = (started: Awaited<ReturnType<typeof starts>>) => (started.runs[0]?.emitted[0]?.[0]?.json.mailbox as IDataObject).key as string;
	const running = await starts(tidiedFirst({ action: 'deleteForGood' }), 2, async () => void kept.push((await run.journal.takenAway(keyOf(running)))?.source?.toString()));
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken', body: 'It smokes.' }));
	await isHandledOnce();
	expect(kept).toEqual([expect.stringContaining('It smokes.'), expect.stringContaining('It smokes.')]);
	expect([lies('INBOX'), lies('Trash'), lies('Handled')]).toEqual([[], [], []]);
	expect(running.runs.map(({ emitted }) => emitted[0]?.[0]?.json.text)).toEqual(['It smokes.', 'It smokes.', 'It smokes.']);
	expect(report(running, 2)).toMatchObject({ action: 'delete', status: 'done', already: true });
	expect(await run.journal.takenAway(keyOf(running))).toBeNull();
});

test('a message put into the trash at once is tried again from there', async () => {
	await starts(tidiedFirst({ action: 'delete' }), 1);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await isHandledOnce();
	expect([lies('INBOX'), lies('Trash')]).toEqual([[], ['Printer broken']]);
});

test('a mail without a Message-ID is followed too', async () => {
	await starts(tidiedFirst({}), 1);
	run.server.deliver('INBOX', plainMail({ id: null, subject: 'Nameless' }));
	await isHandledOnce();
	expect([lies('INBOX'), lies('Handled')]).toEqual([[], ['Nameless']]);
});

test('a message whose folder is removed before the retry is handled once, and put back into it', async () => {
	const running = await starts(tidiedFirst({}, { afterSuccess: 'mark-read' }), 1, () => run.server.removeFolder('Handled'));
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken', body: 'It smokes.' }));
	await isHandledOnce();
	expect(running.runs.map(({ emitted }) => emitted[0]?.[0]?.json.text)).toEqual(['It smokes.', 'It smokes.']);
	expect(report(running, 1)).toMatchObject({ action: 'move', status: 'done', folder: 'Handled' });
	expect([lies('INBOX'), lies('Handled')]).toEqual([[], ['Printer broken']]);
	expect(run.server.messages('Handled')[0]?.flags).toEqual(['\\Seen']);
});

test('a message in a trash that is removed before the retry is handled once, and stays deleted', async () => {
	const running = await starts(tidiedFirst({ action: 'delete' }, { afterSuccess: 'mark-read' }), 1, () => run.server.removeFolder('Trash'));
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await isHandledOnce();
	expect(running.runs).toHaveLength(2);
	expect(report(running, 1)).toMatchObject({ action: 'delete', status: 'done', already: true });
	expect(lies('INBOX')).toEqual([]);
});
