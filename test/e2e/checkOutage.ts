import { deepEqual, equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDovecot } from '../support/dovecot';
import type { Checks } from './checks';
import { mail, SUPPORT } from './mails';
import { waitUntil } from './processes';
import { publicationStates } from './publication';
import { importOn, PASSWORD, shippedWorkflow, type Stage } from './stage';

/** Longer than all tries that n8n grants a trigger whose function fails. */
const OUTAGE_MS = 180_000;

/** A second mail server, which is down while other things are checked on the first. */
export interface Outage {
	/** Waits until the server has been down for three minutes, starts it again and checks that nothing was lost. */
	end(): Promise<void>;
	stop(): Promise<void>;
}

/** Activates the shipped workflow on a mail server of its own, sees it work, and halts that server. */
export async function beginOutage(check: Checks['check'], stage: Stage): Promise<Outage> {
	const { client, helpdesk } = stage;
	const server = await startDovecot({ users: { [SUPPORT]: PASSWORD } });
	if (server === null) throw new Error('Dovecot did not start.');
	let workflowId = '';
	let downSince = 0;
	const deliver = (subject: string) => server.deliver('INBOX', mail({ id: subject.replaceAll(' ', '-'), from: 'outage@customer.example', subject, text: 'Hello?' }));
	const hasTicket = async (title: string) =>
		await waitUntil(`the ticket "${title}"`, () => helpdesk.tickets().some((ticket) => ticket.title === title) || undefined, 120_000);
	const ticketsOfOutage = () => helpdesk.tickets().map(({ title }) => title).filter((title) => title.includes('the outage')).sort();

	await check('a second mailbox is watched by a workflow of its own; then its mail server goes down', async () => {
		workflowId = await importOn(stage, server, { ...shippedWorkflow(), name: 'Second mailbox' });
		await client.activate(workflowId);
		await waitUntil('the trigger to be active', () => publicationStates(stage.n8n.userFolder, workflowId).includes('activated') || undefined, 120_000);
		deliver('Before the outage');
		await hasTicket('Before the outage');
		deliver('Found in the outage');
		await server.halt();
		downSince = Date.now();
		deliver('During the outage');
	});

	return {
		async end() {
			await check('three minutes without the mail server end well: every message has its ticket, and n8n shows no failed trigger', async () => {
				await sleep(Math.max(0, OUTAGE_MS - (Date.now() - downSince)));
				deepEqual(publicationStates(stage.n8n.userFolder, workflowId), ['activated']);
				await server.resume();
				await hasTicket('During the outage');
				deliver('After the outage');
				await hasTicket('After the outage');
				await hasTicket('Found in the outage');
				equal(ticketsOfOutage().length, 4);
				equal(new Set(ticketsOfOutage()).size, 4);
				deepEqual(publicationStates(stage.n8n.userFolder, workflowId), ['activated']);
			});
		},
		stop: async () => await server.stop(),
	};
}
