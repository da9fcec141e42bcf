import { identify, type MailboxIdentity } from '../email/identity';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession, MessageSource } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage, MessagePlace } from '../store/Journal';

const NOT_THERE = new Set(['FOLDER_MISSING', 'MESSAGE_GONE']);

/** What a retry knows of a message that a node took away at once; null when none did. */
export async function takenAwayEnvelope(journal: Journal, message: JournalMessage): Promise<Envelope | null> {
	const note = message.key ? await journal.takenAway(message.key) : null;
	return note?.envelope ?? null;
}

/**
 * The bytes of a message that a node moved or deleted before its execution failed: read from where it was put, by its UID or, where that is not
 * known, by its Message-ID; otherwise the bytes that were kept. Null when it was not taken away, or is nowhere any more.
 */
export async function fetchTakenAway(
	session: MailboxSession,
	account: MailboxIdentity,
	journal: Journal,
	message: Pick<JournalMessage, 'key'>,
	maxBytes: number,
): Promise<MessageSource | null> {
	const note = message.key ? await journal.takenAway(message.key) : null;
	if (!note) return null;
	const { place, envelope, source } = note;
	if (place) {
		// With the bytes at hand, a folder that cannot be read is no reason to wait.
		const tolerated = (error: MailboxError) => NOT_THERE.has(error.code) || (source !== null && session.alive);
		for (const uid of (await orNull(uidsAt(session, place, envelope.messageId), tolerated)) ?? []) {
			const found = await orNull(session.fetchSource(place.folder, uid, maxBytes), tolerated);
			// Its Message-ID alone would let a forged message pass for it.
			if (found && identify(found.source, account, found.bodyPrefix).key === message.key) return found;
		}
	}
	return source && identify(source, account).key === message.key ? { source, envelope, partial: null } : null;
}

async function uidsAt(session: MailboxSession, { folder, uidValidity, uid }: MessagePlace, messageId: string | null): Promise<number[]> {
	const state = await session.openFolder(folder);
	const known = state.uidValidity === uidValidity ? await session.fetchEnvelopes(folder, [uid]) : [];
	if (known.length > 0) return [uid];
	return messageId ? await session.findUids(folder, { messageId }) : [];
}

async function orNull<T>(attempt: Promise<T>, tolerated: (error: MailboxError) => boolean): Promise<T | null> {
	try {
		return await attempt;
	} catch (error) {
		if (error instanceof MailboxError && tolerated(error)) return null;
		throw error;
	}
}
