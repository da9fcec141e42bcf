import { hasKey, type MailboxIdentity } from '../email/identity';
import type { Email } from '../email/Email';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession, MessageTarget, TidyAction, TidyResult } from '../mailbox/MailboxSession';
import type { Journal, TakenAway } from '../store/Journal';
import { findAt } from './takenAway';

/** Messages larger than this are not kept: a deletion is then left to the trigger, and of a move only the place is known. */
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
	const result = (await tidyUnlessRemoved(session, target, action, known)) ?? (await putBack(context, email, action, known));
	if (result.folder !== null && result.uid !== null) {
		const place = { folder: result.folder, uidValidity: result.uidValidity ?? '', uid: result.uid };
		await journal.noteTakenAway(key, { envelope: envelopeOf(email), place, source: null });
	}
	return result;
}

type TakesAway = Extract<TidyAction, { kind: 'move' | 'delete' }>;

function goneWith(action: TakesAway): TidyResult {
	return { action: action.kind, done: true, already: true, folder: null, uid: null, uidValidity: null, verifiedBy: 'gone' };
}

/** Null when the folder that an earlier run has put the message into is not there any more. */
async function tidyUnlessRemoved(session: MailboxSession, target: MessageTarget, action: TakesAway, known: TakenAway | null): Promise<TidyResult | null> {
	try {
		return await session.tidy(target, action);
	} catch (error) {
		if (!known || !(error instanceof MailboxError)) throw error;
		// Somebody has deleted that one message, or emptied the trash: that is a wish, and there is nothing left to be done.
		if (error.code === 'MESSAGE_GONE' && (known.place?.uid || known.source)) return { ...goneWith(action), note: 'The message has been deleted from where it was put.' };
		if (error.code !== 'FOLDER_MISSING' || !known.place?.uid) throw error;
		if ((await session.listFolders()).some(({ path }) => path === target.folder)) throw error;
		return null;
	}
}

/** The message went with its folder. What was to be deleted is; what was to be moved is put where it should lie, from the bytes that were kept, and once. */
async function putBack({ session, account }: TidyContext, email: Email, action: TakesAway, known: TakenAway | null): Promise<TidyResult> {
	if (action.kind === 'delete') return goneWith(action);
	const source = known?.source;
	if (!source) return { ...goneWith(action), note: 'The folder that the message was moved to has been removed since, and the message with it.' };
	const { folder } = action;
	const wanted = { key: email.mailbox.key, messageId: ownId(email) };
	const find = async () => await findAt(session, account, { folder, uidValidity: '', uid: 0 }, wanted, KEPT_BYTES);
	const there = await find();
	if (!there) await session.append(folder, source, email.flags, { createFolder: action.createFolder, receivedAt: email.receivedAt });
	const { uid, uidValidity } = (there ?? (await find()))?.place ?? { uid: null, uidValidity: null };
	return { action: 'move', done: true, already: there !== null, folder, uid, uidValidity, verifiedBy: 'search', note: 'Its folder had been removed: it was put back from the bytes that were kept.' };
}

/**
 * False when the message cannot be kept. Its bytes are, also for a move: the folder may be removed, or emptied, before the retry. Outside of an execution of
 * the trigger there is nothing to note: nobody will try again.
 */
async function noteBefore(context: TidyContext, email: Email, target: MessageTarget, action: TakesAway, known: TakenAway | null): Promise<boolean> {
	const { journal } = context;
	const { key } = email.mailbox;
	const note: TakenAway = { envelope: envelopeOf(email), place: null, source: null };
	if (!(await journal.noteTakenAway(key, note))) return true;
	const intended = action.kind === 'move' && target.messageId !== null && !known?.place?.uid;
	const place = intended ? { folder: action.folder, uidValidity: '', uid: 0 } : null;
	const source = known?.source ? null : await sourceOf(context, key, target);
	if (source !== 'too large') {
		if (place || source) await journal.noteTakenAway(key, { ...note, place, source });
		return true;
	}
	// A move can be followed without the bytes, as long as the folder is there.
	if (place) return await journal.noteTakenAway(key, { ...note, place });
	return action.kind === 'move' && known?.place?.folder === action.folder;
}

/** The bytes of the message, or null when it is not there: then there is nothing to take away either. */
async function sourceOf({ session, account }: TidyContext, key: string, { folder, uidValidity, uid, messageId }: MessageTarget): Promise<Buffer | 'too large' | null> {
	const state = await session.openFolder(folder).catch((error: unknown) => {
		if (error instanceof MailboxError && error.code === 'FOLDER_MISSING') return null;
		throw error;
	});
	if (!state) return null;
	const sameUids = state.uidValidity === uidValidity;
	const uids = sameUids ? [uid] : messageId ? await session.findUids(folder, { messageId }) : [];
	for (const { uid: candidate, size } of await session.fetchEnvelopes(folder, uids)) {
		if (size > KEPT_BYTES) return 'too large';
		try {
			const { source } = await session.fetchSource(folder, candidate, KEPT_BYTES);
			if (hasKey(source, account, key)) return source;
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
