import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmtpSink } from '../../runner/smtpSink';
import { dovecotMissing, startDovecot } from '../support/dovecot';
import { checkBacklog } from './checkBacklog';
import { checkEndings } from './checkEndings';
import { checkFiles, checkPruning, PRUNING } from './checkFiles';
import { beginOutage } from './checkOutage';
import { checkPanels } from './checkPanels';
import { checkQueueMode, queueModeMissing } from './checkQueueMode';
import { createChecks } from './checks';
import { openHelpdeskFile } from './helpdeskFile';
import { installN8n } from './installN8n';
import { mail, SUPPORT } from './mails';
import { signIn } from './n8nClient';
import { startN8n } from './n8nServer';
import { installInto, packPackage } from './packedPackage';
import { openEditor, type Picture } from './pictures';
import { PANELS } from './panelsWorkflow';
import { waitUntil } from './processes';
import { imapData, PASSWORD, ROOT, shippedWorkflow, smtpData, type Stage } from './stage';

/**
 * `npm run e2e`: the tarball of `npm pack` in a real n8n, a real Dovecot, the shipped workflow, and n8n's editor in a real browser.
 * With `--update-pictures` the photographs replace those in `docs/images`; otherwise they are only looked at. `--only panels` or `--only endings` runs that stage alone, and
 * `--pictures FOLDER` keeps the photographs of the panels.
 */

const PACKAGE = 'n8n-nodes-mail-helpdesk';
/** The six nodes of the shipped workflow, and under which name the shipped workflow shows each. */
const NODES = {
	imapScannerTrigger: 'IMAP Scanner Trigger',
	ruleFilter: 'Rule Filter',
	createContactIfNotExists: 'Create Contact If Not Exists',
	createOrUpdateTicket: 'Create/Update Ticket',
	moveOrDeleteMessage: 'Move to Handled',
	renderHelpdeskTemplate: 'Acknowledge New Ticket',
};

const temporary = mkdtempSync(join(tmpdir(), 'mh-e2e-'));
const { check, close } = createChecks();

async function main(): Promise<void> {
	const missing = dovecotMissing();
	if (missing !== '') throw new Error(missing);
	await installN8n(console.log);
	const tarball = packPackage(temporary);
	if (argument('--only') !== undefined) return await checkOneN8n(tarball);
	// Side by side: most of both is waiting.
	const both = await Promise.allSettled([checkOneN8n(tarball), checkQueues(tarball)]);
	for (const each of both) if (each.status === 'rejected') throw each.reason;
}

async function checkOneN8n(tarball: string): Promise<void> {
	const userFolder = join(temporary, 'n8n');
	installInto(userFolder, tarball);
	const dovecot = await startDovecot({ users: { [SUPPORT]: PASSWORD } });
	if (dovecot === null) throw new Error('Dovecot did not start.');
	const sink = await startSmtpSink();
	const n8n = await startN8n(userFolder);
	const stage: Stage = { n8n, client: await signIn(n8n.url), dovecot, sink, helpdesk: openHelpdeskFile(userFolder) };
	try {
		if (argument('--only') === 'panels') return await checkPanels(check, stage, panelPictures());
		if (argument('--only') === 'endings') return await checkEndings(check, stage);
		await checkPackage(stage);
		const workflowId = await checkWorkflow(stage);
		const before = await checkFiles(check, stage, workflowId);
		await checkRestart(stage, workflowId);
		await checkPruning(check, stage, workflowId, before);
		await checkBacklog(check, stage);
		const outage = await beginOutage(check, stage);
		try {
			await checkEditor(stage, workflowId);
			await checkPanels(check, stage, panelPictures());
			await checkEndings(check, stage);
			await outage.end();
		} finally {
			await outage.stop();
		}
	} finally {
		await Promise.allSettled([stage.n8n.stop(), sink.stop(), dovecot.stop()]);
	}
}

function argument(name: string): string | undefined {
	const at = process.argv.indexOf(name);
	return at < 0 ? undefined : process.argv[at + 1];
}

function panelPictures(): { folder: string; updatePictures: boolean } {
	return { folder: argument('--pictures') ?? join(temporary, 'panels'), updatePictures: process.argv.includes('--update-pictures') };
}

