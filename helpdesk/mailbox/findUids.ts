import type { SearchObject } from 'imapflow';
import { commandRefused } from './commandProblems';
import { offers, type Connection } from './connection';
import { readEnvelopes, readReceivedAt } from './fetchEnvelopes';
import { enterFolder } from './folders';
import type { UidQuery } from './MailboxSession';
import { expandUidSet } from './uidSet';

const DAY_MS = 24 * 60 * 60 * 1000;
/** No folder has more messages; who says so means to fill our memory. */
const MOST_FOUND = 5_000_000;

/** UIDs of the messages that meet every condition, ascending. */
export async function findUids(connection: Connection, path: string, query: UidQuery): Promise<number[]> {
	await enterFolder(connection, path);
	if (query.serverId !== undefined && !namesMessages(connection)) return [];
	await refresh(connection);
	let uids = await search(connection, criteria(query));
	// `UID 8:*` means "8 to the last" in either order, so a server with nothing above 7 answers 7 (RFC 9051 section 9, seq-range).
	const { above, upTo, since, messageId } = query;
	if (above !== undefined) uids = uids.filter((uid) => uid > above);
	if (upTo !== undefined) uids = uids.filter((uid) => uid <= upTo);
	if (since) uids = await onlySince(connection, uids, since);
	if (messageId !== undefined) uids = await onlyWithMessageId(connection, uids, messageId);
	return uids;
}

/** Messages whose Message-ID is exactly this one, in the folder that is selected. */
export async function searchMessageId(connection: Connection, messageId: string): Promise<number[]> {
	return await onlyWithMessageId(connection, await search(connection, criteria({ messageId })), messageId);
}

/** UID SEARCH in the folder that is selected, ascending; imapflow's `false` becomes an error. */
export async function search(connection: Connection, query: SearchObject): Promise<number[]> {
	const uids = await searchForSet(connection, query);
	if (uids) return uids;
	const found = await connection.client.search(query, { uid: true });
	if (!Array.isArray(found)) throw commandRefused('Searching the folder', 'IMAP_ERROR', connection.refusal);
	return found.sort((a, b) => a - b);
}

/**
 * What a search finds as one set (ESEARCH, RFC 4731), as `2:100001` for all of a large folder, instead of as one number for each message. Null where the server
 * cannot, or where its count and its set do not agree: then it is asked in the plain way, for a message that is left out here would be lost.
 */
async function searchForSet(connection: Connection, query: SearchObject): Promise<number[] | null> {
	const { client } = connection;
	if (!offers(client, 'ESEARCH')) return null;
	const found = await client.search(query, { uid: true, returnOptions: ['COUNT', 'ALL'] });
	if (Array.isArray(found)) return found;
	const count = found ? found.count : undefined;
	if (!found || count === undefined || count > MOST_FOUND) return null;
	const uids = expandUidSet(found.all ?? '', count);
	return uids?.length === count ? uids : null;
}

function criteria({ above, upTo, unseen, since, messageId, serverId, keyword }: UidQuery): SearchObject {
	const terms: SearchObject = {};
	if (above !== undefined) terms.uid = `${above + 1}:${upTo ?? '*'}`;
	if (unseen) terms.seen = false;
	if (keyword !== undefined) terms.keyword = keyword;
	if (serverId !== undefined) terms.emailId = serverId;
	// SINCE knows only days, and those of the server's time zone (RFC 9051 section 6.4.4).
	if (since) terms.since = new Date(since.getTime() - DAY_MS);
	if (messageId !== undefined) terms.header = { 'message-id': searchable(messageId) };
	return Object.keys(terms).length > 0 ? terms : { all: true };
}

/**
 * The longest part of an id that a server finds as it stands in the header: without brackets, which may be missing there, and without 8-bit
 * characters, which no server searches alike. What it finds too much is sorted out afterwards; an empty text finds every Message-ID.
 */
function searchable(messageId: string): string {
	const runs = messageId.match(/[\x21-\x3b\x3d\x3f-\x7e]+/g) ?? [];
	return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** Elsewhere nothing may be left of the question: it would find every message. */
function namesMessages({ client }: Connection): boolean {
	return client.capabilities.has('OBJECTID') || client.capabilities.has('X-GM-EXT-1');
}

/** Messages that came since the folder was selected may be invisible to a search until the server could announce them. */
async function refresh(connection: Connection): Promise<void> {
	if (!connection.justSelected) await connection.client.noop();
	connection.justSelected = false;
}

async function onlySince(connection: Connection, uids: number[], since: Date): Promise<number[]> {
	const receivedAt = await readReceivedAt(connection, uids);
	return uids.filter((uid) => {
		const at = receivedAt.get(uid);
		// INTERNALDATE counts whole seconds; a message without one is rather taken twice than lost.
		return receivedAt.has(uid) && (!at || at.getTime() >= Math.floor(since.getTime() / 1000) * 1000);
	});
}

/** SEARCH HEADER matches parts of a value, so `<1@a>` also finds `<11@a>` quoted in it. */
async function onlyWithMessageId(connection: Connection, uids: number[], messageId: string): Promise<number[]> {
	const envelopes = await readEnvelopes(connection, uids);
	return envelopes.filter((envelope) => envelope.messageId === messageId).map(({ uid }) => uid);
}
