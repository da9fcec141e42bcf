import type { MailboxIdentity } from '../email/identity';
import { MailboxError } from '../mailbox/MailboxError';
import type { MailboxSession } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage, MessagePlace } from '../store/Journal';
import { idOf } from './queue';
import type { ScannerSettings } from './Scanner';
import { findAt } from './takenAway';

export interface Quarantine {
	/** Moves what is put aside into the quarantine folder. Rejects when the connection or the store fails. */
	tidy(session: MailboxSession, account: MailboxIdentity): Promise<void>;
}

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** So that a mailbox full of bad mail does not keep new mail waiting. */
const PER_TURN = 20;

type Settings = Pick<ScannerSettings, 'scope' | 'quarantineFolder' | 'maxBytes'>;

/**
 * Brings messages that are put aside into their folder. The journal's rows say which they are, so a kill at any point is mended at the next
 * connection: the place is noted before the move and after it, and a message is only believed to be the one when its key is.
 */
export function createQuarantine(settings: Settings, journal: Journal, now: () => Date, trouble: (about: string, problem: string) => void): Quarantine {
	const { scope, quarantineFolder } = settings;
	/** Rows that were seen to; those that the mailbox refused may be tried again later. */
	const seen = new Map<string, { again: number; wait: number }>();

	const one = async (session: MailboxSession, account: MailboxIdentity, message: JournalMessage) => {
		const id = idOf(message);
		try {
			await moveAside(session, account, settings, journal, message);
			seen.set(id, { again: Infinity, wait: 0 });
			trouble('quarantine', '');
		} catch (error) {
			if (!(error instanceof MailboxError) || !session.alive) throw error;
			const wait = Math.min(LONGEST_WAIT_MS, (seen.get(id)?.wait ?? FIRST_WAIT_MS / 2) * 2);
			seen.set(id, { again: now().getTime() + wait, wait });
			trouble('quarantine', `A message that was put aside could not be moved to "${quarantineFolder}": ${error.message} ${error.remedy}`.trim());
		}
	};

	return {
		async tidy(session, account) {
			if (!quarantineFolder) return;
			const aside = await journal.inState(scope, 'quarantined');
			const ids = new Set(aside.map(idOf));
			// One that is released and put aside again is seen to again.
			for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
			const due = aside.filter((message) => (seen.get(idOf(message))?.again ?? 0) <= now().getTime());
			for (const message of due.slice(0, PER_TURN)) await one(session, account, message);
		},
	};
}

async function moveAside(
	session: MailboxSession,
	account: MailboxIdentity,
	{ scope, quarantineFolder, maxBytes }: Settings,
	journal: Journal,
	message: JournalMessage,
): Promise<void> {
	// Without a key the message could never be read: nobody could tell it from another one.
	const { key } = message;
	if (key === null) return;
	const note = await journal.takenAway(key);
	const inFolder: MessagePlace = { folder: quarantineFolder, uidValidity: '', uid: 0, putAside: true };
	const find = async (place: MessagePlace) => await findAt(session, account, place, { key, messageId: message.messageId }, maxBytes);
	if (note?.place?.folder === quarantineFolder) {
		if (note.place.uid > 0) return;
		// Killed between the move and its note, or before the move.
		const there = await find(inFolder);
		if (there) {
			await journal.notePutAside(scope, key, there.envelope, { ...inFolder, ...there.place });
			return;
		}
	}
	const elsewhere = note?.place?.uid ? await find(note.place) : null;
	const lies = elsewhere ?? (await find(message));
	if (!lies || !(await journal.notePutAside(scope, key, lies.envelope, inFolder))) return;
	const target = { account: session.account, ...lies.place, messageId: lies.envelope.messageId };
	const { uid, uidValidity } = await session.tidy(target, { kind: 'move', folder: quarantineFolder, createFolder: true });
	const moved = uid === null || uidValidity === null ? await find(inFolder) : { place: { folder: quarantineFolder, uid, uidValidity } };
	if (moved) await journal.notePutAside(scope, key, lies.envelope, { ...inFolder, ...moved.place });
}
