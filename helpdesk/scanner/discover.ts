import type { FolderCursor, FoundMessage, Journal, JournalMessage } from '../store/Journal';
import type { FolderState, MailboxSession } from '../mailbox/MailboxSession';
import type { ScannerSettings } from './Scanner';
import { identityOnServer, uidsOfRow } from './identityOnServer';
import { takenAwayEnvelope } from './takenAway';
import { foldersOf, handledSince, witnessOf } from './witness';

/** Messages looked at per step: bounds memory in a first scan of any size. */
const CHUNK = 500;
/** Messages of one folder looked at before the others, and the work, have their turn. */
const PER_LOOK = 10 * CHUNK;
const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

export interface FirstStart {
	/** When this folder was first chosen. */
	startedAt: Date;
	/** The server was reached at once, so that "only new" is what comes after the UIDs of now. */
	reachedAtOnce: boolean;
	/** The journal knew none of the scanner's folders: it is new, or it was lost. */
	newJournal: boolean;
}

export interface DiscoverContext {
	session: MailboxSession;
	journal: Journal;
	settings: ScannerSettings;
	now: () => Date;
}

/** The folder as the server shows it, and how far the look at it has come. */
export interface Discovery {
	state: FolderState;
	newestReceivedAt: string | null;
	/** At most so many messages are still to be looked at; where it is not 0, look again soon. */
	left: number;
}

/** What is to be taken from a folder. */
interface Place {
	state: FolderState;
	newestReceivedAt: string | null;
	/** Ascending. */
	uids: number[];
	/** At most so many messages lie above them. */
	above: number;
	/** Set when the choice was not simply "everything above the cursor": then cursor and messages are written together, or not at all. */
	atOnceUpTo: number | null;
	contiguousUid: number;
	/** Rows that lie elsewhere now, because the server has begun to count anew. */
	outdated: JournalMessage[];
}

/**
 * Brings the journal up to date with one folder: every message above the cursor becomes a waiting message, and the cursor moves in the same
 * transaction. Flags do not matter, so what another client read first is found too (M7, M19). Of a very large folder it takes the oldest part.
 */
export async function discover(context: DiscoverContext, folder: string, first: FirstStart): Promise<Discovery> {
	const { session, journal, settings } = context;
	const place = await findPlace(context, folder, first);
	const together = place.atOnceUpTo !== null;
	let { contiguousUid, newestReceivedAt } = place;
	let found: FoundMessage[] = [];
	const record = async () => {
		const cursor = { folder, uidValidity: place.state.uidValidity, contiguousUid, newestReceivedAt };
		await journal.discover(settings.scope, cursor, found, context.now().toISOString(), together);
		found = [];
	};

	const uids = together ? place.uids : place.uids.slice(0, PER_LOOK);
	for (let start = 0; start < uids.length; start += CHUNK) {
		const chunk = uids.slice(start, start + CHUNK);
		const unseen = new Set(chunk);
		for (const envelope of await session.fetchArrivals(folder, chunk)) {
			unseen.delete(envelope.uid);
			const at = envelope.receivedAt?.toISOString();
			if (at && (!newestReceivedAt || at > newestReceivedAt)) newestReceivedAt = at;
			if (settings.scan === 'unread' && envelope.flags.includes('\\Seen')) continue;
			found.push({ uid: envelope.uid, messageId: envelope.messageId, serverId: identityOnServer(envelope, settings.once === 'folder' ? folder : null) });
		}
		// Gone in the meantime, or broken so that the server cannot show its header: whoever delivers it finds out which.
		for (const uid of unseen) found.push({ uid, messageId: null });
		contiguousUid = Math.max(contiguousUid, chunk.at(-1) ?? 0);
		if (!together) await record();
	}
	if (place.atOnceUpTo !== null) {
		contiguousUid = place.atOnceUpTo;
		await record();
	}
	await settleOutdated(context, folder, place);
	return { state: place.state, newestReceivedAt, left: place.uids.length - uids.length + place.above };
}

async function findPlace(context: DiscoverContext, folder: string, first: FirstStart): Promise<Place> {
	const { session, journal, settings, now } = context;
	const state = await session.openFolder(folder);
	const cursor = await journal.cursor(settings.scope, folder);
	if (!cursor) return await firstPlace(session, settings, state, first);

	const { contiguousUid, newestReceivedAt } = cursor;
	if (cursor.uidValidity === state.uidValidity && state.uidNext > contiguousUid) {
		const nothingNew = state.uidNext - 1 === contiguousUid;
		const next = nothingNew ? { uids: [], above: 0 } : await lowestAbove(session, state, contiguousUid);
		return { state, contiguousUid, newestReceivedAt, atOnceUpTo: null, outdated: [], ...next };
	}
	if (cursor.uidValidity === state.uidValidity) {
		// UIDNEXT never goes back (RFC 9051 section 2.3.1.1) unless the server was restored from a backup: new messages get UIDs that were used before.
		await journal.outdate(settings.scope, folder, state.uidValidity, state.uidNext, `${state.uidValidity} until ${now().toISOString()}`);
	}
	return await renumberedPlace(context, folder, first, state, cursor);
}

