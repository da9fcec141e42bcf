import { isAscii } from 'node:buffer';
import { charsetLabel, decodeBytes } from './charset';
import { ChunkedText } from './chunkedText';
import type { MimePart } from './mimeTree';
import { decodeTransfer } from './transferEncoding';

/** Fixed characters for fixed ones, first CR LF and then what is left of CR: the engine copies such a text once, where a pattern makes a piece of each line. */
function withFeeds(text: string): string {
	const feeds = text.replace(/\r\n/g, '\n');
	return feeds.includes('\r') ? feeds.replace(/\r/g, '\n') : feeds;
}

/** LF line ends, and no NUL: PostgreSQL refuses text with one. */
export function plainLines(text: string): string {
	const feeds = text.includes('\r') ? withFeeds(text) : text;
	return feeds.includes('\u0000') ? feeds.replaceAll('\u0000', '') : feeds;
}

const NO_QUOTE = { depth: 0, end: 0 };

/** Depth of a quoted line and where its text starts. RFC 3676 writes `>> `; what comes as `> > ` is quoted twice all the same. */
function quoteOf(line: string): { depth: number; end: number } {
	if (line[0] !== '>') return NO_QUOTE;
	let depth = 0;
	let end = 0;
	while (line[end] === '>' || (depth > 0 && line[end] === ' ' && line[end + 1] === '>')) {
		if (line[end] === '>') depth++;
		end++;
	}
	return { depth, end };
}

/** A line end to be taken out, where no line is quoted: after a blank, unless it is that of a signature mark or one follows. */
const SOFT_BREAK = /(?<!(?:^|\n)--) \n(?!-- (?:\n|$))/g;

/** Joins the lines that `format=flowed` broke (RFC 3676): a line that ends in a blank goes on in the next of the same quote depth. */
function unflow(text: string, deleteSpace: boolean): string {
	// No line begins with a quote mark or a blank, and every blank stays: nothing but line ends goes.
	if (!deleteSpace && !/^[> ]/m.test(text)) return text.replace(SOFT_BREAK, ' ');
	const out: string[] = [];
	let open: { depth: number; pieces: string[] } | null = null;
	const close = (): void => {
		if (open === null) return;
		out.push((open.depth > 0 ? `${'>'.repeat(open.depth)} ` : '') + open.pieces.join(''));
		open = null;
	};
	for (const line of text.split('\n')) {
		const { depth, end } = quoteOf(line);
		const start = line[end] === ' ' ? end + 1 : end;
		const content = start === 0 ? line : line.slice(start);
		const isSignatureMark = content === '-- ';
		if (open !== null && (open.depth !== depth || isSignatureMark)) close();
		const flows = content.endsWith(' ') && !isSignatureMark;
		const piece = flows && deleteSpace ? content.slice(0, -1) : content;
		if (open === null) open = { depth, pieces: [piece] };
		else open.pieces.push(piece);
		if (!flows) close();
	}
	close();
	return out.join('\n');
}

/** Charsets in which an ASCII text is what it looks like, and which nearly every mail declares. */
const NEAR_ASCII = new Set(['', 'us-ascii', 'utf-8', 'iso-8859-1', 'windows-1252']);
const CR = 0x0d;
const LF = 0x0a;
const ESCAPE = 0x1b;
const PIECE = 16_384;

/** As `plainLines`, for ASCII: piece by piece, so that a long text is one copy of the bytes and not first one with all its CRs. */
function plainAscii(bytes: Buffer): string {
	if (!bytes.includes(CR) && !bytes.includes(0)) return bytes.toString('latin1');
	const text = new ChunkedText();
	const piece = Buffer.allocUnsafe(Math.min(bytes.length, PIECE));
	let filled = 0;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] ?? 0;
		if (byte === 0 || (byte === CR && bytes[index + 1] === LF)) continue;
		piece[filled++] = byte === CR ? LF : byte;
		if (filled < piece.length) continue;
		text.add(piece.toString('latin1'));
		filled = 0;
	}
	text.add(piece.toString('latin1', 0, filled));
	return text.toString();
}

function decodedLines(bytes: Buffer, charset: string): string {
	// Japanese in seven bits shifts by ESC.
	const isPlain = NEAR_ASCII.has(charsetLabel(charset)) && isAscii(bytes) && !bytes.includes(ESCAPE);
	return isPlain ? plainAscii(bytes) : plainLines(decodeBytes(bytes, charset));
}

/** Decoded text of a part: transfer encoding, charset (repaired, see `decodeBytes`), LF line ends, flowed lines joined. */
export function readTextPart(part: MimePart): string {
	const text = decodedLines(decodeTransfer(part.body, part.encoding), part.parameters['charset'] ?? '');
	if (part.type !== 'text/plain' || part.parameters['format']?.toLowerCase() !== 'flowed') return text;
	return unflow(text, part.parameters['delsp']?.toLowerCase() === 'yes');
}
