import { firstValue, readHeaderBlock, type RawField, type SplitMessage } from './headerBlock';
import { parseStructured } from './parameters';

/** A node of the MIME structure (RFC 2045 to 2047). A multipart has children, everything else a body; an attached message is not opened. */
export interface MimePart {
	fields: RawField[];
	/** Lower case, e.g. `text/plain`. */
	type: string;
	parameters: Record<string, string>;
	/** `attachment`, `inline`, another word, or empty. */
	disposition: string;
	dispositionParameters: Record<string, string>;
	/** Content-Transfer-Encoding in lower case. */
	encoding: string;
	/** Type of the multipart that it stands in; empty for the message itself. */
	parentType: string;
	/** Still encoded. */
	body: Buffer;
	children: MimePart[];
	/** The source ended inside this part: where only the start of a message was fetched, this part is cut. */
	reachesEnd: boolean;
}

export interface MimeTree {
	root: MimePart;
	/** Structure beyond the limits, or a multipart without a single delimiter. */
	broken: boolean;
}

/** Hostile structures end here; what lies beyond is left out and the item is marked as incomplete. */
const MAX_PARTS = 10_000;
const MAX_DEPTH = 1_000;
/** RFC 2046 allows 70 characters; mailers have been seen to use more. */
const MAX_BOUNDARY = 250;

interface OpenMultipart {
	part: MimePart;
	boundary: string;
	bodyStart: number;
}

interface Delimiter {
	lineStart: number;
	next: number;
	depth: number;
	closing: boolean;
}

function typeOf(fields: readonly RawField[], parentType: string): { value: string; parameters: Record<string, string> } {
	const structured = parseStructured(firstValue(fields, 'content-type'));
	if (/^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(structured.value)) return structured;
	if (structured.value === 'text' || structured.value === 'html') return { ...structured, value: structured.value === 'html' ? 'text/html' : 'text/plain' };
	const disposition = parseStructured(firstValue(fields, 'content-disposition'));
	const isFile = disposition.value === 'attachment' || disposition.parameters['filename'] !== undefined;
	if (parentType === 'multipart/digest') return { ...structured, value: 'message/rfc822' };
	return { ...structured, value: isFile ? 'application/octet-stream' : 'text/plain' };
}

function makePart(fields: RawField[], parentType: string): MimePart {
	const type = typeOf(fields, parentType);
	const disposition = parseStructured(firstValue(fields, 'content-disposition'));
	return {
		fields,
		type: type.value,
		parameters: type.parameters,
		disposition: disposition.value,
		dispositionParameters: disposition.parameters,
		encoding: parseStructured(firstValue(fields, 'content-transfer-encoding')).value,
		parentType,
		body: Buffer.alloc(0),
		children: [],
		reachesEnd: false,
	};
}

/** A part that stood in no MIME structure: a file or a text out of a winmail.dat, a uuencoded block, a signed envelope. */
export function madePart(made: { type: string; name?: string; contentId?: string; content: Buffer }): MimePart {
	return {
		fields: made.contentId ? [{ name: 'content-id', value: `<${made.contentId}>` }] : [],
		type: made.type,
		parameters: {},
		disposition: made.name === undefined ? '' : 'attachment',
		dispositionParameters: made.name === undefined ? {} : { filename: made.name },
		encoding: '',
		parentType: '',
		body: made.content,
		children: [],
		reachesEnd: false,
	};
}

/** Every look-up may read the whole source. A gateway puts a mail into one or two multiparts of its own; an attack has thousands. */
const MAX_LOOK_UPS = 5;

/**
 * A multipart that forgot to name its boundary, or names one that never comes: the first delimiter-like line of the body is taken for it, unless it is one of
 * the multiparts around it (`isOpen`). Whether it comes is looked up for the outermost only (`looksUp`).
 */
function boundaryOf(part: MimePart, source: Buffer, bodyStart: number, looksUp: boolean, isOpen: (token: string) => boolean): string {
	const named = (part.parameters['boundary'] ?? '').slice(0, MAX_BOUNDARY);
	if (named !== '' && (!looksUp || source.includes(`--${named}`, bodyStart, 'latin1'))) return named;
	const start = source.toString('latin1', bodyStart, bodyStart + 8_192);
	const found = /(?:^|\n)--([^\r\n]{1,200})(?:\r|\n|$)/.exec(start)?.[1]?.trimEnd() ?? '';
	return isOpen(found) || isOpen(found.replace(/--$/, '')) ? '' : found;
}