/**
 * The UIDs that come next, as many as one look takes, and some more. An answer with all UIDs of a large folder would be the largest thing in memory, at every
 * look anew. The numbers may have wide gaps: the search goes on with twice the width.
 */
async function lowestAbove(session: MailboxSession, { path, uidNext, messages }: FolderState, contiguousUid: number): Promise<Pick<Place, 'uids' | 'above'>> {
	const uids: number[] = [];
	let above = contiguousUid;
	for (let width = PER_LOOK; uids.length < PER_LOOK; width *= 2) {
		const upTo = above + width;
		// What came in since UIDNEXT was told is found by the last search.
		const isLast = upTo >= uidNext - 1;
		for (const uid of await session.findUids(path, isLast ? { above } : { above, upTo })) uids.push(uid);
		if (isLast) return { uids, above: 0 };
		above = upTo;
	}
	return { uids, above: Math.min(uidNext - 1 - above, messages) };
}

/** The UIDs mean nothing any more: takes what is recent, and what waits; known messages are recognised by their key. */
async function renumberedPlace(
	{ session, journal, settings }: DiscoverContext,
	folder: string,
	first: FirstStart,
	state: FolderState,
	{ newestReceivedAt }: FolderCursor,
): Promise<Place> {
	const outdated = (await journal.inState(settings.scope, 'waiting')).filter((row) => row.folder === folder && row.uidValidity !== state.uidValidity);
	const nameless = outdated.some(({ messageId, serverId }) => !messageId && !serverId);
	const recent = newestReceivedAt && !nameless ? new Date(Date.parse(newestReceivedAt) - TWO_DAYS_MS) : null;
	const uids = new Set<number>();
	const take = (more: number[]) => more.forEach((uid) => uids.add(uid));

	// What lay there before the first start was never to be handled, except as that start says.
	if (settings.firstStart === 'everything') take(await session.findUids(folder, recent ? { since: recent } : { above: 0 }));
	else take(await session.findUids(folder, { since: recent && recent > first.startedAt ? recent : first.startedAt }));
	if (settings.firstStart === 'unread' && nameless) take(await session.findUids(folder, { unseen: true }));
	for (const row of outdated) take(await uidsOfRow(session, row));
	const ascending = [...uids].filter((uid) => uid < state.uidNext).sort((a, b) => a - b);
	return { state, contiguousUid: 0, newestReceivedAt, uids: ascending, above: 0, atOnceUpTo: state.uidNext - 1, outdated };
}

/** A row whose message is found again goes there, with its attempts; the others are replaced by what was found above. */
async function settleOutdated({ session, journal, settings }: DiscoverContext, folder: string, { state, outdated }: Place): Promise<void> {
	for (const message of outdated) {
		if (await takenAwayEnvelope(journal, message)) continue;
		const [uid] = await uidsOfRow(session, message);
		if (uid === undefined) await journal.drop(settings.scope, message);
		else await journal.relocate(settings.scope, message, { folder, uidValidity: state.uidValidity, uid });
	}
}

/** "Only new" counts from the UIDs of now where the server answers, otherwise from the moment the folder was chosen (INTERNALDATE). */
async function firstPlace(session: MailboxSession, settings: ScannerSettings, state: FolderState, first: FirstStart): Promise<Place> {
	const place = { state, newestReceivedAt: null, contiguousUid: 0, above: 0, atOnceUpTo: state.uidNext - 1, outdated: [] };
	const upToNow = (uids: number[]) => [...new Set(uids)].filter((uid) => uid < state.uidNext).sort((a, b) => a - b);
	if (settings.firstStart === 'everything') {
		return { ...place, atOnceUpTo: null, ...(await lowestAbove(session, state, 0)) };
	}
	const waited = await sinceWitness(session, settings, state, first);
	if (settings.firstStart === 'unread') return { ...place, uids: upToNow([...waited, ...(await session.findUids(state.path, { unseen: true }))]) };
	if (first.reachedAtOnce) return { ...place, uids: upToNow(waited) };
	return { ...place, uids: upToNow([...waited, ...(await session.findUids(state.path, { since: first.startedAt }))]) };
}

/** Messages that have come since the oldest one that bears the mark of this scanner: the folder was scanned before, and the journal has lost it. */
async function sinceWitness(session: MailboxSession, settings: ScannerSettings, { path }: FolderState, { newJournal }: FirstStart): Promise<number[]> {
	const since = await handledSince(session, witnessOf(settings, path), newJournal ? await foldersOf(session, path) : [path]);
	await session.openFolder(path);
	return since ? await session.findUids(path, { since }) : [];
}
