import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { messageRuns, startHelpdeskRun, type ChangeWorkflow, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const inbox = () => run.server.messages('INBOX').map(({ subject, flags }) => ({ subject, flags }));
const handled = (count: number) => run.server.messages('Handled').length === count;

/** Tries again after 0.6 s instead of a minute. */
const impatient: ChangeWorkflow = (_workflow, node) => {
	node('IMAP Scanner Trigger').parameters.options = { retryMinutes: '0.01, 0.01, 0.01' };
};

/** Puts a node that always fails between the ticket and the answer. */
const failing: ChangeWorkflow = (workflow, node) => {
	impatient(workflow, node);
	const stop = { id: 'stop', name: 'Stop', type: 'n8n-nodes-base.stopAndError', typeVersion: 1, position: [0, 0], parameters: { errorMessage: 'broken' } };
	workflow.nodes.push(stop as unknown as INode);
	workflow.connections['Create/Update Ticket'] = { main: [[{ node: 'Stop', type: 'main', index: 0 }]] };
};

/** Takes everything away that happens to a message after success, so that only the trigger's own choice is seen. */
const onlyTrigger = (parameters: Record<string, unknown>): ChangeWorkflow => (workflow, node) => {
	Object.assign(node('IMAP Scanner Trigger').parameters, parameters);
	workflow.connections = { 'IMAP Scanner Trigger': workflow.connections['IMAP Scanner Trigger'] ?? { main: [] } };
};

test('a failing workflow leaves the message unread and where it was, it comes again, and there is still one ticket', async () => {
	const running = await run.start(failing);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => messageRuns(running).filter(({ run: ended }) => ended !== null).length >= 3, 'three executions');
	expect(inbox()).toEqual([{ subject: 'Printer broken', flags: [] }]);
	expect(await run.tickets()).toHaveLength(1);
	expect(run.sink.messages).toEqual([]);
});

test('after the last try a message is put aside loudly and does not come again', async () => {
	const running = await run.start(failing);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => running.failedExecutions.length === 1, 'a failed execution');
	expect(running.failedExecutions[0]?.message).toContain('put aside');
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(messageRuns(running)).toHaveLength(4);
	expect(running.triggerErrors).toEqual([]);
	expect(inbox()).toEqual([{ subject: 'Printer broken', flags: [] }]);
});

