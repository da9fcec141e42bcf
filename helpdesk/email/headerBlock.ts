import { ChunkedText } from './chunkedText';

/** One header field, unfolded, its bytes as latin1 characters: nothing is decoded yet. */
export interface RawField {
	/** Lower case. */
	name: string;
	value: string;
}

export interface HeaderBlock {
	fields: RawField[];
	/** Where the body starts, in bytes from the start of the source. */
	bodyStart: number;
}

/** Says of a line (by its bounds, without line break) that it ends the block although no blank line came: a MIME delimiter. */
export type EndOfBlock = (lineStart: number, lineEnd: number) => boolean;

const LF = 0x0a;
const CR = 0x0d;
const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]{1,200}$/;
/** A field longer than this is hostile: what goes beyond is not read. Room for a To with 10,000 recipients. */
const MAX_FIELD = 1_048_576;
const MAX_FIELDS = 20_000;

interface OpenField {
	name: string;
	/** What stands in the first line. */
	value: string;
	/** With what was folded onto further lines; null where nothing was. */
	folded: ChunkedText | null;
	length: number;
}

function fieldOf(line: string): OpenField | null {
	const colon = line.indexOf(':');
	if (colon < 1) return null;
	const name = line.slice(0, Math.min(colon, 256)).trimEnd();
	if (!FIELD_NAME.test(name)) return null;
	return { name: name.toLowerCase(), value: line.slice(colon + 1), folded: null, length: line.length };
}

function closeField(open: OpenField): RawField {
	return { name: open.name, value: (open.folded?.toString() ?? open.value).trim() };
}

/**
 * Reads the header block that starts at `start` (RFC 5322 section 2.2), in linear time and without throwing. A line that is no field is skipped
 * (a broken fold), unless no blank line ever follows: then the body starts there. Text without any header is all body.
 */
export function readHeaderBlock(source: Buffer, start = 0, endOfBlock: EndOfBlock = () => false): HeaderBlock {
	const fields: RawField[] = [];
	let open: OpenField | null = null;
	let firstStray = -1;
	let position = start;
	let bodyStart = -1;
	while (position < source.length) {
		const feed = source.indexOf(LF, position);
		const next = feed === -1 ? source.length : feed + 1;
		let lineEnd = feed === -1 ? source.length : feed;
		if (lineEnd > position && source[lineEnd - 1] === CR) lineEnd--;
		if (endOfBlock(position, lineEnd)) {
			bodyStart = position;
			break;
		}
		if (lineEnd === position) {
			bodyStart = next;
			break;
		}
		const first = source[position];
		const line: string = source.toString('latin1', position, Math.min(lineEnd, position + MAX_FIELD));
		if (first === 0x20 || first === 0x09) {
			if (open !== null && open.length < MAX_FIELD) {
				open.folded ??= new ChunkedText(' ', open.value);
				open.folded.add(line.trim());
				open.length += line.length;
			}
		} else {
			const field = fieldOf(line);
			if (field !== null) {
				if (open !== null) fields.push(closeField(open));
				open = fields.length < MAX_FIELDS ? field : null;
			} else if (fields.length === 0 && open === null) {
				return { fields: [], bodyStart: start };
			} else if (firstStray === -1) {
				firstStray = position;
			}
		}
		position = next;
	}
	if (open !== null) fields.push(closeField(open));
	if (bodyStart === -1) bodyStart = firstStray === -1 ? source.length : firstStray;
	return { fields, bodyStart };
}

/** Line ends of old Macs (CR alone) become LF, so that one reader serves all; anything else is returned as it is. */
function withLineFeeds(source: Buffer): Buffer {
	if (source.includes(LF) || !source.includes(CR)) return source;
	const copy = Buffer.from(source);
	for (let index = copy.indexOf(CR); index !== -1; index = copy.indexOf(CR, index + 1)) copy[index] = LF;
	return copy;
}

/** Blank lines and an mbox "From " line before the header are not part of it. */
function headerStart(source: Buffer): number {
	let start = 0;
	while (source[start] === LF || source[start] === CR) start++;
	if (/^>?From /.test(source.toString('latin1', start, start + 6))) {
		const feed = source.indexOf(LF, start);
		return feed === -1 ? source.length : feed + 1;
	}
	return start;
}

export interface SplitMessage extends HeaderBlock {
	/** The source with usable line ends; `bodyStart` counts in it. */
	source: Buffer;
}

/** Splits a message into its header fields and its body. Never throws; linear in the size of the header. */
export function splitMessage(message: Buffer): SplitMessage {
	const source = withLineFeeds(message);
	const start = headerStart(source);
	const block = readHeaderBlock(source, start);
	return { source, ...block };
}

/** Raw values of one field, topmost first. `name` in lower case. */
export function rawValues(fields: readonly RawField[], name: string): string[] {
	return fields.filter((field) => field.name === name).map((field) => field.value);
}

/** Raw value of the topmost field of that name that is not empty, or an empty string. */
export function firstValue(fields: readonly RawField[], name: string): string {
	return fields.find((field) => field.name === name && field.value !== '')?.value ?? '';
}
