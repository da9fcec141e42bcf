import { hasKey, type MailboxIdentity } from '../email/identity';
import { readHeaderFields } from '../mailbox/headerFields';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession, MessageSource } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage, MessagePlace } from '../store/Journal';

const NOT_THERE = new Set(['FOLDER_MISSING', 'MESSAGE_GONE']);
/** Of the mails without a Message-ID in a folder, so many of the newest are compared by their bytes. */
const NAMELESS_LOOKED_AT = 100;

/** What a retry knows of a message that a node took away at once; null when none did. */
export async function takenAwayEnvelope(journal: Journal, message: JournalMessage): Promise<Envelope | null> {
	const note = message.key ? await journal.takenAway(message.key) : null;
	return note?.envelope ?? null;
}

/**
 * The bytes of a message that was put elsewhere before it was handled, by a node or because it was put aside: read from where it was put, by its UID or,
 * where that is not known, by its Message-ID; otherwise the bytes that were kept. Null when it was not taken away, or is nowhere any more.
 */
export async function fetchTakenAway(
	session: MailboxSession,
	account: MailboxIdentity,
	journal: Journal,
	message: Pick<JournalMessage, 'key'>,
	maxBytes: number,
): Promise<MessageSource | null> {
	const { key } = message;
	const note = key ? await journal.takenAway(key) : null;
	if (!key || !note) return null;
	const { place, envelope, source } = note;
	// With the bytes at hand, a folder that cannot be read is no reason to wait.
	const tolerated = (error: MailboxError) => source !== null && session.alive && error.code !== 'CONNECTION_LOST';
	const found = place && (await findAt(session, account, place, { key, messageId: envelope.messageId }, maxBytes, tolerated));
	if (found) return found.message;
	return source && hasKey(source, account, key) ? { source, envelope, partial: null } : null;
}

/**
 * The message with this key at this place, or elsewhere in the same folder; null when it is not there. Its Message-ID alone would let a forged message pass for it.
 */
export async function findAt(
	session: MailboxSession,
	account: MailboxIdentity,
	place: MessagePlace,
	{ key, messageId }: Pick<JournalMessage, 'messageId'> & { key: string },
	maxBytes: number,
	tolerated: (error: MailboxError) => boolean = () => false,
): Promise<{ place: MessagePlace; envelope: Envelope; message: MessageSource } | null> {
	const orNull = async <T>(attempt: Promise<T>): Promise<T | null> => {
		try {
			return await attempt;
		} catch (error) {
			if (error instanceof MailboxError && (NOT_THERE.has(error.code) || tolerated(error))) return null;
			throw error;
		}
	};
	const { folder } = place;
	const state = await orNull(session.openFolder(folder));
	if (!state) return null;
	const { uidValidity } = state;
	for (const uid of (await orNull(uidsAt(session, place, uidValidity, messageId))) ?? []) {
		const message = await orNull(session.fetchSource(folder, uid, maxBytes));
		if (!message || !hasKey(message.source, account, key, message.bodyPrefix)) continue;
		return { place: { folder, uidValidity, uid }, envelope: { ...message.envelope, ...readHeaderFields(message.source) }, message };
	}
	return null;
}

/** In the folder that was opened just now. */
async function uidsAt(session: MailboxSession, { folder, uidValidity, uid }: MessagePlace, present: string, messageId: string | null): Promise<number[]> {
	const known = present === uidValidity ? await session.fetchEnvelopes(folder, [uid]) : [];
	if (known.length > 0) return [uid];
	if (messageId) return await session.findUids(folder, { messageId });
	const newest = (await session.findUids(folder, {})).slice(-NAMELESS_LOOKED_AT);
	return (await session.fetchEnvelopes(folder, newest)).filter((envelope) => envelope.messageId === null).map((envelope) => envelope.uid);
}
