import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailboxAccount } from '../../helpdesk/mailbox/MailboxAccount';
import type { DeliveryOutcome, ScannedMessage, ScannerHealth, ScannerSettings } from '../../helpdesk/scanner/Scanner';
import { startScanner, type RunningScanner } from '../../helpdesk/scanner/startScanner';
import { createJournal } from '../../helpdesk/store/createJournal';
import type { Journal } from '../../helpdesk/store/Journal';
import { openStore } from '../../helpdesk/store/openStore';
import { createTicketSigner } from '../../helpdesk/conversation/signedId';
import { startDovecot, type DovecotOptions, type DovecotServer } from './dovecot';
import { accountsOn } from './mailServer';

/** A scanner with a real journal; the workflow is a function of the test. */
export interface Scanning {
	journal: Journal;
	/** Subjects of every execution, in order; those of one execution joined by a comma. */
	executions: string[];
	healths: ScannerHealth[];
	quarantined: string[];
	/** How long intake rests when the world is at fault; for the next `start`. */
	firstPauseMs: number;
	/** What the workflow does; succeeds unless replaced. */
	workflow: (messages: ScannedMessage[]) => Promise<DeliveryOutcome>;
	/** Replaces what it is given of the journal, to make it fail; `another` is a mailbox to scan instead. */
	start(settings?: Partial<ScannerSettings>, faulty?: Partial<Journal>, another?: MailboxAccount): Promise<RunningScanner>;
	until(condition: () => boolean | Promise<boolean>, what: string, ms?: number): Promise<void>;
	/** Whether nothing is left to do: what was found is acknowledged or put aside. */
	settled(): Promise<boolean>;
	stop(): Promise<void>;
}

/** A scanner on a real Dovecot. */
export interface ScannerRun extends Scanning {
	server: DovecotServer;
	subjects(folder: string): string[];
}

/** What the scanner knows of the help desk. */
export const KNOWLEDGE = { signer: createTicketSigner(Buffer.alloc(32, 1)), systemId: 'test', ownAddresses: [] };

export const SCOPE = 'workflow|node|alice|localhost|alice@example.com';

export async function startScannerRun(options: DovecotOptions = {}): Promise<ScannerRun> {
	const server = await startDovecot(options);
	if (!server) throw new Error('no Dovecot');
	const scanning = await startScanning(() => accountsOn(server.port)());
	return Object.assign(scanning, {
		server,
		subjects: (name: string) => server.messages(name).map(({ subject }) => subject),
		stop: after(async () => server.thaw(), scanning.stop, server.stop),
	});
}

function after(...steps: Array<() => Promise<void>>): () => Promise<void> {
	return async () => {
		for (const step of steps) await step();
	};
}

/** A scanner on the mailbox of this account, which is asked for at every connect. */
export async function startScanning(account: () => MailboxAccount): Promise<Scanning> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-scanner-'));
	const store = await openStore({ file: join(folder, 'a.sqlite') });
	const journal = createJournal(store);
	const scanners: RunningScanner[] = [];
	const run: Scanning = {
		journal,
		executions: [],
		healths: [],
		quarantined: [],
		firstPauseMs: 1_000,
		workflow: async () => ({ ok: true }),
		async start(settings = {}, faulty = {}, another) {
			const scanner = startScanner({
				settings: { ...DEFAULTS, ...settings },
				account: async () => another ?? account(),
				knowledge: KNOWLEDGE,
				journal: { ...journal, ...faulty },
				host: {
					async deliver(messages) {
						run.executions.push(messages.map(({ email }) => email.subject).join(','));
						return await run.workflow(messages);
					},
					quarantined: ({ email }) => void run.quarantined.push(email?.subject ?? ''),
					health: (state) => void run.healths.push(state),
				},
				now: () => new Date(),
				random: () => 0.5,
				firstPauseMs: run.firstPauseMs,
			});
			scanners.push(scanner);
			await scanner.firstLook;
			return scanner;
		},
		async until(condition, what, ms = 90_000) {
			const end = Date.now() + ms;
			while (!(await condition())) {
				if (Date.now() > end) throw new Error(`Waited in vain: ${what}; executions: ${run.executions.join(' | ')}`);
				await new Promise((resolve) => setTimeout(resolve, 30));
			}
		},
		async settled() {
			const { waiting, running, acknowledging } = await journal.counts(SCOPE, new Date().toISOString());
			return waiting + running + acknowledging === 0;
		},
		async stop() {
			await Promise.all(scanners.map((scanner) => scanner.stop()));
			await store.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return run;
}

const DEFAULTS: ScannerSettings = {
	scope: SCOPE,
	name: 'Support',
	folders: ['INBOX'],
	scan: 'new',
	firstStart: 'only-new',
	once: 'mailbox',
	afterSuccess: { kind: 'mark-read' },
	concurrency: 5,
	messagesPerExecution: 1,
	connections: 2,
	pollSeconds: 1,
	maxBytes: 1_000_000,
	retrySeconds: [0.5, 0.5],
	quarantineFolder: '',
	keepSource: false,
	trustedAuthserv: [],
	ignoreNodeFailures: false,
	alarmAfterHours: 0,
};
