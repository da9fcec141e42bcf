import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import type { Connection } from './connection';
import { enterFolder } from './folders';
import { readHeaderFields } from './headerFields';
import type { Arrival, Envelope } from './MailboxSession';
import { uidSet } from './uidSet';

/** UIDs per command: keeps a big mailbox from being answered in one breath. */
const CHUNK = 1_000;
/** Characters of the set of UIDs in one command; servers take a line of 8,000 at least (RFC 7162 section 4). */
const LONGEST_SET = 7_000;

/** Sizes remembered; the widest look at waiting messages takes 5,000. */
const SIZES_KEPT = 6_000;

/** What is asked of every message before its bytes; changes no flag. */
export const ARRIVAL_QUERY: FetchQueryObject = { uid: true, size: true, flags: true, internalDate: true };

/** The same with what tells to whom a message belongs. */
const ENVELOPE_QUERY: FetchQueryObject = {
	...ARRIVAL_QUERY,
	headers: ['message-id', 'in-reply-to', 'references', 'from'],
};

/** Envelopes in ascending order of UID; UIDs that are gone are left out. */
export async function fetchEnvelopes(connection: Connection, path: string, uids: number[]): Promise<Envelope[]> {
	const { uidValidity } = await enterFolder(connection, path);
	const envelopes = await readEnvelopes(connection, uids);
	for (const { uid, size } of envelopes) connection.sizes.set(sizeKey(path, uidValidity, uid), size);
	// Not only the last ones: whoever works through a backlog asks for the envelopes of a few at a time, far ahead of the messages that are read.
	for (const key of connection.sizes.keys()) {
		if (connection.sizes.size <= SIZES_KEPT) break;
		connection.sizes.delete(key);
	}
	return envelopes;
}

/** Message-IDs with what the server knows, in ascending order of UID; UIDs that are gone are left out. */
export async function fetchArrivals(connection: Connection, path: string, uids: number[]): Promise<Array<Arrival & Pick<Envelope, 'messageId'>>> {
	await enterFolder(connection, path);
	return await fetchByUid(connection, uids, { ...ARRIVAL_QUERY, headers: ['message-id'] }, (message) =>
		message.headers === undefined ? null : { ...toArrival(message), messageId: fieldsOf(message).messageId },
	);
}

export function sizeKey(path: string, uidValidity: string, uid: number): string {
	return `${path} ${uidValidity} ${uid}`;
}

/** As `fetchEnvelopes`, in the folder that is selected. */
export async function readEnvelopes(connection: Connection, uids: number[]): Promise<Envelope[]> {
	return await fetchByUid(connection, uids, ENVELOPE_QUERY, (message) => (message.headers === undefined ? null : toEnvelope(message)));
}

/** INTERNALDATE by UID, null where the server gives none that can be read; in the folder that is selected. */
export async function readReceivedAt(connection: Connection, uids: number[]): Promise<Map<number, Date | null>> {
	const dates = await fetchByUid(connection, uids, { uid: true, internalDate: true }, (message) =>
		message.internalDate === undefined ? null : ([message.uid, receivedAt(message)] as const),
	);
	return new Map(dates);
}

/**
 * UID FETCH in the folder that is selected, in ascending order of UID. `read` takes from an answer what is wanted of it, as soon as it has come; null for a FETCH
 * that the server sends on its own when another client changes flags.
 */
export async function fetchByUid<T>(
	connection: Connection,
	uids: number[],
	query: FetchQueryObject,
	read: (message: FetchMessageObject) => T | null,
): Promise<T[]> {
	const found = new Map<number, T>();
	await fetchEach(connection, uids, query, (message) => {
		const value = read(message);
		if (value !== null) found.set(message.uid, value);
	});
	return [...found].sort(([a], [b]) => a - b).map(([, value]) => value);
}

/** As `fetchByUid`, for one message after another, each as soon as it has come; what the server sends on its own is among them. */
export async function fetchEach(connection: Connection, uids: number[], query: FetchQueryObject, take: (message: FetchMessageObject) => void): Promise<void> {
	const { client, answers } = connection;
	const asked = new Set(uids);
	const ascending = [...asked].sort((a, b) => a - b);
	let began = 0;
	const takeAsked = (message: FetchMessageObject) => {
		if (began > 0) connection.soonestMs = Math.min(connection.soonestMs ?? Infinity, performance.now() - began);
		began = 0;
		if (asked.has(message.uid)) take(message);
	};
	for (const set of uidSets(ascending)) {
		began = performance.now();
		const others = await answers.during(takeAsked, async () => await client.fetchAll(set, query, { uid: true }));
		others.forEach(takeAsked);
	}
}

/** One set for each command. Given in ascending order. */
function uidSets(uids: readonly number[]): string[] {
	const sets: string[] = [];
	for (let start = 0, size = CHUNK; start < uids.length; start += size) {
		size = CHUNK;
		let set = uidSet(uids.slice(start, start + size));
		for (; set.length > LONGEST_SET; set = uidSet(uids.slice(start, start + size))) size = Math.floor(size / 2);
		sets.push(set);
	}
	return sets;
}

export function toEnvelope(message: FetchMessageObject): Envelope {
	return { ...toArrival(message), ...fieldsOf(message) };
}

function fieldsOf({ headers }: FetchMessageObject): ReturnType<typeof readHeaderFields> {
	return readHeaderFields(Buffer.isBuffer(headers) ? headers : Buffer.alloc(0));
}

export function toArrival(message: FetchMessageObject): Arrival {
	return {
		uid: message.uid,
		size: message.size ?? 0,
		// \Recent belongs to the session, not to the message, and is gone from IMAP4rev2.
		flags: [...(message.flags ?? [])].filter((flag) => flag !== '\\Recent'),
		receivedAt: receivedAt(message),
		...(message.emailId ? { serverId: message.emailId } : {}),
	};
}

function receivedAt({ internalDate }: FetchMessageObject): Date | null {
	const date = internalDate === undefined ? null : new Date(internalDate);
	return date && !Number.isNaN(date.getTime()) ? date : null;
}
