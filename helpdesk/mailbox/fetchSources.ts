import type { Connection } from './connection';
import { ENVELOPE_QUERY, fetchByUid, sizeKey, toEnvelope } from './fetchEnvelopes';
import { fetchSource } from './fetchSource';
import { enterFolder } from './folders';
import { MailboxError } from './MailboxError';
import type { MessageSource } from './MailboxSession';

/** Bytes and messages that one command asks for. Two of these are in memory at a time: one is read while the next one comes. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_MESSAGES = 100;
/** Messages whose sizes are asked for with one command. */
const SIZES = 2_000;

type Run = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * The sources of many messages, in the order of `uids`, with few round trips and bounded memory: about 4 MB are asked for at a time, and the next
 * part is under way while the caller works on this one. Messages that are gone are left out. `run` queues a command, so that others come through in between.
 */
export async function* fetchSources(connection: Connection, run: Run, path: string, uids: number[], maxBytes: number): AsyncGenerator<MessageSource> {
	let ahead: Promise<MessageSource[]> | null = null;
	for await (const part of partsOf(connection, run, path, uids, maxBytes)) {
		const next = run(() => fetchPart(connection, path, part, maxBytes));
		// Awaited after the part before it: a failure must not count as unhandled until then.
		next.catch(() => undefined);
		if (ahead) yield* await ahead;
		ahead = next;
	}
	if (ahead) yield* await ahead;
}

/** UIDs that are fetched together. A message over `maxBytes` counts little, since only its text is read. */
async function* partsOf(connection: Connection, run: Run, path: string, uids: number[], maxBytes: number): AsyncGenerator<number[]> {
	for (let start = 0; start < uids.length; start += SIZES) {
		const group = uids.slice(start, start + SIZES);
		const sizes = await run(() => sizesOf(connection, path, group));
		let part: number[] = [];
		let bytes = 0;
		for (const uid of group) {
			const size = sizes.get(uid);
			if (size === undefined) continue;
			const weight = size > maxBytes ? 0 : size;
			if (part.length === MAX_MESSAGES || (part.length > 0 && bytes + weight > MAX_BYTES)) {
				yield part;
				part = [];
				bytes = 0;
			}
			part.push(uid);
			bytes += weight;
		}
		if (part.length > 0) yield part;
	}
}

async function sizesOf(connection: Connection, path: string, uids: number[]): Promise<Map<number, number>> {
	const { uidValidity } = await enterFolder(connection, path);
	const sizes = new Map<number, number>();
	const unknown: number[] = [];
	for (const uid of uids) {
		const size = connection.sizes.get(sizeKey(path, uidValidity, uid));
		if (size === undefined) unknown.push(uid);
		else sizes.set(uid, size);
	}
	const messages = await fetchByUid(connection, unknown, { uid: true, size: true }, ({ size }) => size !== undefined);
	for (const { uid, size } of messages) {
		sizes.set(uid, size ?? 0);
		connection.sizes.set(sizeKey(path, uidValidity, uid), size ?? 0);
	}
	return sizes;
}

async function fetchPart(connection: Connection, path: string, uids: number[], maxBytes: number): Promise<MessageSource[]> {
	const { uidValidity } = await enterFolder(connection, path);
	const isOversize = (uid: number) => (connection.sizes.get(sizeKey(path, uidValidity, uid)) ?? 0) > maxBytes;
	const whole = uids.filter((uid) => !isOversize(uid));
	const query = { ...ENVELOPE_QUERY, source: true };
	const messages = await fetchByUid(connection, whole, query, ({ source }) => Buffer.isBuffer(source));
	const found = new Map(messages.map((message) => [message.uid, message]));
	const sources: MessageSource[] = [];
	for (const uid of uids) {
		const message = found.get(uid);
		if (message) sources.push({ source: message.source ?? Buffer.alloc(0), envelope: toEnvelope(message), partial: null });
		else if (isOversize(uid)) sources.push(...(await fetchAlone(connection, path, uid, maxBytes)));
	}
	return sources;
}

async function fetchAlone(connection: Connection, path: string, uid: number, maxBytes: number): Promise<MessageSource[]> {
	try {
		return [await fetchSource(connection, path, uid, maxBytes)];
	} catch (error) {
		if (error instanceof MailboxError && (error.code === 'MESSAGE_GONE' || error.code === 'UNREADABLE')) return [];
		throw error;
	}
}
