import type { IBinaryData, IDataObject, INode, IRun } from 'n8n-workflow';
import type { ChangeWorkflow } from '../support/helpdeskRun';
import { startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const node = (id: string, type: string, parameters: IDataObject) =>
	({ id, name: id, type, typeVersion: 1, position: [0, 0], parameters, onError: 'continueRegularOutput' }) as unknown as INode;

/** The trigger alone, then the actions of a Mailbox node one after another; a message with "Poison" in its subject fails. */
const withMailbox = (actions: Record<string, IDataObject>): ChangeWorkflow => (workflow, named) => {
	const trigger = named('IMAP Scanner Trigger');
	trigger.parameters.options = { pollSeconds: 600 };
	const names = Object.keys(actions);
	workflow.nodes.push(...names.map((name) => node(name, 'n8n-nodes-mail-helpdesk.mailbox', actions[name] ?? {})));
	const chain = ['IMAP Scanner Trigger', ...names];
	workflow.connections = Object.fromEntries(
		chain.slice(0, -1).map((name, index) => [name, { main: [[{ node: chain[index + 1] ?? '', type: 'main' as const, index: 0 }]] }]),
	);
};

const outputOf = (ended: { data: { resultData: { runData: Record<string, unknown> } } } | null, name: string): IDataObject[] => {
	const runs = ended?.data.resultData.runData[name] as Array<{ data?: { main?: Array<Array<{ json: IDataObject }> | null> } }> | undefined;
	return runs?.[0]?.data?.main?.[0]?.map(({ json }) => json) ?? [];
};

/** What the first item of this node carries as `original`; the engine of the tests keeps binary data on the item. */
const rawSource = (ended: IRun | null, name: string): string => {
	const [item] = ended?.data.resultData.runData[name]?.[0]?.data?.main?.[0] ?? [];
	const { data } = (item?.binary?.original ?? { data: '' }) as IBinaryData;
	return Buffer.from(data, 'base64').toString();
};

test('lists folders and health, fetches a message without changing it, and finds the quarantine empty', async () => {
	const running = await run.start(
		withMailbox({
			Folders: { action: 'listFolders', authentication: 'password' },
			Fetch: { action: 'fetchMessage', findBy: 'messageId', folder: 'INBOX', messageId: 'one@example.com' },
			Health: { action: 'health' },
			Quarantine: { action: 'listQuarantine' },
		}),
	);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer' }));
	await run.until(() => running.runs.some((each) => each.run !== null), 'an execution');
	const ended = running.runs[0]?.run ?? null;
	expect(outputOf(ended, 'Folders').map(({ path }) => path)).toContain('INBOX');
	expect(outputOf(ended, 'Fetch')[0]).toMatchObject({ subject: 'Printer', messageId: '<one@example.com>' });
	expect(outputOf(ended, 'Health')[0]).toMatchObject({ scanner: 'Support', connected: true, running: 1, quarantined: 0 });
	expect(outputOf(ended, 'Quarantine')).toEqual([]);
});

/** A workflow that fails for "Poison" until it is mended, and then acts on the quarantine when "Release" comes in. */
test('a message in quarantine is listed with its cause, read with its raw source, released, and then handled', async () => {
	const stop = node('Stop', 'n8n-nodes-base.stopAndError', { errorMessage: 'broken' });
	delete (stop as Partial<INode>).onError;
	const failing = await run.start((workflow, named) => {
		named('IMAP Scanner Trigger').parameters.options = { retryMinutes: '0', quarantineFolder: { __rl: true, mode: 'name', value: 'Put Aside' } };
		workflow.nodes.push(stop);
		workflow.connections = { 'IMAP Scanner Trigger': { main: [[{ node: 'Stop', type: 'main', index: 0 }]] } };
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Poison' }));
	await run.until(() => failing.failedExecutions.length === 1, 'put aside');
	await run.until(() => run.server.messages('Put Aside').length === 1, 'moved to the quarantine folder');
	await run.until(async () => (await run.journal.quarantinedMessages())[0]?.folder === 'Put Aside', 'noted');
	const key = (await run.journal.quarantinedMessages())[0]?.key ?? 'none';
	expect(failing.failedExecutions[0]).toMatchObject({ description: expect.stringContaining(`"Fetch One Message" by the key ${key}`) });
	await failing.stop();

	const mended = await run.start(
		withMailbox({
			List: { action: 'listQuarantine', scannerName: 'Support' },
			Fetch: { action: 'fetchMessage', findBy: 'key', messageKey: '={{ $json.key }}', authentication: 'password' },
			Release: { action: 'release', key: '={{ $("List").item.json.key }}' },
		}),
	);
	run.server.deliver('INBOX', plainMail({ id: '<2@example.com>', subject: 'Release', from: 'b@example.com' }));
	await run.until(() => mended.runs.some(({ emitted }) => emitted[0]?.[0]?.json.subject === 'Poison'), 'released and delivered again');
	const releasing = () => mended.runs.find(({ emitted }) => emitted[0]?.[0]?.json.subject === 'Release')?.run ?? null;
	await run.until(() => releasing() !== null, 'the end of the execution that released it');
	const first = releasing();
	expect(outputOf(first, 'List')).toMatchObject([{ scanner: 'Support', folder: 'Put Aside', attempts: 2, cause: 'broken', messageId: '<one@example.com>' }]);
	expect(JSON.stringify(outputOf(first, 'List'))).not.toContain('Poison');
	expect(outputOf(first, 'Fetch')[0]).toMatchObject({ subject: 'Poison' });
	expect(rawSource(first, 'Fetch')).toContain('Subject: Poison');
	expect(outputOf(first, 'Release')[0]).toMatchObject({ released: true });
	await run.until(async () => await run.settled(), 'both are acknowledged');
	expect(run.server.messages('INBOX').map(({ flags }) => flags)).toEqual([['\\Seen'], ['\\Seen']]);
	expect(run.server.messages('Put Aside')).toEqual([]);
});

test('an execution that is started by a lost connection comes out of the second output, and only there', async () => {
	const running = await run.start((workflow, named) => {
		named('IMAP Scanner Trigger').parameters.options = { pollSeconds: 5 };
		workflow.nodes.push(node('Alarm', 'n8n-nodes-base.noOp', {}), node('Work', 'n8n-nodes-base.noOp', {}));
		workflow.connections = {
			'IMAP Scanner Trigger': { main: [[{ node: 'Work', type: 'main', index: 0 }], [{ node: 'Alarm', type: 'main', index: 0 }]] },
		};
	});
	Object.assign(run.credentials.mailHelpdeskImapApi ?? {}, { port: 1 });
	await run.server.cut();
	await run.until(() => running.runs.some(({ run: ended }) => ended !== null), 'a report');
	const ended = running.runs.find((each) => each.run !== null)?.run ?? null;
	expect(outputOf(ended, 'Alarm')[0]).toMatchObject({ connected: false, scanner: 'Support', problem: expect.stringMatching(/./) });
	expect(outputOf(ended, 'Work')).toEqual([]);
	expect(running.triggerErrors).toEqual([]);
});
