import { Tokenizer } from 'htmlparser2';

export interface OpenToken {
	kind: 'open';
	name: string;
	attributes: ReadonlyMap<string, string>;
	/** The tag as it stands in the source. */
	source: string;
	/** Index of the matching close token. */
	close: number;
}

export interface CloseToken {
	kind: 'close';
	name: string;
}

/** Text between two tags (decoded), or an element without content such as `img` and `br`. */
export interface LeafToken {
	kind: 'text' | 'void';
	name: string;
	attributes: ReadonlyMap<string, string>;
	/** Decoded text; empty for `void`. */
	text: string;
	source: string;
}

export type HtmlToken = OpenToken | CloseToken | LeafToken;

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
/** What a start tag ends without being told (a small part of HTML's rules: the part that mail programs rely on). */
const IMPLIED_END: Readonly<Record<string, readonly string[]>> = { p: ['p'], li: ['li'], tr: ['tr', 'td', 'th'], td: ['td', 'th'], th: ['td', 'th'], option: ['option'] };
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** Deeper elements are read as if their tags were not there: a mail nests some dozens, an attack ten thousands. */
const MAX_DEPTH = 512;
const ATTRIBUTE_LIMIT = 2_000;

/**
 * Reads HTML into a flat, balanced list of tokens: an index instead of a tree, so that depth costs neither stack nor time. Linear in the length of the source.
 * (The tokenizer is used without htmlparser2's parser, whose stack makes 200,000 open tags take many seconds.)
 */
export function tokenizeHtml(html: string): HtmlToken[] {
	const tokens: HtmlToken[] = [];
	const open: Array<{ name: string; index: number }> = [];
	const openCount = new Map<string, number>();
	let name = '';
	let tagStart = 0;
	let attributes: Map<string, string> | null = null;
	let attributeName = '';
	let attributeValue = '';
	let text = '';
	let textStart = -1;
	let textEnd = 0;

	const flushText = (): void => {
		if (textStart >= 0) tokens.push({ kind: 'text', name: '', attributes: NO_ATTRIBUTES, text, source: html.slice(textStart, textEnd) });
		text = '';
		textStart = -1;
	};
	const addText = (piece: string, start: number, end: number): void => {
		if (textStart < 0) textStart = start;
		text += piece;
		textEnd = end;
	};
	const closeTop = (): void => {
		const top = open.pop();
		if (top === undefined) return;
		openCount.set(top.name, (openCount.get(top.name) ?? 1) - 1);
		(tokens[top.index] as OpenToken).close = tokens.length;
		tokens.push({ kind: 'close', name: top.name });
	};
	const openTag = (end: number): void => {
		flushText();
		const source = html.slice(tagStart, end + 1);
		if (VOID.has(name)) {
			tokens.push({ kind: 'void', name, attributes: attributes ?? NO_ATTRIBUTES, text: '', source });
			return;
		}
		const implied = IMPLIED_END[name];
		while (implied !== undefined && open.length > 0 && implied.includes((open[open.length - 1] as { name: string }).name)) closeTop();
		if (open.length >= MAX_DEPTH) return;
		open.push({ name, index: tokens.length });
		openCount.set(name, (openCount.get(name) ?? 0) + 1);
		tokens.push({ kind: 'open', name, attributes: attributes ?? NO_ATTRIBUTES, source, close: -1 });
	};

	const inPre = (): boolean => (openCount.get('pre') ?? 0) > 0;

	const tokenizer = new Tokenizer(
		{ xmlMode: false, decodeEntities: true },
		{
			onopentagname(start, end) {
				name = html.slice(start, end).toLowerCase();
				tagStart = start - 1;
				attributes = null;
			},
			onattribname(start, end) {
				attributeName = html.slice(start, end).toLowerCase();
				attributeValue = '';
			},
			onattribdata(start, end) {
				if (attributeValue.length < ATTRIBUTE_LIMIT) attributeValue += html.slice(start, Math.min(end, start + ATTRIBUTE_LIMIT));
			},
			onattribentity(codepoint) {
				if (attributeValue.length < ATTRIBUTE_LIMIT) attributeValue += String.fromCodePoint(codepoint);
			},
			onattribend() {
				attributes ??= new Map();
				if (attributes.size < 100 && !attributes.has(attributeName)) attributes.set(attributeName, attributeValue);
			},
			onopentagend: openTag,
			onselfclosingtag: openTag,
			onclosetag(start, end) {
				flushText();
				const closing = html.slice(start, end).toLowerCase();
				if ((openCount.get(closing) ?? 0) <= 0) return;
				while (open.length > 0) {
					const found = (open[open.length - 1] as { name: string }).name === closing;
					closeTop();
					if (found) break;
				}
			},
			ontext(start, end) {
				let from = start;
				// In preformatted text every line becomes a token, so that lines can be kept and dropped one by one.
				for (let at = inPre() ? html.indexOf('\n', from) : -1; at >= 0 && at < end; at = html.indexOf('\n', from)) {
					addText(html.slice(from, at + 1), from, at + 1);
					flushText();
					from = at + 1;
				}
				if (from < end) addText(html.slice(from, end), from, end);
			},
			ontextentity: (codepoint, end) => addText(String.fromCodePoint(codepoint), textStart < 0 ? html.lastIndexOf('&', end - 1) : textEnd, end),
			oncdata: () => flushText(),
			oncomment: () => flushText(),
			ondeclaration: () => flushText(),
			onprocessinginstruction: () => flushText(),
			onend: () => flushText(),
		},
	);
	tokenizer.write(html);
	tokenizer.end();
	while (open.length > 0) closeTop();
	return tokens;
}
