import { Tokenizer } from 'htmlparser2';
import { decodePlain, readPlainHtml } from './replyHtmlPlain';
import { ATTRIBUTE_LIMIT, HtmlTokenList, MAX_ATTRIBUTES, NO_ATTRIBUTES } from './replyHtmlTokenList';

/**
 * Reads HTML into a flat, balanced list of tokens. Linear in the length of the source.
 * (The tokenizer is used without htmlparser2's parser, whose stack makes 200,000 open tags take many seconds.)
 */
export function tokenizeHtml(html: string): HtmlTokenList {
	const plain = new HtmlTokenList(html, decodePlain);
	if (readPlainHtml(html, plain)) return plain;
	const any = new HtmlTokenList(html, (source) => source);
	readAnyHtml(html, any);
	return any;
}

/** As `readPlainHtml`, for HTML of whatever kind. */
export function readAnyHtml(html: string, list: HtmlTokenList): void {
	let name = '';
	let tagStart = 0;
	let attributes: Map<string, string> | null = null;
	let attributeName = '';
	let attributeValue = '';
	let text = '';
	let textStart = -1;
	let textEnd = 0;

	const flushText = (): void => {
		if (textStart >= 0) list.addText(textStart, textEnd, text);
		text = '';
		textStart = -1;
	};
	const addText = (piece: string, start: number, end: number): void => {
		if (textStart < 0) textStart = start;
		text += piece;
		textEnd = end;
	};
	const openTag = (end: number): void => {
		flushText();
		list.addOpeningTag(name, list.said(name, attributes ?? NO_ATTRIBUTES), tagStart, end + 1);
	};

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
				if (attributes.size < MAX_ATTRIBUTES && !attributes.has(attributeName)) attributes.set(attributeName, attributeValue);
			},
			onopentagend: openTag,
			onselfclosingtag: openTag,
			onclosetag(start, end) {
				flushText();
				list.addClosingTag(html.slice(start, end).toLowerCase(), start - 2, end + 1);
			},
			ontext(start, end) {
				let from = start;
				// In preformatted text every line becomes a token, so that lines can be kept and dropped one by one.
				for (let at = list.isOpen('pre') ? html.indexOf('\n', from) : -1; at >= 0 && at < end; at = html.indexOf('\n', from)) {
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
	list.end();
}