async function checkQueues(tarball: string): Promise<void> {
	const missing = queueModeMissing();
	if (missing === '') return await checkQueueMode(check, temporary, tarball);
	console.log(`not checked here: queue mode (${missing})`);
	// Only where everything should be there is it a fault that something is not.
	if (process.env['CI'] === 'true') await check('queue mode can be checked', () => equal(missing, ''));
}

async function checkPackage({ client, dovecot, sink }: Stage): Promise<void> {
	await check('n8n knows all ten nodes of the installed tarball', async () => {
		const wanted = [...new Set([...Object.keys(NODES), ...PANELS.map(({ type }) => type)])];
		equal(wanted.length, 10);
		const known = (await client.nodeTypes()).map(({ name }) => name);
		deepEqual(wanted.filter((node) => !known.includes(`${PACKAGE}.${node}`)), []);
	});
	const [imapHere, smtpHere] = [imapData(dovecot.port), smtpData(sink.port)];
	// Named as the note in the shipped workflow asks for.
	const imap = await client.createCredential({ name: 'Support mailbox', type: 'mailHelpdeskImapApi', data: imapHere });
	const smtp = await client.createCredential({ name: 'Support outgoing mail', type: 'mailHelpdeskSmtpApi', data: smtpHere });
	await check("the IMAP credential's test button succeeds", async () => equal((await client.testCredential(imap, imapHere)).status, 'OK'));
	await check("the SMTP credential's test button succeeds", async () => equal((await client.testCredential(smtp, smtpHere)).status, 'OK'));
	await check('with a wrong password it says what is wrong', async () => {
		const { status, message } = await client.testCredential(imap, { ...imapHere, password: 'wrong' });
		equal(status, 'Error');
		match(message, /password|sign/i);
	});
}

async function checkWorkflow({ client, dovecot, sink, helpdesk }: Stage): Promise<string> {
	const workflowId = await client.importWorkflow(shippedWorkflow());
	await client.activate(workflowId);
	await check('the shipped workflow is imported and activated, and its trigger opens the mailbox', async () => {
		await waitUntil('the trigger to look into INBOX', () => helpdesk.isScanned('INBOX') || undefined, 120_000);
	});

	const deliver = async (source: string) => {
		const before = helpdesk.handled();
		dovecot.deliver('INBOX', source);
		await waitUntil('the message to be handled', () => helpdesk.handled() > before || undefined, 120_000);
	};

	await check('a mail becomes a contact and a ticket, and is answered with the ticket number', async () => {
		await deliver(mail({ id: 'question', from: 'Jana Example <jana@customer.example>', subject: 'The printer is on fire', text: 'Please help.\nJana' }));
		const [ticket] = helpdesk.tickets();
		equal(ticket?.title, 'The printer is on fire');
		equal(ticket.contact, 'jana@customer.example');
		const answer = await sink.waitFor((sent) => sent.to.includes('jana@customer.example'), 120_000);
		equal(answer.inReplyTo, '<question@customer.example>');
		match(answer.subject, new RegExp(`\\[ Ticket Id : \\d+ \\] The printer is on fire$`));
	});
	await check("the customer's reply becomes a comment on the same ticket", async () => {
		const answer = sink.messages[0];
		ok(answer, 'there was no answer to reply to');
		const headers = { 'In-Reply-To': answer.messageId, References: `<question@customer.example> ${answer.messageId}` };
		await deliver(mail({ id: 'reply', from: 'Jana Example <jana@customer.example>', subject: `Re: ${answer.subject}`, text: 'It is out now.\n\n> Thank you', headers }));
		const tickets = helpdesk.tickets();
		equal(tickets.length, 1);
		match(tickets[0]?.comments.at(-1)?.text ?? '', /It is out now/);
	});
	await check('a mail without a subject becomes a ticket too', async () => {
		await deliver(mail({ id: 'no-subject', from: 'pekka@customer.example', text: 'Nothing works.' }));
		equal(helpdesk.tickets().length, 2);
	});
	await check('an out-of-office is not answered and makes no ticket', async () => {
		const sentBefore = sink.messages.length;
		const headers = { 'Auto-Submitted': 'auto-replied' };
		await deliver(mail({ id: 'away', from: 'away@customer.example', subject: 'Out of office', text: 'I am away until Monday.', headers }));
		equal(helpdesk.tickets().length, 2);
		equal(sink.messages.length, sentBefore);
	});
	await check('the same message again has no second effect', async () => {
		const [tickets, sent] = [helpdesk.tickets(), sink.messages.length];
		dovecot.deliver('INBOX', mail({ id: 'question', from: 'Jana Example <jana@customer.example>', subject: 'The printer is on fire', text: 'Please help.\nJana' }));
		dovecot.deliver('INBOX', mail({ id: 'after-it', from: 'jana@customer.example', subject: 'One more', text: 'Something else.' }));
		await waitUntil('the message after it', () => helpdesk.tickets().some(({ title }) => title === 'One more') || undefined, 120_000);
		equal(helpdesk.tickets().length, tickets.length + 1);
		await sink.waitFor((mailSent) => mailSent.subject.endsWith('One more'), 120_000);
		equal(sink.messages.length, sent + 1);
	});
	await check('no message is left unread in INBOX', async () => {
		await waitUntil('all messages to be read or moved', () => dovecot.messages('INBOX').every(({ flags }) => flags.includes('\\Seen')) || undefined, 120_000);
	});
	await check('every execution succeeded', async () => {
		const executions = await waitUntil(
			'the end of all executions',
			async () => {
				const all = await client.executions(workflowId);
				return all.some(({ status }) => status === 'running' || status === 'new') ? undefined : all;
			},
			120_000,
		);
		ok(executions.length >= 5, `only ${executions.length} executions`);
		const failed = executions.filter(({ status }) => status !== 'success');
		deepEqual(await Promise.all(failed.map(async ({ id }) => await client.failureOf(id))), []);
	});
	return workflowId;
}

