import type { ImapFlow } from 'imapflow';
import { connectionLost } from './commandProblems';
import { quoteServer } from './imapFailure';
import { MailboxError } from './MailboxError';
import { noop } from './noop';

const POLITE_MS = 2_000;

export interface Lifetime {
	readonly alive: boolean;
	/** NOOP; a connection that does not answer is closed, and `ended` hears why. Rejects as `noop` does. */
	proveAlive(answerMs: number): Promise<void>;
	/** Says LOGOUT and closes, within two seconds; afterwards `ended` is not called any more. Never rejects. */
	close(): Promise<void>;
}

/** Follows a connection to its end. `ended` is called at most once, and only when it was not our own `close`. */
export function follow(client: ImapFlow, host: string, ended: (problem: MailboxError) => void): Lifetime {
	let closing: Promise<void> | null = null;
	let reason: MailboxError | null = null;
	client.once('close', () => {
		if (!closing) ended(reason ?? connectionLost(host, farewell(client)));
	});
	return {
		get alive() {
			return !closing && client.usable && !client.isClosed;
		},
		async proveAlive(answerMs) {
			try {
				await noop(client, host, answerMs);
			} catch (error) {
				if (error instanceof MailboxError) reason ??= error;
				client.close();
				throw error;
			}
		},
		close() {
			closing ??= logout(client);
			return closing;
		},
	};
}

/** What the server said in its BYE. */
export function farewell(client: ImapFlow): string {
	return quoteServer(client.byeReason ?? '', []);
}

async function logout(client: ImapFlow): Promise<void> {
	if (!client.isClosed) {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, POLITE_MS);
		});
		await Promise.race([client.logout().catch(() => undefined), late]);
		clearTimeout(timer);
	}
	client.close();
}
