import type { Connection } from './connection';
import { ARRIVAL_QUERY, fetchEach, sizeKey, toArrival } from './fetchEnvelopes';
import { enterFolder } from './folders';
import type { MessageSource } from './MailboxSession';

/**
 * What one command brings. As much again may be kept, or on its way, from the command before it. More where the server is far away, because each command waits
 * for it once; less where the line is slow, because whatever else is to be done waits for the end of a command.
 */
const NEAR = { bytes: 4 * 1024 * 1024, messages: 200 };
const FAR = { bytes: 12 * 1024 * 1024, messages: 600 };
/** However slow the line is. */
const LEAST_BYTES = 1024 * 1024;
/** Before anything is known of the line. */
const FIRST_BYTES = 6.5 * 1024 * 1024;
/** A command that took longer makes the next ones smaller, so that they take about a second; a shorter one lets them grow. */
const LONG_COMMAND_MS = 500;
/** A server that never began to answer sooner is far away. */
const FAR_MS = 15;
/** However slow the reader is, so many messages are worth a command. */
const MIN_MESSAGES = 10;
/** What is older says nothing of flags and of whether the message is still there. */
const MAX_AGE_MS = 10_000;

interface Ahead {
	message: MessageSource;
	uidValidity: string;
	until: number;
}

interface Batch {
	path: string;
	uidValidity: string;
	maxBytes: number;
	/** Ascending. */
	uids: number[];
}

/** A message on its way. */
interface Coming {
	bytes: number;
	/** Those who wait for it. */
	waiting: Array<() => void>;
}

export interface ReadAhead {
	/** What was read already or is on its way, without a command of its own; null when there is nothing, or it did not come. */
	take(path: string, uid: number): Promise<MessageSource | null>;
	/** What brings this message with those that are likely to be asked for next: one command, to be run in its turn. Null when it is to be read alone. */
	startAt(path: string, uid: number, maxBytes: number): (() => Promise<void>) | null;
	/** What brings the messages after those, when there is room for them. To be run in its turn. Null when there is nothing to do. */
	readOn(): (() => Promise<void>) | null;
	/** A command that was to bring messages failed, or its turn never came because the connection was lost before: nobody is to wait for what it would have brought. */
	abandon(): void;
	/** The message is about to be changed: what was read of it, or is on its way, is forgotten. */
	forget(path: string, uid: number): void;
}

/**
 * Reads ahead along the envelopes that were fetched last, which is the order in which a backlog is handled: so much at a time as `NEAR` and `FAR` say, the next
 * of these while the last are given out, kept for ten seconds, each given out once. A message whose size is unknown or over the limit is read alone.
 * Where messages grow old before they are asked for, the reader is slower than the line, and less is read at a time.
 */
