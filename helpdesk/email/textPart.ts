import { decodeBytes } from './charset';
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

/** Decoded text of a part: transfer encoding, charset (repaired, see `decodeBytes`), LF line ends, flowed lines joined. */
export function readTextPart(part: MimePart): string {
	const text = plainLines(decodeBytes(decodeTransfer(part.body, part.encoding), part.parameters['charset'] ?? ''));
	if (part.type !== 'text/plain' || part.parameters['format']?.toLowerCase() !== 'flowed') return text;
	return unflow(text, part.parameters['delsp']?.toLowerCase() === 'yes');
}
