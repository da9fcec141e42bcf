import { deepEqual, equal, ok } from 'node:assert/strict';
import { startDovecot, type DovecotServer } from '../support/dovecot';
import type { Checks } from './checks';
import { mail, SUPPORT } from './mails';
import type { Workflow } from './n8nClient';
import { waitUntil } from './processes';
import { publicationStates } from './publication';
import { importOn, PASSWORD, shippedWorkflow, triggerOf, type Stage } from './stage';

const SENDS = 'Acknowledge New Ticket';
const PAUSE = 'Pause';
/** So long an execution of this workflow may take. */
const TIME_LIMIT_S = 10;
/** The second try comes so long after the first. */
const RETRY_S = 30;
const WAITS = 'Goes on later';
/** Above 65 seconds n8n stores the execution and goes on with it later; below, it goes on running. The first try of a mail takes too long, the second does not. */
const PAUSE_S = `={{ $json.subject === '${WAITS}' ? 3600 : Date.now() - new Date($json.receivedAt).getTime() < ${(RETRY_S - 2) * 1000} ? 60 : 1 }}`;

/** The shipped workflow with a pause between the answer and the end, so that an execution can be cut off when everything is done but that. */
function workflowWithPause(): Workflow {
	const workflow = shippedWorkflow();
	Object.assign(triggerOf(workflow), { scannerName: 'Endings', options: { retryMinutes: `${RETRY_S / 60}, ${RETRY_S / 60}` } });
	const pause = { id: 'pause', name: PAUSE, type: 'n8n-nodes-base.wait', typeVersion: 1.1, position: [1500, 300], parameters: { resume: 'timeInterval', amount: PAUSE_S, unit: 'seconds' } };
	const { [SENDS]: afterSending, ...connections } = workflow.connections;
	return {
		name: 'Endings',
		nodes: [...workflow.nodes, pause],
		connections: { ...connections, [SENDS]: { main: [[{ node: PAUSE, type: 'main', index: 0 }]] }, [PAUSE]: afterSending },
		settings: { ...workflow.settings, executionTimeout: TIME_LIMIT_S },
	};
}

/** The other ways in which an execution ends than well or with an error, each after the ticket was made and the answer sent. */
export async function checkEndings(check: Checks['check'], stage: Stage): Promise<void> {
	const server = await startDovecot({ users: { [SUPPORT]: PASSWORD } });
	if (server === null) throw new Error('Dovecot did not start.');
	try {
		await checkOn(server, check, stage);
	} finally {
		await server.stop();
	}
}

async function checkOn(server: DovecotServer, check: Checks['check'], stage: Stage): Promise<void> {
	const { n8n, client, helpdesk, sink } = stage;
	const workflowId = await importOn(stage, server, workflowWithPause());
	await client.activate(workflowId);
	await waitUntil('the trigger to be active', () => publicationStates(n8n.userFolder, workflowId).includes('activated') || undefined, 120_000);
	const answersTo = (subject: string) => sink.messages.filter((sent) => sent.subject.endsWith(` ${subject}`));
	const arrive = async (subject: string) => {
		server.deliver('INBOX', mail({ id: subject.replaceAll(' ', '-'), from: 'endings@customer.example', subject, text: 'Hello?' }));
		await waitUntil(`the answer to "${subject}"`, () => answersTo(subject).length > 0 || undefined, 120_000, 50);
	};
	const statuses = async () => (await client.executions(workflowId)).map(({ status }) => status).sort();
	const comesToItsEndOnce = async (subject: string) => {
		await waitUntil('the message to be moved by a second try', () => server.messages('Handled').some((message) => message.subject === subject) || undefined, 120_000);
		equal(helpdesk.tickets().filter(({ title }) => title === subject).length, 1);
		equal(answersTo(subject).length, 1);
	};

	await check('an execution that a person cancels has failed: the message is tried again, and its second try makes no second ticket and sends no second answer', async () => {
		await arrive('Cancelled by hand');
		const running = (await client.executions(workflowId)).find(({ status }) => status === 'running');
		ok(running, 'no execution is running');
		await client.stopExecution(running.id);
		await comesToItsEndOnce('Cancelled by hand');
		await waitUntil('the end of the second try', async () => (await statuses()).includes('success') || undefined, 60_000);
		deepEqual(await statuses(), ['canceled', 'success']);
	});
	await check("so has one that runs out of the workflow's time", async () => {
		await arrive('Takes too long');
		await comesToItsEndOnce('Takes too long');
		await waitUntil('the end of the second try', async () => (await statuses()).filter((status) => status === 'success').length === 2 || undefined, 60_000);
		deepEqual(await statuses(), ['canceled', 'canceled', 'success', 'success']);
	});
	await check('one that waits has done its part: the message is acknowledged while n8n keeps the execution', async () => {
		await arrive(WAITS);
		await waitUntil('the message to be read', () => server.messages('INBOX').some(({ subject, flags }) => subject === WAITS && flags.includes('\\Seen')) || undefined, 120_000);
		equal((await statuses()).filter((status) => status === 'waiting').length, 1);
		equal((await statuses()).length, 5);
	});
	await client.deactivate(workflowId);
}
