import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONVERSATION } from '../demo/conversation';
import { composeMail } from '../demo/mailTemplate';
import { startEmbeddedImap, type EmbeddedImap } from '../runner/embeddedImap';
import { startSmtpSink, type SmtpSink } from '../runner/smtpSink';
import { openHelpdeskFile } from '../test/e2e/helpdeskFile';
import { installN8n } from '../test/e2e/installN8n';
import { OWNER, signIn, type Workflow } from '../test/e2e/n8nClient';
import { startN8n } from '../test/e2e/n8nServer';
import { installInto, packPackage } from '../test/e2e/packedPackage';
import { waitUntil } from '../test/e2e/processes';

/**
 * `npm run editor`: the real n8n with this package, a mailbox that gets a mail every minute, and the shipped workflow at work, to look at in a browser.
 * Everything runs on this machine and ends with Ctrl-C. What n8n and the help desk wrote stays in `.editor/` until the next start.
 */

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.editor');
const ADDRESS = 'support@nordlicht.example';
const PASSWORD = 'only-on-this-machine';
const EVERY_MS = 60_000;

async function main(): Promise<void> {
	const stop = stopSignal();
	await installN8n(console.log);
	rmSync(FOLDER, { recursive: true, force: true });
	installInto(FOLDER, packPackage(FOLDER));
	console.log('Starting n8n (15 to 60 seconds)');
	const imap = await startEmbeddedImap({ users: { [ADDRESS]: PASSWORD } });
	const sink = await startSmtpSink();
	try {
		const n8n = await startN8n(FOLDER);
		try {
			const workflowId = await setUp(n8n.url, imap, sink);
			const helpdesk = openHelpdeskFile(FOLDER);
			await waitUntil('the trigger to open the mailbox', () => stop.aborted || helpdesk.isScanned('INBOX') || undefined, 60_000);
			console.log(`\n  Editor    ${n8n.url}/workflow/${workflowId}\n  E-mail    ${OWNER.email}\n  Password  ${OWNER.password}\n\nA new mail comes every minute. Ctrl-C stops everything.\n`);
			await deliverUntil(stop, imap, sink);
		} finally {
			console.log('\nStopping');
			await n8n.stop();
		}
	} finally {
		await Promise.all([imap.stop(), sink.stop()]);
	}
}

async function setUp(url: string, imap: EmbeddedImap, sink: SmtpSink): Promise<string> {
	const client = await signIn(url);
	const server = { host: '127.0.0.1', security: 'none' };
	// Named as the note in the shipped workflow asks for.
	await client.createCredential({ name: 'Support mailbox', type: 'mailHelpdeskImapApi', data: { ...server, port: imap.port, user: ADDRESS, password: PASSWORD } });
	await client.createCredential({ name: 'Support outgoing mail', type: 'mailHelpdeskSmtpApi', data: { ...server, port: sink.port, fromAddress: ADDRESS, fromName: 'Nordlicht Support' } });
	const workflowId = await client.importWorkflow(JSON.parse(readFileSync(join(ROOT, 'workflows', 'two-rule-helpdesk.json'), 'utf8')) as Workflow);
	await client.activate(workflowId);
	return workflowId;
}

/** The demo's conversation over and over. A mail that answers an acknowledgement is made from the one that really came, and left out if none did. */
async function deliverUntil(stop: AbortSignal, imap: EmbeddedImap, sink: SmtpSink): Promise<void> {
	for (let round = 1; ; round += 1) {
		const unique = `${Date.now().toString(36)}-${round}`;
		const idOf = new Map<string, string>();
		for (const { file, what, answers } of CONVERSATION) {
			const acknowledgement = sink.messages.find(({ inReplyTo }) => inReplyTo !== null && inReplyTo === idOf.get(answers ?? '')) ?? null;
			if (answers !== undefined && acknowledgement === null) continue;
			const source = composeMail(readFileSync(join(ROOT, 'demo', 'mails', file), 'utf8'), { unique, now: new Date(), acknowledgement });
			idOf.set(file, /^message-id:\s*(<[^>]+>)/im.exec(source.toString('latin1'))?.[1] ?? '');
			imap.append('INBOX', source);
			console.log(`${new Date().toLocaleTimeString()}  new mail: ${what}`);
			const stopped = await sleep(EVERY_MS, false, { signal: stop }).catch(() => true);
			if (stopped) return;
		}
	}
}

/** Aborted at the first Ctrl-C or request to end. */
function stopSignal(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
	return controller.signal;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
