import type { Connection } from './connection';
import { ENVELOPE_QUERY, fetchByUid, sizeKey, toEnvelope } from './fetchEnvelopes';
import { fetchSource } from './fetchSource';
import { enterFolder } from './folders';
import type { MessageSource } from './MailboxSession';

/** What is kept beside the message that was asked for. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_MESSAGES = 200;
/** What is older says nothing of flags and of whether the message is still there. */
const MAX_AGE_MS = 10_000;

interface Ahead {
	message: MessageSource;
	uidValidity: string;
	until: number;
}

export interface ReadAhead {
	/** As `fetchSource`, with the messages that are likely to be asked for next: one round trip for many. One call at a time. */
	fetch(path: string, uid: number, maxBytes: number): Promise<MessageSource>;
	/** What was read already, without any command; null when there is nothing. */
	take(path: string, uid: number): MessageSource | null;
	/** Reads what is likely to be asked for after what is kept, once half of that is given out. One call at a time, as `fetch`. Null when there is nothing to do. */
	next(): (() => Promise<void>) | null;
	/** The message is about to be changed: what was read of it is forgotten. */
	forget(path: string, uid: number): void;
}

/**
 * Reads ahead along the envelopes that were fetched last, which is the order in which a backlog is handled: at most 200 messages and 4 MB at a time, the next
 * of these when half of the last is given out, kept for ten seconds, each given out once. A message whose size is unknown or over the limit is read alone.
 */
export function createReadAhead(connection: Connection): ReadAhead {
	const kept = new Map<string, Ahead>();
	/** The last batch: so many messages, up to this one. */
	let batch: { path: string; uidValidity: string; last: number; size: number; maxBytes: number } | null = null;
	const keyOf = (path: string, uid: number) => `${path} ${uid}`;

	const take = (path: string, uid: number): MessageSource | null => {
		const found = kept.get(keyOf(path, uid));
		kept.delete(keyOf(path, uid));
		if (!found || found.until < Date.now() || found.uidValidity !== connection.reported.get(path)) return null;
		// Given out once: it is not likely to be asked for next.
		connection.sizes.delete(sizeKey(path, found.uidValidity, uid));
		return found.message;
	};

	const likelyNext = (path: string, uidValidity: string, uid: number, maxBytes: number): number[] => {
		const first = connection.sizes.get(sizeKey(path, uidValidity, uid)) ?? Number.POSITIVE_INFINITY;
		return first > maxBytes ? [uid] : [uid, ...knownAfter(path, uidValidity, uid, maxBytes, first)];
	};

	const knownAfter = (path: string, uidValidity: string, uid: number, maxBytes: number, already: number): number[] => {
		const prefix = sizeKey(path, uidValidity, uid).slice(0, -String(uid).length);
		const uids: number[] = [];
		let bytes = already;
		for (const [key, size] of connection.sizes) {
			const next = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : 0;
			if (next <= uid || size > maxBytes) continue;
			bytes += size;
			if (bytes > MAX_BYTES || uids.length >= MAX_MESSAGES) break;
			uids.push(next);
		}
		return uids;
	};

	const read = async (path: string, uidValidity: string, uids: number[], maxBytes: number): Promise<void> => {
		batch = { path, uidValidity, last: uids.at(-1) ?? 0, size: uids.length, maxBytes };
		const messages = await fetchTogether(connection, path, uids);
		// Counted from their coming: the line may be slow.
		const until = Date.now() + MAX_AGE_MS;
		for (const message of messages) kept.set(keyOf(path, message.envelope.uid), { message, uidValidity, until });
	};

	return {
		async fetch(path, uid, maxBytes) {
			const ready = take(path, uid);
			if (ready) return ready;
			kept.clear();
			const uidValidity = connection.reported.get(path);
			const uids = uidValidity === undefined ? [uid] : likelyNext(path, uidValidity, uid, maxBytes);
			if (uidValidity === undefined || uids.length === 1) return await fetchSource(connection, path, uid, maxBytes);
			await read(path, uidValidity, uids, maxBytes);
			// What did not come is asked for by itself, so that the reason is known.
			return take(path, uid) ?? (await fetchSource(connection, path, uid, maxBytes));
		},
		take,
		next() {
			if (!batch || kept.size > batch.size / 2) return null;
			const { path, uidValidity, last, maxBytes } = batch;
			if (connection.reported.get(path) !== uidValidity) return null;
			const uids = knownAfter(path, uidValidity, last, maxBytes, 0);
			if (uids.length === 0) return null;
			batch = null;
			return async () => await read(path, uidValidity, uids, maxBytes);
		},
		forget: (path, uid) => void kept.delete(keyOf(path, uid)),
	};
}

/** With one command; those that are gone or cannot be read are left out. */
async function fetchTogether(connection: Connection, path: string, uids: number[]): Promise<MessageSource[]> {
	await enterFolder(connection, path);
	const messages = await fetchByUid(connection, uids, { ...ENVELOPE_QUERY, source: true }, ({ source }) => Buffer.isBuffer(source));
	return messages.map((message) => ({ source: message.source ?? Buffer.alloc(0), envelope: toEnvelope(message), partial: null }));
}