test('a node that fails with "continue on fail" makes a green execution, and still the message is not acknowledged', async () => {
	const refused = { ...run.credentials.mailHelpdeskSmtpApi, port: 1 };
	Object.assign(run.credentials.mailHelpdeskSmtpApi ?? {}, refused);
	const running = await run.start((workflow, node) => {
		impatient(workflow, node);
		node('Acknowledge New Ticket').onError = 'continueRegularOutput';
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => messageRuns(running).some(({ run: ended }) => ended?.status === 'success'), 'a green execution');
	await run.until(async () => await run.inState('waiting', 1), 'it was judged a failure');
	expect(inbox()).toEqual([{ subject: 'Printer broken', flags: [] }]);

	Object.assign(run.credentials.mailHelpdeskSmtpApi ?? {}, { port: run.sink.port });
	await run.until(() => handled(1), 'the message is moved once the outgoing server is back');
	expect(run.sink.messages).toHaveLength(1);
	expect(await run.tickets()).toHaveLength(1);
});

test('one message that always fails does not keep the others waiting', async () => {
	await run.start((workflow, node) => {
		failing(workflow, node);
		const { outputs, rules } = node('Rule Filter').parameters as { outputs: { values: unknown[] }; rules: { values: unknown[] } };
		outputs.values.push({ name: 'Poison' });
		const conditions = { values: [{ field: 'subject', operator: 'equals', value: 'Poison' }] };
		rules.values.unshift({ name: 'Poison', output: 'Poison', groups: { values: [{ combine: 'all', conditions }] } });
		workflow.connections['Create/Update Ticket'] = { main: [[{ node: 'Move to Handled', type: 'main', index: 0 }]] };
		workflow.connections['Rule Filter']?.main?.push([{ node: 'Stop', type: 'main', index: 0 }]);
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Poison', from: 'p@example.com' }));
	for (const name of ['a', 'b', 'c']) run.server.deliver('INBOX', plainMail({ id: `<${name}@example.com>`, subject: name, from: `${name}@example.com` }));
	await run.until(() => handled(3) && inbox().length === 1, 'the three others');
	expect(inbox()).toEqual([{ subject: 'Poison', flags: [] }]);
});

describe('after success the trigger', () => {
	const after = async (parameters: Record<string, unknown>, flags: string[] = []) => {
		await run.start(onlyTrigger(parameters));
		run.server.deliver('INBOX', plainMail({ subject: 'One' }), { flags });
	};

	test('marks the message as read', async () => {
		await after({ afterSuccess: 'mark-read' });
		await run.until(() => inbox()[0]?.flags.includes('\\Seen') ?? false, 'read');
	});

	test('leaves it unread, also what somebody has read in the meantime', async () => {
		await after({ afterSuccess: 'mark-unread' }, ['\\Seen']);
		await run.until(() => inbox()[0]?.flags.length === 0, 'unread');
	});

	test('leaves it as it was', async () => {
		const running = await run.start(onlyTrigger({ afterSuccess: 'leave' }));
		run.server.deliver('INBOX', plainMail({ subject: 'One' }), { flags: ['\\Flagged'] });
		run.server.deliver('INBOX', plainMail({ id: '<2@example.com>', subject: 'Two', from: 'dan@example.com' }));
		await run.until(async () => running.runs.length === 2 && (await run.settled()), 'both are handled');
		expect(inbox()).toEqual([{ subject: 'One', flags: ['\\Flagged'] }, { subject: 'Two', flags: [] }]);
	});

	test('moves it to a folder that is made when it is missing', async () => {
		await after({ afterSuccess: 'move', afterSuccessFolder: { __rl: true, mode: 'name', value: 'Done & Gone' } });
		await run.until(() => run.server.messages('Done & Gone').length === 1 && inbox().length === 0, 'moved');
	});

	test('moves it to the trash', async () => {
		await after({ afterSuccess: 'delete' });
		await run.until(() => run.server.messages('Trash').length === 1 && inbox().length === 0, 'in the trash');
	});
});

describe('at the first start', () => {
	/** Subjects that were taken, after everything that was found has been handled. */
	const taken = async (count: number, parameters: Record<string, unknown>) => {
		run.server.deliver('INBOX', plainMail({ id: '<1@example.com>', subject: 'read', from: 'a@example.com' }), { flags: ['\\Seen'] });
		run.server.deliver('INBOX', plainMail({ id: '<2@example.com>', subject: 'unread', from: 'b@example.com' }));
		const running = await run.start(onlyTrigger(parameters));
		run.server.deliver('INBOX', plainMail({ id: '<3@example.com>', subject: 'new', from: 'c@example.com' }));
		const seen = () => running.runs.map(({ emitted }) => emitted[0]?.[0]?.json.subject as string).sort();
		await run.until(async () => seen().includes('new') && seen().length >= count && (await run.settled()), 'the new message');
		return seen();
	};

	test('only new mail is taken', async () => expect(await taken(1, { firstStart: 'only-new' })).toEqual(['new']));
	test('unread mail is taken, then new mail', async () => expect(await taken(2, { firstStart: 'unread' })).toEqual(['new', 'unread']));
	test('everything is taken', async () => expect(await taken(3, { firstStart: 'everything' })).toEqual(['new', 'read', 'unread']));
});

test('what another program reads first is taken all the same, unless only unread mail is asked for', async () => {
	const running = await run.start(onlyTrigger({}));
	run.server.deliver('INBOX', plainMail({ subject: 'read elsewhere' }), { flags: ['\\Seen'] });
	await run.until(() => running.runs.length === 1, 'the message');
	await running.stop();
	const strict = await run.start(onlyTrigger({ scan: 'unread', scannerName: 'strict' }));
	run.server.deliver('INBOX', plainMail({ id: '<2@example.com>', subject: 'read elsewhere', from: 'b@example.com' }), { flags: ['\\Seen'] });
	run.server.deliver('INBOX', plainMail({ id: '<3@example.com>', subject: 'unread', from: 'c@example.com' }));
	await run.until(() => strict.runs.length > 0, 'the unread message');
	expect(strict.runs.map(({ emitted }) => emitted[0]?.[0]?.json.subject)).toEqual(['unread']);
});

test('mail that arrives while the workflow is switched off is handled when it is switched on again', async () => {
	const first = await run.start();
	await first.stop();
	run.server.deliver('INBOX', plainMail({ subject: 'In between' }));
	await run.start();
	await run.until(() => handled(1), 'the message is moved');
});

test('a wrong password is said at activation, with what to do', async () => {
	Object.assign(run.credentials.mailHelpdeskImapApi ?? {}, { password: 'wrong' });
	await expect(run.start()).rejects.toMatchObject({ message: expect.stringMatching(/password/), description: expect.stringMatching(/user name/) });
});

test('a folder that does not exist is said at activation', async () => {
	await expect(run.start(onlyTrigger({ folders: ['Nowhere'] }))).rejects.toMatchObject({ message: expect.stringContaining('Nowhere') });
});

test('a server that cannot be reached stops nothing: the trigger waits for it', async () => {
	Object.assign(run.credentials.mailHelpdeskImapApi ?? {}, { port: 1 });
	const running = await run.start();
	expect(running.triggerErrors).toEqual([]);
});

test('a process killed between effect and acknowledgement makes no second ticket and sends no second mail', async () => {
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-killed-'));
	const killed = await startHelpdeskRun({ keepData: dataFolder });
	try {
		for (const node of ['Create/Update Ticket', 'Acknowledge New Ticket', 'Move to Handled']) {
			const { imap, smtp } = { imap: killed.credentials.mailHelpdeskImapApi, smtp: killed.credentials.mailHelpdeskSmtpApi };
			const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'support', 'killedHelpdesk.ts')], {
				env: { ...process.env, HELPDESK_CHILD: JSON.stringify({ dataFolder, imap, smtp, killAfter: node }) },
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			const ended = new Promise<string>((resolve) => child.on('exit', (_code, signal) => resolve(String(signal))));
			// What an earlier process left is taken up at once, and may end this one before it has said a word.
			await Promise.race([ended, new Promise<void>((resolve) => child.stdout.on('data', (data: Buffer) => data.includes('listening') && resolve()))]);
			killed.server.deliver('INBOX', plainMail({ id: `<${node.length}@example.com>`, subject: node, from: `p${node.length}@example.com` }));
			expect(await ended).toBe('SIGKILL');
		}
		await killed.start(impatient);
		await killed.until(() => killed.server.messages('Handled').length === 3, 'all three messages are moved');
		expect((await killed.tickets()).map(({ title }) => title).sort()).toEqual(['Acknowledge New Ticket', 'Create/Update Ticket', 'Move to Handled']);
		expect(killed.sink.messages).toHaveLength(3);
	} finally {
		await killed.stop();
		rmSync(dataFolder, { recursive: true, force: true });
	}
});
