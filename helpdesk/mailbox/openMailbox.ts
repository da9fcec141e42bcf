import { HelpdeskError } from '../errors';
import { append } from './append';
import { farewell, follow } from './closing';
import { commandProblem, connectionLost } from './commandProblems';
import { connect } from './connect';
import { createConnection, createQueue } from './connection';
import { fetchArrivals, fetchEnvelopes } from './fetchEnvelopes';
import { fetchSource } from './fetchSource';
import { fetchSpooled } from './fetchSpooled';
import { findUids } from './findUids';
import { listFolders, openFolder } from './folders';
import { folderStatus } from './folderStatus';
import { readFailure } from './imapFailure';
import { accountName, type MailboxAccount } from './MailboxAccount';
import type { MailboxError } from './MailboxError';
import type { MailboxSession } from './MailboxSession';
import { PULSE, type Pulse } from './noop';
import { createReadAhead } from './readAhead';
import { tidy } from './tidy/tidy';

export interface OpenMailboxOptions {
	/** Called once when the connection ends by itself; not after `close()`. */
	onClosed?: (problem: MailboxError) => void;
	/** For connecting and signing in together; 30 s by default. */
	connectTimeoutMs?: number;
	/** A session that nobody uses says NOOP this often, so that a dead line is noticed and a quiet one is not cut. */
	pulse?: Pulse;
}

/**
 * Signs in and returns a session for work by command; it never begins IDLE. Rejects with `MailboxError` (codes there), whose fault says whether
 * it may pass by itself.
 */
export async function openMailbox(account: MailboxAccount, options: OpenMailboxOptions = {}): Promise<MailboxSession> {
	const { everyMs, answerMs } = options.pulse ?? PULSE;
	const client = await connect(account, options.connectTimeoutMs);
	const { host } = client;
	const connection = createConnection(client, account, accountName(account));
	const readAhead = createReadAhead(connection);
	const queue = createQueue();
	const large = createQueue();
	const lifetime = follow(client, host, (problem) => {
		clearInterval(keepAlive);
		options.onClosed?.(problem);
	});
	const keepAlive = setInterval(() => {
		if (!queue.busy()) void lifetime.proveAlive(answerMs).catch(() => undefined);
	}, everyMs);
	keepAlive.unref();

	const run = async <T>(what: string, task: () => Promise<T>): Promise<T> =>
		await queue.run(async () => {
			if (!lifetime.alive) throw connectionLost(host, farewell(client));
			try {
				return await task();
			} catch (error) {
				if (error instanceof HelpdeskError) throw error;
				throw commandProblem(readFailure(error), what, host, farewell(client));
			}
		});

	/** Its failure is told to whoever asks for one of the messages. */
	const bring = (batch: (() => Promise<void>) | null) => {
		if (batch) void run('Reading the messages', batch).catch(() => readAhead.abandon());
	};

	return {
		account: connection.name,
		get alive() {
			return lifetime.alive;
		},
		listFolders: () => run('Listing the folders', () => listFolders(connection)),
		openFolder: (path) => run('Opening the folder', () => openFolder(connection, path)),
		folderStatus: (path) => run('Asking for news of the folder', () => folderStatus(connection, path)),
		findUids: (path, query) => run('Searching the folder', () => findUids(connection, path, query)),
		fetchEnvelopes: (path, uids) => run('Reading the list of messages', () => fetchEnvelopes(connection, path, uids)),
		fetchArrivals: (path, uids) => run('Reading the list of messages', () => fetchArrivals(connection, path, uids)),
		async fetchSource(path, uid, maxBytes, spooling) {
			const inTurn = async <T>(task: () => Promise<T>): Promise<T> => await run('Reading the message', task);
			let message = lifetime.alive ? await readAhead.take(path, uid) : null;
			if (!message) {
				bring(readAhead.startAt(path, uid, Math.min(maxBytes, spooling?.over ?? maxBytes)));
				message = await readAhead.take(path, uid);
			}
			message ??= spooling ? await fetchSpooled(connection, path, uid, maxBytes, spooling, { inTurn, alone: large.run }) : null;
			message ??= await inTurn(() => fetchSource(connection, path, uid, maxBytes));
			// While these messages are handled, the next ones are on their way: the line is not idle.
			bring(readAhead.readOn());
			return message;
		},
		tidy: (target, action) => {
			const forget = () => readAhead.forget(target.folder, target.uid);
			forget();
			return run('Changing the mailbox', () => {
				// Once more: what was on its way may have come in between.
				forget();
				return tidy(connection, target, action);
			});
		},
		append: (path, source, flags, options) => run('Storing the message', () => append(connection, path, source, flags, options)),
		async noop(timeoutMs) {
			if (!lifetime.alive) throw connectionLost(host, farewell(client));
			await lifetime.proveAlive(timeoutMs);
		},
		async close() {
			clearInterval(keepAlive);
			await lifetime.close();
		},
	};
}
