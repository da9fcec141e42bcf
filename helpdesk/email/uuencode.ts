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
const CR = 0x0d;
const LONGEST_LINE = 70;
const MAX_FILES = 200;
const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,499})$/;

/** How many bytes the line of data [from, to) gives; -1 when it is none. Blanks at its end may have been cut off on the way. */
function sizeOfLine(text: string, from: number, to: number): number {
	const count = (text.charCodeAt(from) - 32) & 63;
	const digits = Math.ceil(count / 3) * 4;
	if (to - from > digits + 3) return -1;
	for (let at = from + 1; at < Math.min(from + 1 + digits, to); at++) {
		const code = text.charCodeAt(at);
		if (code < 32 || code > 96) return -1;
	}
	return count;
}

/** Writes the bytes of a line that `sizeOfLine` has measured. */
function decodeLine(text: string, from: number, to: number, out: Buffer, start: number, count: number): void {
	for (let group = 0; group * 3 < count; group++) {
		let bits = 0;
		for (let digit = 1; digit <= 4; digit++) {
			const at = from + group * 4 + digit;
			bits = (bits << 6) | (at < to ? (text.charCodeAt(at) - 32) & 63 : 0);
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

function lineAt(text: string, start: number): Line {
	const feed = text.indexOf('\n', start);
	const end = feed === -1 ? text.length : feed;
	return { end: end > start && text.charCodeAt(end - 1) === CR ? end - 1 : end, next: feed === -1 ? text.length : feed + 1 };
}

/** A block whose `begin` line was read: data, then `end`. Otherwise the start of the line that does not belong to one. Measured first, so that it is written once. */
function readBlock(text: string, start: number): Block | number {
	let size = 0;
	for (let position = start; position < text.length; ) {
		const { end, next } = lineAt(text, position);
		const hasData = position > start;
		if (hasData && text.startsWith('end', position) && text.slice(position, end).trimEnd() === 'end') return { content: contentOf(text, start, position, size), next };
		// A line of blanks gives nothing; its blanks may all be gone.
		const count = end === position && hasData ? 0 : end === position || end - position > LONGEST_LINE ? -1 : sizeOfLine(text, position, end);
		if (count === -1) return position;
		size += count;
		position = next;
	}
	return text.length;
}

function contentOf(text: string, start: number, dataEnd: number, size: number): Buffer {
	const content = Buffer.allocUnsafe(size);
	let written = 0;
	for (let position = start; position < dataEnd; ) {
		const { end, next } = lineAt(text, position);
		const count = end === position ? 0 : sizeOfLine(text, position, end);
		decodeLine(text, position, end, content, written, count);
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
	let mark = source.indexOf('begin ', 0, 'latin1');
	if (mark === -1) return null;
	const text = source.toString('latin1');
	const files: UuencodedFile[] = [];
	const kept: Buffer[] = [];
	let keptFrom = 0;
	while (mark !== -1 && files.length < MAX_FILES) {
		const feed = text.indexOf('\n', mark);
		if (feed === -1) break;
		const begin = mark === 0 || source[mark - 1] === LF ? BEGIN.exec(text.slice(mark, Math.min(feed, mark + 520)).replace(/\r$/, '')) : null;
		const block = begin === null ? mark + 6 : readBlock(text, feed + 1);
		if (typeof block === 'number') {
			mark = text.indexOf('begin ', block);
			continue;
		}
		files.push({ name: begin?.[1]?.trimEnd() ?? '', content: block.content });
		kept.push(source.subarray(keptFrom, mark));
		keptFrom = block.next;
		mark = text.indexOf('begin ', block.next);
	}
	if (files.length === 0) return null;
	return { text: Buffer.concat([...kept, source.subarray(keptFrom)]), files };
}
