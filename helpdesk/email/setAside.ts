import { createHash, randomBytes } from 'node:crypto';
import { base64Decoder } from './base64';
import type { SetAside } from './Email';

/** A message without its long base64 bodies, and what was left out of it. */
export interface Skeleton {
	source: Buffer;
	setAside: SetAside[];
}

export interface Splitter {
	/** The next bytes of the message, in pieces of any length; nothing of `piece` is held. */
	add(piece: Buffer): void;
	end(): Skeleton;
}

/** Bytes of encoded text: a shorter body is not worth the trouble. */
const LEAST = 256 * 1024;
/**
 * So much of a body stays where it is. Nothing in the reading looks further than this from one place (64 KiB for a charset, 8 KiB for a boundary, 2 KiB for the
 * identity), so that none of it sees another text than in the whole message.
 */
const KEPT = 64 * 1024;
const LONGEST_LINE = 1_000;
/** Of every marker. */
export const MARKER_LENGTH = 48;

const LF = 0x0a;
const CR = 0x0d;
const PADDING = 0x3d;
const IS_DIGIT = new Uint8Array(256);
for (const digit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') IS_DIGIT[digit.charCodeAt(0)] = 1;

/** Lines of base64 that follow one another. */
interface Run {
	offset: number;
	length: number;
	/** What is not set aside yet; of a run that is, the first `kept` bytes. */
	lines: Buffer[];
	body: { decoder: ReturnType<typeof base64Decoder>; hash: ReturnType<typeof createHash>; size: number } | null;
}

type LineKind = 'plain' | 'base64' | 'padded';

/** `end` is behind the line end. */
function kindOf(data: Buffer, start: number, end: number): LineKind {
	let last = end;
	if (last > start && data[last - 1] === LF) last--;
	if (last > start && data[last - 1] === CR) last--;
	let digits = last;
	while (digits > start && last - digits < 2 && data[digits - 1] === PADDING) digits--;
	if (digits === start || end - start > LONGEST_LINE) return 'plain';
	for (let index = start; index < digits; index++) if (IS_DIGIT[data[index] ?? 0] === 0) return 'plain';
	return digits < last ? 'padded' : 'base64';
}

/**
 * Leaves long runs of base64 lines out of a message while it comes in, in one pass and without knowing its structure: in place of each but its beginning stands
 * one line that is base64 as well, and that nobody can have foreseen. A run holds no line that a reader could take for a delimiter, a header field or an end, so the
 * structure of what is left is that of the message; whether a run was the whole body of a file is for the reader to see (`findSetAside`).
 */
export function splitter(least = LEAST, keep = KEPT): Splitter {
	const token = randomBytes(16).toString('hex');
	const skeleton: Buffer[] = [];
	const setAside: SetAside[] = [];
	let run: Run | null = null;
	let offset = 0;
	let rest = Buffer.alloc(0);
	/** Inside of a line that is too long to be looked at as a whole. */
	let inLongLine = false;

	const beginBody = (begun: Run) => {
		const text = Buffer.concat(begun.lines);
		begun.body = { decoder: base64Decoder(), hash: createHash('sha256'), size: 0 };
		begun.lines = [Buffer.from(text.subarray(0, text.indexOf(LF, keep - 1) + 1 || text.length))];
		addToBody(begun.body, text);
	};

	const addToBody = (body: NonNullable<Run['body']>, text: Buffer) => {
		body.decoder.add(text, (bytes) => {
			body.hash.update(bytes);
			body.size += bytes.length;
		});
	};

	const addToRun = (lines: Buffer) => {
		run ??= { offset, length: 0, lines: [], body: null };
		run.length += lines.length;
		offset += lines.length;
		if (run.body) return addToBody(run.body, lines);
		run.lines.push(Buffer.from(lines));
		if (run.length >= least) beginBody(run);
	};

	const endRun = (lineEnd: string) => {
		const ended = run;
		run = null;
		if (!ended) return;
		skeleton.push(...ended.lines);
		if (!ended.body) return;
		const { decoder, hash, size } = ended.body;
		const last = decoder.end();
		const marker = `SetAside${token}${String(setAside.length).padStart(MARKER_LENGTH - 8 - token.length, '0')}`;
		const kept = ended.lines.reduce((sum, each) => sum + each.length, 0);
		setAside.push({ marker, kept, offset: ended.offset, length: ended.length, size: size + last.length, sha256: hash.update(last).digest('hex') });
		skeleton.push(Buffer.from(marker + lineEnd));
	};

	const addPlain = (bytes: Buffer) => {
		offset += bytes.length;
		if (bytes.length > 0) skeleton.push(Buffer.from(bytes));
	};

	/**
	 * A run that begins and ends here and is too short to be set aside is text like any other: a piece of memory for each of millions of short lines would take a
	 * hundred times what the message does. A padded line is the last of its run.
	 */
	const addLines = (data: Buffer, start: number, end: number) => {
		let from = start;
		let runStart = -1;
		const stopRun = (to: number) => {
			const begun = runStart;
			runStart = -1;
			if (begun === -1) return endRun('\r\n');
			if (!run && to - begun < least) return;
			addPlain(data.subarray(from, begun));
			addToRun(data.subarray(begun, to));
			endRun('\r\n');
			from = to;
		};
		for (let position = start; position < end; ) {
			const feed = data.indexOf(LF, position);
			const next = feed === -1 || feed >= end ? end : feed + 1;
			const kind = kindOf(data, position, next);
			if (kind === 'plain') stopRun(position);
			else if (runStart === -1) runStart = position;
			position = next;
			if (kind === 'padded') stopRun(position);
		}
		if (runStart === -1) return addPlain(data.subarray(from, end));
		addPlain(data.subarray(from, runStart));
		addToRun(data.subarray(runStart, end));
	};

	/** More of the line that was not ended yet. */
	const addOpenLine = (bytes: Buffer, isEnd: boolean) => {
		if (!inLongLine) {
			rest = Buffer.concat([rest, bytes]);
			inLongLine = rest.length > LONGEST_LINE;
			if (inLongLine) {
				endRun('\r\n');
				addPlain(rest);
			} else if (isEnd) {
				addLines(rest, 0, rest.length);
			}
		} else {
			addPlain(bytes);
		}
		if (inLongLine || isEnd) rest = Buffer.alloc(0);
		if (isEnd) inLongLine = false;
	};

	return {
		add(piece) {
			const start = piece.indexOf(LF) + 1;
			// Without a line end the open line goes on.
			addOpenLine(start === 0 ? piece : piece.subarray(0, start), start > 0);
			if (start === 0) return;
			const end = piece.lastIndexOf(LF) + 1;
			addLines(piece, start, end);
			addOpenLine(piece.subarray(end), false);
		},
		end() {
			addLines(rest, 0, rest.length);
			endRun('');
			return { source: Buffer.concat(skeleton), setAside };
		},
	};
}
