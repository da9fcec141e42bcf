import { ALLOWED_TAGS } from '../email/htmlAllowList';
import { ATTRIBUTE_LIMIT, MAX_ATTRIBUTES, NO_ATTRIBUTES, VOID, type HtmlTokenList } from './replyHtmlTokenList';

const TAG = /^<([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*)( \/)?>$/;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g;
/** Any other than those that the sanitiser writes. */
const OTHER_ENTITY = /&(?!amp;|lt;|gt;|quot;)/;
const SLASH = 0x2f;

interface PlainTag {
	name: string;
	/** As `HtmlTokenList.said` gives it. */
	said: number;
}

/** Equal tags are read once; of tags that differ every time, only so many are remembered. */
const MAX_REMEMBERED = 500;

/** Decodes what the sanitiser writes. */
export function decodePlain(text: string): string {
	return text.includes('&') ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&') : text;
}

function attributesOf(source: string): ReadonlyMap<string, string> | null {
	if (source === '') return NO_ATTRIBUTES;
	const attributes = new Map<string, string>();
	ATTRIBUTE.lastIndex = 0;
	for (let found = ATTRIBUTE.exec(source); found !== null; found = ATTRIBUTE.exec(source)) {
		const [, name = '', raw = ''] = found;
		const value = decodePlain(raw);
		if (attributes.size >= MAX_ATTRIBUTES || (raw.length > ATTRIBUTE_LIMIT && raw !== value)) return null;
		if (!attributes.has(name)) attributes.set(name, value.slice(0, ATTRIBUTE_LIMIT));
	}
	return attributes;
}

function readTag(source: string, list: HtmlTokenList): PlainTag | null {
	const [, name = '', inside = '', selfClosing] = TAG.exec(source) ?? [];
	if (!ALLOWED_TAGS.has(name) || (selfClosing !== undefined && !VOID.has(name))) return null;
	const attributes = attributesOf(inside);
	return attributes === null ? null : { name, said: list.said(name, attributes) };
}

/**
 * Reads HTML that is written as our sanitiser writes it, which the HTML of an item is: several times as fast as a reader for all HTML, because every `<` begins
 * a tag and every `>` ends one. False for anything else: it is for `readAnyHtml` to read, into a new list, and so is safety.
 */
export function readPlainHtml(html: string, list: HtmlTokenList): boolean {
	if (OTHER_ENTITY.test(html)) return false;
	const known = new Map<string, PlainTag | null>();
	for (let position = 0; position < html.length; ) {
		const start = html.indexOf('<', position);
		const textEnd = start === -1 ? html.length : start;
		// In preformatted text every line becomes a token, so that lines can be kept and dropped one by one.
		const byLine = position < textEnd && list.isOpen('pre');
		while (position < textEnd) {
			const feed = byLine ? html.indexOf('\n', position) : -1;
			const end = feed === -1 || feed >= textEnd ? textEnd : feed + 1;
			list.addText(position, end);
			position = end;
		}
		if (start === -1) break;
		const end = html.indexOf('>', start) + 1;
		if (end === 0) return false;
		position = end;
		if (html.charCodeAt(start + 1) === SLASH) {
			const name = html.slice(start + 2, end - 1);
			if (!ALLOWED_TAGS.has(name)) return false;
			list.addClosingTag(name, start, end);
			continue;
		}
		const source = html.slice(start, end);
		let tag = known.get(source);
		if (tag === undefined) {
			tag = readTag(source, list);
			if (known.size < MAX_REMEMBERED) known.set(source, tag);
		}
		if (tag === null) return false;
		list.addOpeningTag(tag.name, tag.said, start, end);
	}
	list.end();
	return true;
}
