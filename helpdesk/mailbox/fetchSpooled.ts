import { HelpdeskError } from '../errors';
import { splitter } from '../email/setAside';
import { freeBytes } from '../freeBytes';
import type { Connection } from './connection';
import { ARRIVAL_QUERY, sizeKey, toArrival } from './fetchEnvelopes';
import { bytesOf, fetchOne, sizeOf } from './fetchSource';
import { enterFolder, folderChanged } from './folders';
import type { Arrival, MessageSource, Spooling } from './MailboxSession';
import { openSpool, type Spool } from './spool';

/** Of one command. The time of a round trip counts for little then, and whatever else is to be done on the connection waits for no more. */
const PIECE = 1024 * 1024;

/** What is no better when the message is read at once. */
const NOT_TO_BE_HAD = new Set(['CONNECTION_LOST', 'TIMEOUT', 'MESSAGE_GONE', 'FOLDER_CHANGED', 'FOLDER_MISSING']);

export interface Turns {
	/** Runs one command. */
	inTurn<T>(task: () => Promise<T>): Promise<T>;
	/** Runs all that belongs to one large message, one after another. */
	alone<T>(task: () => Promise<T>): Promise<T>;
}

interface Large {
	uidValidity: string;
	/** As the server says; some say wrong. */
	size: number;
}

/**
 * Reads a large message piece by piece into a file, without setting \Seen, and takes its long base64 bodies aside meanwhile. Each piece is a command of its own
 * (`inTurn`), between which others have their turn, but for other large messages (`alone`): servers look for a piece from the beginning of its message again when
 * they were asked for another message meanwhile. Null when the message is not large, or is to be read at once for another reason: it is over `maxBytes`, the disk
 * takes no more, or the server knows no pieces. Where there was nothing to take aside, the message is in memory and has no `spool`. Rejects as `fetchSource`.
 */
export async function fetchSpooled(
	connection: Connection,
	path: string,
	uid: number,
	maxBytes: number,
	spooling: Spooling,
	{ inTurn, alone }: Turns,
): Promise<MessageSource | null> {
	const isLarge = (size: number) => size > spooling.over && size <= maxBytes;
	const known = connection.sizes.get(sizeKey(path, connection.reported.get(path) ?? '', uid));
	if (known !== undefined && !isLarge(known)) return null;
	const large = await inTurn(async (): Promise<Large> => {
		const { uidValidity } = await enterFolder(connection, path);
		return { uidValidity, size: connection.sizes.get(sizeKey(path, uidValidity, uid)) ?? (await sizeOf(connection, uid)) };
	});
	if (!isLarge(large.size)) return null;
	const spool = await openSpool().catch(() => null);
	if (!spool) return null;
	let isKept = false;
	try {
		const message = await alone(async () => await readInto(spool, connection, path, uid, large, maxBytes, spooling, inTurn));
		isKept = message?.spool !== undefined;
		return message;
	} catch (error) {
		// The disk takes no more. Or the server refuses a piece: it may give the whole, or say why not.
		if (error instanceof HelpdeskError && NOT_TO_BE_HAD.has(error.code)) throw error;
		return null;
	} finally {
		if (!isKept) await spool.release();
	}
}

async function readInto(
	spool: Spool,
	connection: Connection,
	path: string,
	uid: number,
	{ uidValidity, size }: Large,
	maxBytes: number,
	{ piece = PIECE }: Spooling,
	inTurn: Turns['inTurn'],
): Promise<MessageSource | null> {
	const split = splitter();
	let envelope: Arrival | null = null;
	let wasShort = false;
	// A server that gives less than a piece at a time is asked for the rest, but not for ever.
	for (let left = 2 * Math.ceil(size / piece) + 10; ; left--) {
		const start = spool.length;
		const { bytes, arrival } = await inTurn(async () => {
			if ((await enterFolder(connection, path)).uidValidity !== uidValidity) throw folderChanged(path);
			const message = await fetchOne(connection, uid, { ...ARRIVAL_QUERY, source: { start, maxLength: piece } }, ({ source }) => source !== undefined);
			return { bytes: bytesOf(message.source), arrival: toArrival(message) };
		});
		envelope ??= arrival;
		// It gives all of it, or without end.
		if (bytes.length > piece || start + bytes.length > maxBytes || left === 0) return null;
		await spool.append(bytes);
		split.add(bytes);
		freeBytes(bytes);
		const came = spool.length - start;
		// A size that is too large is found out by asking once more, after a piece that was short. Nothing where there should be more is no end.
		if (came === 0 && spool.length < size && !wasShort) return null;
		wasShort = came < piece;
		if (came === 0 || (wasShort && spool.length >= size)) break;
	}
	const { source, setAside } = split.end();
	if (spool.length === 0) return null;
	return setAside.length === 0 ? { source, envelope, partial: null } : { source, envelope, partial: null, setAside, spool };
}
