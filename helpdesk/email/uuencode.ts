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
const MAX_FILES = 200;
const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,499})$/;

/** Bytes that a line of data gives; null when it is none. Blanks at its end may have been cut off on the way. */
function decodeLine(line: string): Buffer | null {
	if (line === '') return null;
	const count = (line.charCodeAt(0) - 32) & 63;
	const digits = Math.ceil(count / 3) * 4;
	if (line.length > digits + 3 || line.length < 1) return null;
	const out = Buffer.alloc(Math.ceil(count / 3) * 3);
	for (let group = 0; group * 4 < digits; group++) {
		let bits = 0;
		for (let digit = 0; digit < 4; digit++) {
			const code = line.charCodeAt(1 + group * 4 + digit);
			// NaN: the line is shorter than its count.
			const value = Number.isNaN(code) ? 32 : code;
			if (value < 32 || value > 96) return null;
			bits = (bits << 6) | ((value - 32) & 63);
		}
		out.writeUIntBE(bits, group * 3, 3);
	}
	return out.subarray(0, count);
}

interface Block {
	content: Buffer;
	/** Where the line after `end` starts. */
	next: number;
}

/** A block whose `begin` line was read: data, then `end`. Otherwise the start of the line that does not belong to one. */
function readBlock(text: string, start: number): Block | number {
	const pieces: Buffer[] = [];
	for (let position = start; position < text.length; ) {
		const feed = text.indexOf('\n', position);
		const next = feed === -1 ? text.length : feed + 1;
		const line = text.slice(position, feed === -1 ? text.length : feed).replace(/\r$/, '');
		if (line.trimEnd() === 'end' && pieces.length > 0) return { content: Buffer.concat(pieces), next };
		const data = line.length > 70 ? null : decodeLine(line === '' && pieces.length > 0 ? ' ' : line);
		if (data === null) return position;
		pieces.push(data);
		position = next;
	}
	return text.length;
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
