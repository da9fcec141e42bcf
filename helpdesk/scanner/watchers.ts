import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { MailboxError } from '../mailbox/MailboxError';
import type { FolderWatcher } from '../mailbox/MailboxSession';
import { watchFolder } from '../mailbox/watchFolder';
import { createBackoff } from './backoff';
import { createWakeUp } from './wakeUp';

export interface Watchers {
	/** How many connections sit in IDLE now. */
	count(): number;
	/** Ends all of them; resolves when their connections are closed. Never rejects. */
	close(): Promise<void>;
}

const LONGEST_WAIT_SECONDS = 300;
const CLOSE_MS = 3_000;
/** A watcher that lived for so long was not cut off by a rule of the server. */
const PROVEN_MS = 30_000;
/** A refused sign-in or a full server is not asked again sooner. */
const AFTER_REFUSAL_SECONDS: Record<string, number> = {
	AUTHENTICATION_FAILED: 300,
	LOGIN_DISABLED: 300,
	RECONNECT_NEEDED: 300,
	OAUTH_CLIENT_REFUSED: 300,
	OAUTH_REFUSED: 300,
	TOO_MANY_CONNECTIONS: 600,
	FOLDER_MISSING: 60,
};

/**
 * Keeps one watcher per folder alive, each on its own: a dead one is replaced after a growing wait while the others stay. A refusal, for too many
 * connections or another reason, costs speed and not mail, because the poll still finds everything. `changed` is also called for a folder when its
 * watcher has begun: what came before is not announced.
 */
export function watchFolders(account: MailboxAccount, folders: string[], changed: (folder: string) => void, random: () => number): Watchers {
	let closed = false;
	let open = 0;
	const interrupts: Array<() => void> = [];

	const keep = async (folder: string) => {
		const rest = createWakeUp();
		const backoff = createBackoff({ maxSeconds: LONGEST_WAIT_SECONDS }, random);
		let ended: () => void = () => undefined;
		interrupts.push(() => {
			rest.wake();
			ended();
		});
		while (!isClosed()) {
			let leastWait = 0;
			try {
				const end = new Promise<void>((resolve) => (ended = resolve));
				const watcher = await watchFolder(account, folder, { changed: () => changed(folder), ended: () => ended() });
				await watched(folder, watcher, end, backoff.reset);
			} catch (error) {
				leastWait = (error instanceof MailboxError ? AFTER_REFUSAL_SECONDS[error.code] : 0) ?? 0;
			}
			if (!isClosed()) await rest.sleep(backoff.next(leastWait));
		}
	};

	const watched = async (folder: string, watcher: FolderWatcher, end: Promise<void>, lived: () => void) => {
		open += 1;
		const proof = setTimeout(lived, PROVEN_MS);
		try {
			if (isClosed()) return;
			changed(folder);
			await end;
		} finally {
			clearTimeout(proof);
			await watcher.close();
			open -= 1;
		}
	};

	/** Through a function: it changes while others wait. */
	const isClosed = () => closed;
	const all = Promise.all(folders.map(keep));
	return {
		count: () => open,
		async close() {
			closed = true;
			for (const interrupt of interrupts) interrupt();
			// One that is still connecting closes itself as soon as it is through.
			await Promise.race([all, new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
		},
	};
}
