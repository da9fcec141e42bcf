export interface UuencodedFile {
	/** As the sender wrote it: not yet safe. */
	name: string;
	content: Buffer;
}

export interface SplitText {
	/** What stands around the files. */
	text: Buffer;
	files: UuencodedFile[];
}

const LF = 0x0a;
const WORD = Buffer.from('begin ');
const END = Buffer.from('end');
const CR = 0x0d;
const LONGEST_LINE = 70;
const MAX_FILES = 200;
const LONGEST_BEGIN = 520;
const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,499})$/;

/** How many bytes the line of data [from, to) gives; -1 when it is none. Blanks at its end may have been cut off on the way. */
function sizeOfLine(source: Buffer, from: number, to: number): number {
	const count = ((source[from] ?? 0) - 32) & 63;
	const digits = Math.ceil(count / 3) * 4;
	if (to - from > digits + 3) return -1;
	for (let at = from + 1; at < Math.min(from + 1 + digits, to); at++) {
		const code = source[at] ?? 0;
		if (code < 32 || code > 96) return -1;
	}
	return count;
}

/** Writes the bytes of a line that `sizeOfLine` has measured. */
function decodeLine(source: Buffer, from: number, to: number, out: Buffer, start: number, count: number): void {
	for (let group = 0; group * 3 < count; group++) {
		let bits = 0;
		for (let digit = 1; digit <= 4; digit++) {
			const at = from + group * 4 + digit;
			bits = (bits << 6) | (at < to ? ((source[at] ?? 0) - 32) & 63 : 0);
		}
		for (let byte = 0; byte < 3 && group * 3 + byte < count; byte++) out[start + group * 3 + byte] = bits >> (16 - byte * 8);
	}
}

interface Block {
	content: Buffer;
	/** Where the line after `end` starts. */
	next: number;
}

interface Line {
	/** Without the line end. */
	end: number;
	next: number;
}

function lineAt(source: Buffer, start: number): Line {
	let feed = start;
	while (feed < source.length && source[feed] !== LF) feed++;
	return { end: feed > start && source[feed - 1] === CR ? feed - 1 : feed, next: Math.min(feed + 1, source.length) };
}

function isEnd(source: Buffer, from: number, to: number): boolean {
	return source[from] === END[0] && source.toString('latin1', from, to).trimEnd() === 'end';
}

function beginsAt(source: Buffer, at: number): boolean {
	for (let index = 0; index < WORD.length; index++) if (source[at + index] !== WORD[index]) return false;
	return at === 0 || source[at - 1] === LF;
}

/** Where the next line starts that begins with `begin`, from a start of a line on; -1 when there is none. Byte by byte: there may be one every few bytes. */
function nextBegin(source: Buffer, from: number): number {
	for (let at = from; at < source.length; at++) if (source[at] === WORD[0] && beginsAt(source, at)) return at;
	return -1;
}

/** A block whose `begin` line was read: data, then `end`. Otherwise the start of the line that does not belong to one. Measured first, so that it is written once. */
function readBlock(source: Buffer, start: number): Block | number {
	let size = 0;
	for (let position = start; position < source.length; ) {
		const { end, next } = lineAt(source, position);
		const hasData = position > start;
		if (hasData && isEnd(source, position, end)) return { content: contentOf(source, start, position, size), next };
		// A line of blanks gives nothing; its blanks may all be gone.
		const count = end === position && hasData ? 0 : end === position || end - position > LONGEST_LINE ? -1 : sizeOfLine(source, position, end);
		if (count === -1) return position;
		size += count;
		position = next;
	}
	return source.length;
}

function contentOf(source: Buffer, start: number, dataEnd: number, size: number): Buffer {
	const content = Buffer.allocUnsafe(size);
	let written = 0;
	for (let position = start; position < dataEnd; ) {
		const { end, next } = lineAt(source, position);
		const count = end === position ? 0 : sizeOfLine(source, position, end);
		decodeLine(source, position, end, content, written, count);
		written += count;
		position = next;
	}
	return content;
}

/**
 * Takes uuencoded files (`begin 644 name`, data, `end`; POSIX uuencode) out of a text. Null when there are none. A `begin` line of prose, or a block that
 * is broken or without end, stays in the text. Linear, since no line that belongs to a block can begin one.
 */
export function splitUuencoded(source: Buffer): SplitText | null {
	if (!source.includes(WORD)) return null;
	const files: UuencodedFile[] = [];
	const kept: Buffer[] = [];
	let keptFrom = 0;
	for (let mark = nextBegin(source, 0); mark !== -1 && files.length < MAX_FILES; ) {
		const first = lineAt(source, mark);
		// What follows is looked at first: nearly always that shows already that there is no file, and the line need not become a text.
		const block = readBlock(source, first.next);
		const name = typeof block === 'number' ? undefined : BEGIN.exec(source.toString('latin1', mark, Math.min(first.end, mark + LONGEST_BEGIN)))?.[1];
		if (typeof block === 'number' || name === undefined) {
			mark = nextBegin(source, typeof block === 'number' ? block : block.next);
			continue;
		}
		files.push({ name: name.trimEnd(), content: block.content });
		kept.push(source.subarray(keptFrom, mark));
		keptFrom = block.next;
		mark = nextBegin(source, block.next);
	}
	if (files.length === 0) return null;
	return { text: Buffer.concat([...kept, source.subarray(keptFrom)]), files };
}
