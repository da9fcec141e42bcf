import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmtpSink, type SmtpSink } from '../../runner/smtpSink';
import { openHelpdeskFile, type HelpdeskFile } from '../../test/e2e/helpdeskFile';
import { N8N_BIN } from '../../test/e2e/installN8n';
import { SUPPORT } from '../../test/e2e/mails';
import { signIn, type N8nClient } from '../../test/e2e/n8nClient';
import { startN8n } from '../../test/e2e/n8nServer';
import { installInto, packPackage } from '../../test/e2e/packedPackage';
import { waitUntil } from '../../test/e2e/processes';
import { imapData, PASSWORD, shippedWorkflow, smtpData, triggerOf } from '../../test/e2e/stage';
import { startDovecot, type DovecotServer } from '../../test/support/dovecot';
import { rounded, type Figures } from '../figures';
import { benchMail } from './mails';

const PATIENCE_MS = 600_000;
/** The first messages pay for what n8n and the nodes load once. */
const WARM_UP_SHARE = 0.1;

/**
 * Messages per second through the shipped workflow in a real n8n: read, filed as ticket, contact and files, answered by mail (to a server on this
 * machine) and moved in the mailbox; one message per execution, and fifty. Without the n8n of the end-to-end test nothing is measured.
 */
export async function measureEndToEnd(messages: number, say: (line: string) => void): Promise<Figures> {
	if (!existsSync(N8N_BIN)) {
		say('Not measured: messages per second through a real n8n, because it is not installed here (npm run e2e:install).');
		return {};
	}
	say(`${messages} mixed messages through the two-rule workflow in a real n8n`);
	return {
		'intake.end_to_end_per_s': await rateOf(messages, 1, say),
		'intake.end_to_end_batch_per_s': await rateOf(messages, 50, say),
	};
}

/** Everything anew for each rate: what lies in mailbox, store and n8n from another run would slow this one. */
async function rateOf(messages: number, perExecution: number, say: (line: string) => void): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-n8n-'));
	const server = await startDovecot({ users: { [SUPPORT]: PASSWORD } });
	if (server === null) throw new Error('The benchmark needs a Dovecot.');
	const sink = await startSmtpSink();
	try {
		installInto(folder, packPackage(folder));
		const n8n = await startN8n(folder);
		try {
			const seconds = await timed({ client: await signIn(n8n.url), server, sink, helpdesk: openHelpdeskFile(folder) }, messages, perExecution);
			const rate = rounded((messages * (1 - WARM_UP_SHARE)) / seconds);
			say(`  ${perExecution === 1 ? 'one per execution' : `${perExecution} per execution`}: ${rate} messages/s, ${sink.messages.length} answers sent`);
			return rate;
		} finally {
			await n8n.stop();
		}
	} finally {
		await Promise.all([sink.stop(), server.stop()]);
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Bench {
	client: N8nClient;
	server: DovecotServer;
	sink: SmtpSink;
	helpdesk: HelpdeskFile;
}

/** Seconds from the end of the warm-up to the last message, with all of them waiting in the mailbox from the start. */
async function timed({ client, server, sink, helpdesk }: Bench, messages: number, perExecution: number): Promise<number> {
	for (let index = 0; index < messages; index += 1) server.deliver('INBOX', benchMail(index));
	await client.createCredential({ name: 'Support mailbox', type: 'mailHelpdeskImapApi', data: imapData(server.port) });
	await client.createCredential({ name: 'Support outgoing mail', type: 'mailHelpdeskSmtpApi', data: smtpData(sink.port) });
	const workflow = shippedWorkflow();
	Object.assign(triggerOf(workflow), { firstStart: 'everything', options: { messagesPerExecution: perExecution } });
	await client.activate(await client.importWorkflow(workflow));
	let warmAt = 0;
	let warm = 0;
	return await waitUntil(
		`${messages} handled messages`,
		() => {
			const handled = helpdesk.handled();
			if (warmAt === 0 && handled >= messages * WARM_UP_SHARE) [warmAt, warm] = [performance.now(), handled];
			if (handled < messages) return undefined;
			const seconds = (performance.now() - warmAt) / 1000;
			// A batch may carry the count past the end of the warm-up; what came with it counts on neither side.
			return (seconds * messages * (1 - WARM_UP_SHARE)) / (messages - warm);
		},
		PATIENCE_MS,
		50,
	);
}
