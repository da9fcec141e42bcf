import { identify, type MailboxIdentity } from '../email/identity';
import type { Email } from '../email/Email';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession, MessageTarget, TidyAction, TidyResult } from '../mailbox/MailboxSession';
import type { Journal, TakenAway } from '../store/Journal';

/** Messages larger than this are not kept: a deletion is then left to the trigger. */
const KEPT_BYTES = 50 * 1024 * 1024;

export interface TidyContext {
	session: MailboxSession;
	account: MailboxIdentity;
	journal: Journal;
}

/**
 * Does one thing to a message while its execution is still running, so that a retry still finds the message. Before it is taken away the journal
 * learns where it goes, or its bytes where nothing else could lead to it; afterwards its new UID. Works on the message where an earlier run has put
 * it. Null when it is too large to be kept: nothing was done. Rejects with `MailboxError`.
 */
export async function tidyAtOnce(context: TidyContext, email: Email, action: TidyAction): Promise<TidyResult | null> {
	const { session, journal } = context;
	const { key, account } = email.mailbox;
	const known = await journal.takenAway(key);
	const { folder, uidValidity, uid } = known?.place?.uid ? known.place : email.mailbox;
	const target: MessageTarget = { account, folder, uidValidity, uid, messageId: ownId(email) };
	if (action.kind !== 'move' && action.kind !== 'delete') return await session.tidy(target, action);

	if (!(await noteBefore(context, email, target, action, known))) return null;
	const result = await session.tidy(target, action);
	if (result.folder !== null && result.uid !== null) {
		const place = { folder: result.folder, uidValidity: result.uidValidity ?? '', uid: result.uid };
		await journal.noteTakenAway(key, { envelope: envelopeOf(email), place, source: null });
	}
	return result;
}

/** False when the message cannot be kept. Outside of an execution of the trigger there is nothing to note: nobody will try again. */
async function noteBefore(
	context: TidyContext,
	email: Email,
	target: MessageTarget,
	action: Extract<TidyAction, { kind: 'move' | 'delete' }>,
	known: TakenAway | null,
): Promise<boolean> {
	const { journal } = context;
	const { key } = email.mailbox;
	const note: TakenAway = { envelope: envelopeOf(email), place: null, source: null };
	if (!(await journal.noteTakenAway(key, note))) return true;
	if (known?.source) return true;
	if (action.kind === 'move' && target.messageId !== null && !known?.place) {
		return await journal.noteTakenAway(key, { ...note, place: { folder: action.folder, uidValidity: '', uid: 0 } });
	}
	if (action.kind === 'move' && known?.place?.folder === action.folder) return true;
	const source = await sourceOf(context, key, target);
	if (source === 'too large') return false;
	return source === null || (await journal.noteTakenAway(key, { ...note, source }));
}

/** The bytes of the message, or null when it is not there: then there is nothing to take away either. */
async function sourceOf({ session, account }: TidyContext, key: string, { folder, uidValidity, uid, messageId }: MessageTarget): Promise<Buffer | 'too large' | null> {
	const sameUids = (await session.openFolder(folder)).uidValidity === uidValidity;
	const uids = sameUids ? [uid] : messageId ? await session.findUids(folder, { messageId }) : [];
	for (const { uid: candidate, size } of await session.fetchEnvelopes(folder, uids)) {
		if (size > KEPT_BYTES) return 'too large';
		try {
			const { source } = await session.fetchSource(folder, candidate, KEPT_BYTES);
			if (identify(source, account).key === key) return source;
		} catch (error) {
			if (!(error instanceof MailboxError && error.code === 'MESSAGE_GONE')) throw error;
		}
	}
	return null;
}

function ownId(email: Email): string | null {
	return email.headers['message-id'] ? email.messageId : null;
}

function envelopeOf(email: Email): Envelope {
	const { inReplyTo, references, flags, size } = email;
	return {
		uid: email.mailbox.uid,
		size,
		flags,
		receivedAt: email.receivedAt === null ? null : new Date(email.receivedAt),
		messageId: ownId(email),
		inReplyTo,
		references,
		from: email.from.address,
	};
}