function trimLineEnd(source: Buffer, start: number, end: number): number {
	let trimmed = end;
	if (trimmed > start && source[trimmed - 1] === 0x0a) trimmed--;
	if (trimmed > start && source[trimmed - 1] === 0x0d) trimmed--;
	return trimmed;
}

/**
 * Reads the structure of a message in one pass over its bytes, however deep the nesting, and keeps slices instead of copies. Never throws by itself;
 * `checkTime` is called often and may throw to end the work. Bodies of parts whose delimiter never comes reach to the end.
 */
export function readMimeTree(message: SplitMessage, checkTime: () => void): MimeTree {
	const { source } = message;
	const root = makePart(message.fields, '');
	const open: OpenMultipart[] = [];
	const depthsByBoundary = new Map<string, number[]>();
	let broken = false;
	let parts = 1;
	let lookUps = 0;

	const delimiterAt = (lineStart: number): Delimiter | null => {
		if (source[lineStart] !== 0x2d || source[lineStart + 1] !== 0x2d) return null;
		const feed = source.indexOf(0x0a, lineStart);
		const lineEnd = feed === -1 ? source.length : feed;
		if (lineEnd - lineStart > MAX_BOUNDARY + 40) return null;
		const token = source.toString('latin1', lineStart + 2, lineEnd).trimEnd();
		const depth = depthsByBoundary.get(token)?.at(-1);
		if (depth !== undefined) return { lineStart, next: feed === -1 ? source.length : feed + 1, depth, closing: false };
		if (!token.endsWith('--')) return null;
		const closed = depthsByBoundary.get(token.slice(0, -2))?.at(-1);
		return closed === undefined ? null : { lineStart, next: feed === -1 ? source.length : feed + 1, depth: closed, closing: true };
	};

	const nextDelimiter = (from: number): Delimiter | null => {
		if (open.length === 0) return null;
		for (let lineStart = from; lineStart !== 0 && lineStart < source.length; ) {
			const found = delimiterAt(lineStart);
			if (found !== null) return found;
			lineStart = source.indexOf('\n--', lineStart, 'latin1') + 1;
		}
		return null;
	};

	const closeTo = (depth: number, end: number): void => {
		while (open.length > depth) {
			const closed = open.pop();
			if (closed === undefined) return;
			depthsByBoundary.get(closed.boundary)?.pop();
			if (closed.part.children.length > 0) continue;
			// A multipart without parts: its text is all there is, and must not be lost.
			broken = true;
			closed.part.type = 'text/plain';
			closed.part.body = source.subarray(closed.bodyStart, trimLineEnd(source, closed.bodyStart, end));
		}
	};

	/** Returns the part when its body is to be read, null when it opened a multipart. */
	const enter = (part: MimePart, bodyStart: number): MimePart | null => {
		if (!part.type.startsWith('multipart/')) return part;
		const boundary = open.length < MAX_DEPTH ? boundaryOf(part, source, bodyStart, lookUps++ < MAX_LOOK_UPS, (token) => depthsByBoundary.has(token)) : '';
		if (boundary === '') {
			broken = true;
			part.type = 'text/plain';
			return part;
		}
		const depths = depthsByBoundary.get(boundary) ?? [];
		depths.push(open.length);
		depthsByBoundary.set(boundary, depths);
		open.push({ part, boundary, bodyStart });
		return null;
	};

	let position = message.bodyStart;
	let current = enter(root, position);
	let bodyStart = position;
	for (;;) {
		checkTime();
		const delimiter = nextDelimiter(position);
		if (current !== null) {
			const end = delimiter === null ? source.length : trimLineEnd(source, bodyStart, delimiter.lineStart);
			current.body = source.subarray(bodyStart, end);
			current.reachesEnd = delimiter === null;
			current = null;
		}
		closeTo(delimiter === null ? 0 : delimiter.depth + 1, delimiter?.lineStart ?? source.length);
		if (delimiter === null) break;
		position = delimiter.next;
		const parent = open.at(-1)?.part;
		if (delimiter.closing || parent === undefined) continue;
		if (++parts > MAX_PARTS) {
			broken = true;
			break;
		}
		const block = readHeaderBlock(source, position, (lineStart) => delimiterAt(lineStart) !== null);
		const part = makePart(block.fields, parent.type);
		parent.children.push(part);
		position = bodyStart = block.bodyStart;
		current = enter(part, bodyStart);
	}
	closeTo(0, source.length);
	return { root, broken };
}