async function checkRestart(stage: Stage, workflowId: string): Promise<void> {
	await check('mail that arrives while n8n is down is handled once after its start', async () => {
		const before = stage.helpdesk.tickets().length;
		await stage.n8n.stop();
		stage.dovecot.deliver('INBOX', mail({ id: 'while-down', from: 'pekka@customer.example', subject: 'While you were out', text: 'Hello?' }));
		stage.n8n = await startN8n(stage.n8n.userFolder, PRUNING);
		stage.client = await signIn(stage.n8n.url);
		await waitUntil('the ticket', () => stage.helpdesk.tickets().some(({ title }) => title === 'While you were out') || undefined, 120_000);
		equal(stage.helpdesk.tickets().length, before + 1);
		ok((await stage.client.executions(workflowId)).every(({ status }) => status === 'success' || status === 'running'));
	});
}

async function checkEditor({ n8n, client, dovecot, helpdesk, sink }: Stage, workflowId: string): Promise<void> {
	const folder = process.argv.includes('--update-pictures') ? join(ROOT, 'docs', 'images') : join(temporary, 'pictures');
	await client.deactivate(workflowId);
	dovecot.deliver('INBOX', mail({ id: 'by-hand', from: 'Eva Example <eva@customer.example>', subject: 'Where is my order?', text: 'Order 4711 has not arrived.' }));
	const editor = await openEditor(n8n, client, workflowId, folder);
	const pictures: Picture[] = [];
	try {
		const [tickets, sent] = [helpdesk.tickets().length, sink.messages.length];
		await check('executed by hand in the editor, the workflow runs and changes nothing', async () => {
			await editor.execute();
			equal(helpdesk.tickets().length, tickets);
			equal(sink.messages.length, sent);
			ok(dovecot.messages('INBOX').some(({ source, flags }) => source.includes('<by-hand@') && !flags.includes('\\Seen')), 'the message was touched');
		});
		await check("the workflow and every node's panel open in the editor", async () => {
			pictures.push(await editor.photographWorkflow('workflow'));
			for (const [type, name] of Object.entries(NODES)) pictures.push(await editor.photographNode(name, type));
		});
		await check('none of the pictures is blank', () => deepEqual(pictures.filter(({ colours }) => colours < 100).map(({ name }) => name), []));
		await check('the editor asked no other host for anything', () => deepEqual([...editor.foreignHosts], []));
	} finally {
		await editor.close();
	}
}

main()
	.catch(async (error: unknown) => {
		await check('the end-to-end test comes to its end', () => {
			throw error;
		});
	})
	.finally(() => {
		process.exitCode = close() ? 0 : 1;
		rmSync(temporary, { recursive: true, force: true });
	});
