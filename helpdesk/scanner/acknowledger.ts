import { MailboxError } from '../mailbox/MailboxError';
import type { MailboxSession } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage } from '../store/Journal';
import { acknowledge, type Acknowledging } from './acknowledge';

export interface Acknowledger {
	/** True when it is done; false when the mailbox refuses it, which is tried again later. Rejects when the connection or the store fails. */
	one(session: MailboxSession, message: JournalMessage): Promise<boolean>;
	/** Those that an earlier process, connection or refusal has left. */
	pending(session: MailboxSession, isInHand: (message: JournalMessage) => boolean): Promise<void>;
}

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** So that a mailbox which refuses everything does not keep new mail waiting. */
const PER_TURN = 50;

/** Acknowledges messages, and remembers what the mailbox refused: one refusal neither pauses intake nor is it asked for again at once. */
export function createAcknowledger(
	settings: Acknowledging,
	journal: Journal,
	now: () => Date,
	trouble: (about: string, problem: string) => void,
): Acknowledger {
	const refused = new Map<string, { until: number; wait: number }>();
	const idOf = ({ folder, uidValidity, uid }: JournalMessage) => `${folder}\n${uidValidity}\n${uid}`;

	const one = async (session: MailboxSession, message: JournalMessage): Promise<boolean> => {
		const id = idOf(message);
		try {
			await acknowledge(session, journal, settings, message, now);
		} catch (error) {
			if (!(error instanceof MailboxError) || !session.alive) throw error;
			const wait = Math.min(LONGEST_WAIT_MS, (refused.get(id)?.wait ?? FIRST_WAIT_MS / 2) * 2);
			refused.set(id, { until: now().getTime() + wait, wait });
			trouble('acknowledging', `A handled message could not be tidied away: ${error.message} ${error.remedy}`.trim());
			return false;
		}
		refused.delete(id);
		if (refused.size === 0) trouble('acknowledging', '');
		return true;
	};

	return {
		one,
		async pending(session, isInHand) {
			const waiting = await journal.inState(settings.scope, 'acknowledging');
			const mayBeTried = (message: JournalMessage) => !isInHand(message) && (refused.get(idOf(message))?.until ?? 0) <= now().getTime();
			for (const message of waiting.filter(mayBeTried).slice(0, PER_TURN)) await one(session, message);
		},
	};
}
