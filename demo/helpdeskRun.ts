import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedImap } from '../runner/embeddedImap';
import type { WorkflowFile } from '../runner/execution';
import { loadPackage } from '../runner/loadPackage';
import { startSmtpSink } from '../runner/smtpSink';
import { startWorkflow } from '../runner/startWorkflow';
import type { BuiltDomain } from './builtDomain';
import { deliverAll, waitForScanner, type Delivery } from './deliver';
import { collectFinalState, type FinalState } from './finalState';
import type { MailToDeliver } from './mailSources';
import { readSubjects } from './readMailbox';

export interface RunSettings {
	domain: BuiltDomain;
	/** The package: `dist/` and `workflows/` lie in it. */
	root: string;
	/** n8n's user folder. */
	dataFolder: string;
	/** Address of the help desk, from which it answers. */
	address: string;
	mails: MailToDeliver[];
	say(line: string): void;
}

const FOLDER = 'INBOX';
const PASSWORD = 'only-on-this-machine';
const PATIENCE_MS = 120_000;

/**
 * Runs the shipped workflow, unchanged, over the given mails: an IMAP server and an SMTP server on the loopback, n8n's engine, the built nodes.
 * Resolves when every mail is decided or given up, with everything closed again.
 */
export async function runHelpdesk({ domain, root, dataFolder, address, mails, say }: RunSettings): Promise<{ state: FinalState; storeFile: string }> {
	const types = await loadPackage({ dist: join(root, 'dist') });
	const workflow = JSON.parse(readFileSync(join(root, 'workflows', 'two-rule-helpdesk.json'), 'utf8')) as WorkflowFile;
	const file = domain.storeFile({ userFolder: dataFolder, name: 'default' });
	// A data folder may know the mailbox of an earlier run, whose UIDs mean nothing here.
	const uidValidity = Math.floor(Date.now() / 1000);
	const imap = await startEmbeddedImap({ users: { [address]: PASSWORD }, uidValidity });
	const sink = await startSmtpSink();
	const server = { host: '127.0.0.1', security: 'none' };
	const credentials = {
		mailHelpdeskImapApi: { ...server, port: imap.port, user: address, password: PASSWORD, address },
		mailHelpdeskSmtpApi: { ...server, port: sink.port, user: '', password: '', fromAddress: address, fromName: 'Help Desk' },
	};
	try {
		const running = await startWorkflow({ workflow, credentials, types, dataFolder });
		const store = await domain.openStore({ file });
		try {
			const delivery: Delivery = {
				store,
				folder: FOLDER,
				uidValidity,
				runs: running.runs,
				sent: sink.messages,
				append: (source, receivedAt) => imap.append(FOLDER, source, { date: receivedAt ?? new Date() }),
				say,
				patienceMs: PATIENCE_MS,
			};
			await waitForScanner(delivery);
			const messages = await deliverAll(mails, delivery);
			await running.stop();
			const mailbox = await readSubjects({ port: imap.port, user: address, password: PASSWORD });
			return { state: await collectFinalState(domain.createSqlDesk(store), { sent: sink.messages, mailbox, messages }), storeFile: file };
		} finally {
			await running.stop();
			await store.close();
		}
	} finally {
		await sink.stop();
		await imap.stop();
	}
}
