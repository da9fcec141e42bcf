import type { INode } from 'n8n-workflow';
import { messageRuns, startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const TICKET = 'Create/Update Ticket';
const statuses = (running: Awaited<ReturnType<HelpdeskRun['start']>>) => messageRuns(running).map(({ run: ended }) => ended?.status);

test('an execution that reaches a Wait node has handled its message: n8n keeps it and goes on by itself', async () => {
	const running = await run.start((workflow) => {
		const wait = { id: 'wait', name: 'Wait', type: 'n8n-nodes-base.wait', typeVersion: 1, position: [0, 0], parameters: {} };
		workflow.nodes.push(wait as unknown as INode);
		workflow.connections[TICKET] = { main: [[{ node: 'Wait', type: 'main', index: 0 }]] };
		workflow.connections.Wait = { main: [[{ node: 'Acknowledge New Ticket', type: 'main', index: 0 }]] };
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(async () => messageRuns(running).length > 0 && (await run.settled()), 'the message is acknowledged');
	expect(statuses(running)).toEqual(['waiting']);
	expect(run.server.messages('INBOX').map(({ flags }) => flags)).toEqual([['\\Seen']]);
	expect(run.sink.messages).toEqual([]);
	expect(await run.tickets()).toHaveLength(1);
});

test('an execution that runs out of time brings its message again, and what it had done already is done once', async () => {
	let slow = true;
	const running = await run.start(
		(workflow, node) => {
			workflow.settings = { ...workflow.settings, executionTimeout: 5 };
			node('IMAP Scanner Trigger').parameters.options = { retryMinutes: Array.from({ length: 10 }, () => '0.01').join(', ') };
		},
		{
			after: async (name) => {
				if (name !== TICKET || !slow) return;
				slow = false;
				await new Promise((resolve) => setTimeout(resolve, 5_500));
			},
		},
	);
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(async () => run.server.messages('Handled').length === 1 && (await run.settled()), 'the message is handled');
	expect(statuses(running)[0]).not.toBe('success');
	expect(statuses(running).at(-1)).toBe('success');
	expect(await run.tickets()).toHaveLength(1);
	expect(run.sink.messages).toHaveLength(1);
});
