import type { ImapFlow } from 'imapflow';
import { HelpdeskError } from '../errors';
import { farewell, follow } from './closing';
import { commandProblem } from './commandProblems';
import { connect } from './connect';
import { createConnection, offers } from './connection';
import { openFolder } from './folders';
import { readFailure } from './imapFailure';
import { accountName, type MailboxAccount } from './MailboxAccount';
import type { MailboxError } from './MailboxError';
import type { FolderWatcher } from './MailboxSession';
import { PULSE, type Pulse } from './noop';

export interface FolderListener {
	/** Messages came in. Called at every announcement, so look once for many. */
	changed(): void;
	/** The watcher is dead and its connection closed; called once, and not after `close()`. */
	ended(problem: MailboxError): void;
}

/** A server that ends IDLE at once would otherwise be asked without a pause. */
const BETWEEN_IDLES_MS = 100;

/**
 * Watches one folder on a connection of its own. IDLE is left and entered again at every `pulse`: this proves that the server still answers, and
 * stays far below the 29 min after which it may hang up (RFC 2177). IDLE has been asked for when this resolves. What
 * came before that is not announced: look once after it. On a server without IDLE the watcher holds no connection and never calls back, and the scanner's poll finds the mail.
 * Rejects with `MailboxError` when the folder cannot be opened.
 */
export async function watchFolder(account: MailboxAccount, path: string, listener: FolderListener, pulse: Pulse = PULSE): Promise<FolderWatcher> {
	const client = await connect({ ...account, readOnly: true });
	try {
		if (!offers(client, 'IDLE')) {
			await client.logout();
			return { close: async () => undefined };
		}
		await openFolder(createConnection(client, { ...account, readOnly: true }, accountName(account)), path);
	} catch (error) {
		client.close();
		if (error instanceof HelpdeskError) throw error;
		throw commandProblem(readFailure(error), `Watching the folder "${path}"`, client.host, farewell(client));
	}
	return idleOn(client, listener, pulse);
}

function idleOn(client: ImapFlow, listener: FolderListener, { everyMs, answerMs }: Pulse): FolderWatcher {
	const lifetime = follow(client, client.host, (problem) => {
		clearInterval(renewal);
		listener.ended(problem);
	});
	client.on('exists', ({ count, prevCount }) => {
		if (count > prevCount) listener.changed();
	});
	const idle = async () => {
		while (lifetime.alive) {
			const refused = (await client.idle().catch(() => false)) === false;
			await pause(refused ? everyMs : BETWEEN_IDLES_MS);
		}
	};
	// imapflow sends DONE before any command; the loop above then enters IDLE again.
	const renewal = setInterval(() => void lifetime.proveAlive(answerMs).catch(() => undefined), everyMs);
	renewal.unref();
	void idle();
	return {
		async close() {
			clearInterval(renewal);
			await lifetime.close();
		},
	};
}

async function pause(ms: number): Promise<void> {
	await new Promise<void>((resolve) => {
		setTimeout(resolve, ms).unref();
	});
}