export function createReadAhead(connection: Connection): ReadAhead {
	const kept = new Map<string, Ahead>();
	const coming = new Map<string, Coming>();
	let keptBytes = 0;
	let comingBytes = 0;
	let limit = NEAR.messages;
	/** What the line is good for. */
	let lineBytes = FIRST_BYTES;
	const most = () => {
		const { bytes, messages } = (connection.soonestMs ?? 0) > FAR_MS ? FAR : NEAR;
		return { bytes: Math.min(bytes, lineBytes), messages };
	};
	let last: Batch | null = null;
	const keyOf = (path: string, uid: number) => `${path} ${uid}`;

	const drop = (key: string): Ahead | undefined => {
		const found = kept.get(key);
		if (found) keptBytes -= found.message.source.length;
		kept.delete(key);
		return found;
	};

	const keep = (key: string, ahead: Ahead) => {
		drop(key);
		kept.set(key, ahead);
		keptBytes += ahead.message.source.length;
	};

	const takeKept = (path: string, uid: number): MessageSource | null => {
		const found = drop(keyOf(path, uid));
		if (!found || found.until < Date.now() || found.uidValidity !== connection.reported.get(path)) return null;
		// Given out once: it is not likely to be asked for next.
		connection.sizes.delete(sizeKey(path, found.uidValidity, uid));
		return found.message;
	};

	const dropOld = () => {
		let old = 0;
		for (const [key, { until }] of kept) if (until < Date.now() && drop(key)) old += 1;
		if (old > 0) limit = Math.max(MIN_MESSAGES, Math.floor(limit / 2));
	};

	const arrived = (key: string) => {
		const found = coming.get(key);
		if (!found) return;
		coming.delete(key);
		comingBytes -= found.bytes;
		for (const go of found.waiting) go();
	};

	/** Known messages after these, as many as one command brings beside `already`; `few` when there are no more and a command of their own would bring little. */
	const knownAfter = ({ path, uidValidity, maxBytes, uids }: Batch, already: { messages: number; bytes: number }): { found: number[]; few: boolean } => {
		const uid = uids.at(-1) ?? 0;
		const prefix = sizeKey(path, uidValidity, uid).slice(0, -String(uid).length);
		const found: number[] = [];
		let sum = already.bytes;
		for (const [key, size] of connection.sizes) {
			const next = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : 0;
			if (next <= uid || size > maxBytes || kept.has(keyOf(path, next)) || coming.has(keyOf(path, next))) continue;
			sum += size;
			if (sum > most().bytes || found.length + already.messages >= limit) return { found, few: false };
			found.push(next);
		}
		return { found, few: sum < most().bytes / 4 };
	};

	const start = (batch: Batch): (() => Promise<void>) => {
		const { path, uidValidity, uids } = batch;
		last = batch;
		for (const uid of uids) {
			const bytes = connection.sizes.get(sizeKey(path, uidValidity, uid)) ?? 0;
			coming.set(keyOf(path, uid), { bytes, waiting: [] });
			comingBytes += bytes;
		}
		return async () => {
			try {
				await enterFolder(connection, path);
				const asked = performance.now();
				let brought = 0;
				await fetchEach(connection, uids, { ...ARRIVAL_QUERY, source: true }, (message) => {
					const key = keyOf(path, message.uid);
					if (!Buffer.isBuffer(message.source) || !coming.has(key)) return;
					brought += message.source.length;
					keep(key, { message: { source: message.source, envelope: toArrival(message), partial: null }, uidValidity, until: Date.now() + MAX_AGE_MS });
					arrived(key);
				});
				const ms = performance.now() - asked;
				lineBytes = Math.max(LEAST_BYTES, ms > LONG_COMMAND_MS ? (brought / ms) * 1000 : Math.min(lineBytes * 2, FAR.bytes));
			} finally {
				// What did not come is asked for by itself, so that the reason is known.
				for (const uid of uids) arrived(keyOf(path, uid));
				setTimeout(dropOld, MAX_AGE_MS + 1).unref();
			}
		};
	};

	/** A reader that jumps leaves behind what was read for it, the oldest first. */
	const makeRoom = () => {
		for (const key of kept.keys()) {
			if (keptBytes <= most().bytes && kept.size <= most().messages) break;
			drop(key);
		}
	};

	return {
		async take(path, uid) {
			const found = coming.get(keyOf(path, uid));
			if (found) await new Promise<void>((resolve) => void found.waiting.push(resolve));
			return takeKept(path, uid);
		},
		startAt(path, uid, maxBytes) {
			// Several who ask at once find it on its way when their turn comes.
			if (coming.has(keyOf(path, uid))) return null;
			const uidValidity = connection.reported.get(path);
			const size = uidValidity === undefined ? undefined : connection.sizes.get(sizeKey(path, uidValidity, uid));
			if (uidValidity === undefined || size === undefined || comingBytes > most().bytes) return null;
			last = { path, uidValidity, maxBytes, uids: [uid] };
			const more = size > maxBytes ? [] : knownAfter(last, { messages: 1, bytes: size }).found;
			if (more.length === 0) return null;
			makeRoom();
			return start({ ...last, uids: [uid, ...more] });
		},
		readOn() {
			// Also while the last ones are still on their way: a quick reader would else ask for what comes after them one by one.
			if (!last || keptBytes + comingBytes > most().bytes || kept.size + coming.size > limit) return null;
			if (connection.reported.get(last.path) !== last.uidValidity) return null;
			const { found: uids, few } = knownAfter(last, { messages: 0, bytes: 0 });
			// The last few whose sizes are known wait for those behind them: a command of their own would hold up the next ones.
			if (uids.length === 0 || (few && kept.size + coming.size > MIN_MESSAGES)) return null;
			limit = Math.min(most().messages, limit + most().messages / 10);
			return start({ ...last, uids });
		},
		abandon() {
			for (const key of [...coming.keys()]) arrived(key);
		},
		forget(path, uid) {
			drop(keyOf(path, uid));
			// On its way as well: what comes is not kept then, and whoever waits for it asks anew.
			arrived(keyOf(path, uid));
		},
	};
}
