import type { ImapFlow } from 'imapflow';
import { connectionLost } from './commandProblems';
import { MailboxError } from './MailboxError';

/** How a connection that says nothing is asked whether it still lives. */
export interface Pulse {
	everyMs: number;
	/** Without an answer for this long it is given up. */
	answerMs: number;
}

/** A dead line is noticed within 85 s. */
export const PULSE: Pulse = { everyMs: 60_000, answerMs: 25_000 };

/**
 * One round trip. Rejects with `TIMEOUT` when not one byte came back within `timeoutMs` (a long answer to an earlier command counts as a
 * sign of life), with `CONNECTION_LOST` when the connection ended. imapflow's own `noop()` hides both. Closes nothing: see `Lifetime.proveAlive`.
 */
export async function noop(client: ImapFlow, host: string, timeoutMs: number): Promise<void> {
	const answered = client.noop().then(
		() => true,
		() => true,
	);
	let received = client.stats().received;
	for (;;) {
		if (await Promise.race([answered, after(timeoutMs)])) break;
		if (client.stats().received === received) {
			throw new MailboxError('TIMEOUT', `${host} no longer answers.`, { fault: 'world', remedy: 'The connection is made anew by itself.' });
		}
		received = client.stats().received;
	}
	if (client.isClosed) throw connectionLost(host, '');
}

async function after(ms: number): Promise<false> {
	return await new Promise((resolve) => {
		setTimeout(() => resolve(false), ms).unref();
	});
}
