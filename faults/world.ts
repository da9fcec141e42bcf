import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { WorkflowFile } from '../runner/execution';
import { dovecotMissing, startDovecot, type DovecotServer } from '../test/support/dovecot';
import { startChild, type Child, type ChildSetting } from './childProcess';
import { openEyes, type Eyes } from './lookInto';
import { ELSEWHERE, INBOX, SECOND, type PlannedMail } from './mails';
import { startOutgoing, type OutgoingServer } from './outgoing';
import { startProxy, type Proxy } from './proxy';
import type { Random } from './random';

/** Everything that one run has for itself. */
export interface World {
	random: Random;
	quick: boolean;
	dovecot: DovecotServer;
	proxy: Proxy;
	outgoing: OutgoingServer;
	eyes: Eyes;
	storeFile: string;
	/** What the next child is started with; faults change it. */
	setting: ChildSetting;
	/** In the order of delivery; faults change it before the start. */
	mails: PlannedMail[];
	disturbed: boolean;
	/** Set by faults that flip flags. */
	flagsFlipped: boolean;
	/** Messages are deleted, and the trash is removed: where they lie says nothing. */
	binned: boolean;
	/** Kind of write that the database refuses for a while, as `insert on tickets`. */
	refusedWrite: string;
	child(): Child;
	/** Starts a process for the workflow and waits until it listens or has died; with `killAfterMs`, kills it that long after its start. */
	start(killAfterMs?: number): Promise<void>;
	/** Loads a further process in advance, where one will be killed from inside. */
	warmUp(): void;
	/** Kills the process, changes what it is to do, and starts another one. */
	restart(change?: Partial<ChildSetting>, meanwhile?: () => Promise<void>): Promise<void>;
	/** True as soon as `condition` holds; false when it did not within `ms`. */
	until(condition: () => boolean, ms: number, everyMs?: number): Promise<boolean>;
	/** Another mail program's session on the same mailbox, past the proxy. */
	otherProgram<T>(use: (client: ImapFlow) => Promise<T>): Promise<T>;
	stop(): Promise<void>;
}

export interface WorldOptions {
	random: Random;
	quick: boolean;
	childFile: string;
	mails: PlannedMail[];
	keep: boolean;
}

const WORKFLOW = join(__dirname, '..', 'workflows', 'two-rule-helpdesk.json');

export async function openWorld({ random, quick, childFile, mails, keep }: WorldOptions): Promise<World> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-faults-'));
	const [warm, dataFolder] = [join(folder, 'warm'), join(folder, 'data')];
	for (const path of [warm, dataFolder]) mkdirSync(path);
	const dovecot = await startDovecot({ folders: { [SECOND]: '', [ELSEWHERE]: '', Trash: '\\Trash' } });
	if (!dovecot) throw new Error(dovecotMissing());
	let spare = startChild(childFile, warm);
	let child = spare;
	const [proxy, outgoing] = [await startProxy(dovecot.port), await startOutgoing()];
	const storeFile = join(dataFolder, '.n8n', 'mail-helpdesk', 'default.sqlite');
	const eyes = openEyes(dovecot, storeFile);
	let taken = false;
	const world: World = {
		random,
		quick,
		dovecot,
		proxy,
		outgoing,
		eyes,
		storeFile,
		mails,
		disturbed: false,
		flagsFlipped: false,
		binned: false,
		refusedWrite: '',
		setting: {
			workflow: JSON.parse(readFileSync(WORKFLOW, 'utf8')) as WorkflowFile,
			dataFolder,
			imap: { host: '127.0.0.1', port: proxy.port, security: 'none', user: 'alice', password: 'secret', address: 'support@example.com' },
			smtp: { host: '127.0.0.1', port: outgoing.port, security: 'none', user: '', password: '', fromAddress: 'support@example.com', fromName: '' },
			folders: [INBOX, SECOND],
			firstStart: 'only-new',
			activation: 'activate',
			kill: null,
			failing: null,
			continueOnFail: '',
		},
		child: () => child,
		async start(killAfterMs) {
			world.warmUp();
			child = spare;
			taken = true;
			await child.ready;
			const begun = child.begin(world.setting);
			if (killAfterMs !== undefined) {
				await sleep(killAfterMs);
				await child.kill();
			}
			await begun;
			world.setting.activation = 'init';
		},
		warmUp() {
			if (taken) spare = startChild(childFile, warm);
			taken = false;
		},
		async restart(change = {}, meanwhile = async () => undefined) {
			world.warmUp();
			await child.kill();
			await meanwhile();
			Object.assign(world.setting, change);
			await world.start();
		},
		async until(condition, ms, everyMs = 5) {
			const end = Date.now() + ms;
			while (!condition()) {
				if (Date.now() > end) return false;
				await sleep(everyMs);
			}
			return true;
		},
		async otherProgram(use) {
			const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, doSTARTTLS: false, auth: { user: 'alice', pass: 'secret' }, logger: false });
			client.on('error', () => undefined);
			await client.connect();
			try {
				return await use(client);
			} finally {
				await client.logout().catch(() => client.close());
			}
		},
		async stop() {
			await Promise.all([child.kill(), spare.kill()]);
			eyes.close();
			await Promise.all([proxy.stop(), outgoing.stop()]);
			await dovecot.stop();
			if (!keep) rmSync(folder, { recursive: true, force: true });
		},
	};
	return world;
}
