import type { Journal, JournalMessage } from '../store/Journal';
import type { FolderState, MailboxSession } from '../mailbox/MailboxSession';
import type { ScannerSettings } from './Scanner';

/** Messages looked at per step: bounds memory in a first scan of any size. */
const CHUNK = 500;
const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

export interface FirstStart {
	/** When this folder was first chosen. */
	startedAt: Date;
	/** The server was reached at once, so that "only new" is what comes after the UIDs of now. */
	reachedAtOnce: boolean;
}

export interface DiscoverContext {
	session: MailboxSession;
	journal: Journal;
	settings: ScannerSettings;
	now: () => Date;
}

/** What is to be taken from a folder. */
interface Place {
	state: FolderState;
	newestReceivedAt: string | null;
	/** Ascending. */
	uids: number[];
	/** Set when the choice was not simply "everything above the cursor": then cursor and messages are written together, or not at all. */
	atOnceUpTo: number | null;
	contiguousUid: number;
	/** Rows of an old UIDVALIDITY that the new ones replace. */
	outdated: JournalMessage[];
}

/**
 * Brings the journal up to date with one folder: every message above the cursor becomes a waiting message, and the cursor moves in the same
 * transaction. Flags do not matter, so what another client read first is found too (M7, M19). Returns the folder as the server shows it.
 */
export async function discover(context: DiscoverContext, folder: string, first: FirstStart): Promise<FolderState> {
	const { session, journal, settings } = context;
	const place = await findPlace(context, folder, first);
	let { contiguousUid, newestReceivedAt } = place;
	let found: Array<{ uid: number; messageId: string | null }> = [];
	const record = async () => {
		const cursor = { folder, uidValidity: place.state.uidValidity, contiguousUid, newestReceivedAt };
		await journal.discover(settings.scope, cursor, found, context.now().toISOString());
		found = [];
	};

	for (let start = 0; start < place.uids.length; start += CHUNK) {
		const chunk = place.uids.slice(start, start + CHUNK);
		for (const envelope of await session.fetchEnvelopes(folder, chunk)) {
			const at = envelope.receivedAt?.toISOString();
			if (at && (!newestReceivedAt || at > newestReceivedAt)) newestReceivedAt = at;
			if (settings.scan === 'unread' && envelope.flags.includes('\\Seen')) continue;
			found.push({ uid: envelope.uid, messageId: envelope.messageId });
		}
		contiguousUid = Math.max(contiguousUid, chunk.at(-1) ?? 0);
		if (place.atOnceUpTo === null) await record();
	}
	if (place.atOnceUpTo !== null) {
		contiguousUid = place.atOnceUpTo;
		await record();
	}
	for (const message of place.outdated) await journal.drop(settings.scope, message);
	return place.state;
}

async function findPlace({ session, journal, settings }: DiscoverContext, folder: string, first: FirstStart): Promise<Place> {
	const state = await session.openFolder(folder);
	const cursor = await journal.cursor(settings.scope, folder);
	if (!cursor) return await firstPlace(session, settings, state, first);

	const { contiguousUid, newestReceivedAt } = cursor;
	const place = { state, contiguousUid, newestReceivedAt, atOnceUpTo: null, outdated: [] };
	if (cursor.uidValidity === state.uidValidity) {
		const nothingNew = state.uidNext - 1 <= contiguousUid;
		return { ...place, uids: nothingNew ? [] : await session.findUids(folder, { above: contiguousUid }) };
	}
	// The UIDs mean nothing any more (RFC 9051 section 2.3.1.1): take what is recent, known messages are recognised by their key.
	const since = newestReceivedAt ? new Date(Date.parse(newestReceivedAt) - TWO_DAYS_MS) : first.startedAt;
	const uids = new Set(await session.findUids(folder, { since }));
	const outdated = (await journal.inState(settings.scope, 'waiting')).filter(
		(message) => message.folder === folder && message.uidValidity !== state.uidValidity,
	);
	for (const { messageId } of outdated) {
		if (messageId) for (const uid of await session.findUids(folder, { messageId })) uids.add(uid);
	}
	return { ...place, uids: [...uids].sort((a, b) => a - b), atOnceUpTo: state.uidNext - 1, outdated };
}

/** "Only new" counts from the UIDs of now where the server answers, otherwise from the moment the folder was chosen (INTERNALDATE). */
async function firstPlace(session: MailboxSession, settings: ScannerSettings, state: FolderState, first: FirstStart): Promise<Place> {
	const place = { state, newestReceivedAt: null, contiguousUid: 0, atOnceUpTo: state.uidNext - 1, outdated: [] };
	const upToNow = (uids: number[]) => uids.filter((uid) => uid < state.uidNext);
	if (settings.firstStart === 'everything') {
		return { ...place, atOnceUpTo: null, uids: await session.findUids(state.path, { above: 0 }) };
	}
	if (settings.firstStart === 'unread') return { ...place, uids: upToNow(await session.findUids(state.path, { unseen: true })) };
	if (first.reachedAtOnce) return { ...place, uids: [] };
	return { ...place, uids: upToNow(await session.findUids(state.path, { since: first.startedAt })) };
}
