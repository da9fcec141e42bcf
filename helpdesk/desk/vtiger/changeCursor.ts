import { DeskError } from '../DeskError';

/** A record as it was when it was read. */
export interface Seen {
	number: number;
	/** In seconds: when it was made, or last changed. */
	at: number;
	/** Of what is in it; empty where only its making counts. */
	print: string;
}

/** How far a stream was read: all below the bound, and what of the rest was seen. */
export interface StreamPosition {
	/** A record number, or a time in seconds. */
	bound: number;
	seen: Seen[];
}

export type StreamName = 'tickets' | 'comments' | 'changes';
export const STREAMS: readonly StreamName[] = ['tickets', 'comments', 'changes'];
export type Positions = Record<StreamName, StreamPosition>;

const VERSION = 'v1';
const LONGEST = 2_000_000;
const PRINT = /^[\w-]{0,12}$/;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSeen = (value: unknown): value is [number, number, string] => Array.isArray(value) && value.length === 3 && isCount(value[0]) && isCount(value[1]) && typeof value[2] === 'string' && PRINT.test(value[2]);
const isPosition = (value: unknown): value is [number, Array<[number, number, string]>] => Array.isArray(value) && value.length === 2 && isCount(value[0]) && Array.isArray(value[1]) && value[1].every(isSeen);

function invalid(): DeskError {
	return new DeskError('CURSOR_INVALID', 'This is no cursor of the Vtiger desk', { fault: 'settings', remedy: 'Use the cursor that the last call has returned, or an empty one to start at the beginning.' });
}

function parsed(cursor: string): unknown {
	const [version, text = ''] = cursor.split('.');
	if (version !== VERSION || cursor.length > LONGEST) {
		throw invalid();
	}
	try {
		return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
	} catch {
		throw invalid();
	}
}

/** Where a cursor stands; an empty one at the beginning. Throws `CURSOR_INVALID`. */
export function readCursor(cursor: string): Positions {
	const text = cursor.trim();
	const beginning = (): StreamPosition => ({ bound: 0, seen: [] });
	if (text === '') {
		return { tickets: beginning(), comments: beginning(), changes: beginning() };
	}
	const value = parsed(text);
	if (!Array.isArray(value) || value.length !== STREAMS.length || !value.every(isPosition)) {
		throw invalid();
	}
	const [tickets, comments, changes] = value.map(([bound, seen]): StreamPosition => ({ bound, seen: seen.map(([number, at, print]) => ({ number, at, print })) }));
	return { tickets: tickets ?? beginning(), comments: comments ?? beginning(), changes: changes ?? beginning() };
}

export function writeCursor(positions: Positions): string {
	const value = STREAMS.map((stream) => [positions[stream].bound, positions[stream].seen.map(({ number, at, print }) => [number, at, print])]);
	return `${VERSION}.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
}

const nameOf = ({ number, at }: Seen): string => `${number}.${at}`;

/** Whether it was seen as it is now. */
export function seenIn({ seen }: StreamPosition): (record: Seen) => boolean {
	const prints = new Map(seen.map((record) => [nameOf(record), record.print]));
	return (record) => prints.get(nameOf(record)) === record.print;
}

const inOrder = (one: Seen, other: Seen): number => one.at - other.at || one.number - other.number;

/**
 * The position after these records, which followed each other in the stream. A request of Vtiger's draws number and time before others see its record, so the bound
 * stays `overlap` seconds behind the newest one, and what was seen above it is remembered by itself.
 */
export function advanced(stream: StreamName, position: StreamPosition, walked: Seen[], overlap: number): StreamPosition {
	const newest = walked.reduce((latest, { at }) => Math.max(latest, at), 0);
	const all = [...new Map([...position.seen, ...walked].map((record) => [nameOf(record), record])).values()].sort(inOrder);
	if (stream === 'changes') {
		const bound = Math.max(position.bound, newest - overlap);
		return { bound, seen: all.filter(({ at }) => at >= bound) };
	}
	const unsettled = walked.findIndex(({ at }) => at >= newest - overlap);
	const bound = Math.max(position.bound, walked[unsettled - 1]?.number ?? 0);
	return { bound, seen: all.filter(({ number }) => number > bound) };
}
