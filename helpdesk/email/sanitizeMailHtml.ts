import { Parser, type Handler } from 'htmlparser2';
import { ChunkedText } from './chunkedText';
import { ALLOWED_TAGS, EMPTY_TAGS, TEXTLESS_TAGS } from './htmlAllowList';
import { escapeText } from './htmlEscape';
import { limitDeepNesting } from './limitNesting';
import { QuickTokenizer } from './quickTokenizer';
import { AttributeWriter, type PictureIds } from './safeAttributes';

/** Characters; the HTML of real mail, without its pictures, stays far below. What is beyond is cut off. */
export const MAX_HTML = 2_000_000;
const MAX_DEPTH = 500;

const TAGS_BETWEEN_CHECKS = 1_000;

interface SanitizeOptions {
	idOf?: PictureIds;
	/** Called often; may throw to end the work. */
	checkTime?: () => void;
}

/** Where a browser that runs scripts ends a `<noscript>`, in which it sees no tags. */
function endOfNoscript(html: string, from: number): number {
	const end = /<\/noscript[\t\n\f\r />]/gi;
	end.lastIndex = from;
	return end.exec(html)?.index ?? Number.POSITIVE_INFINITY;
}

/**
 * Makes the HTML of a mail safe to show: an allow-list of elements and attributes; no scripts, forms, frames, event handlers or style sheets; nothing that
 * loads from elsewhere (`src` of a remote picture moves to `data-remote-src`, `cid:` stays). At most 2 million characters, 500 levels, 5,000 links.
 * Nothing is copied from the source: every tag and text is written anew from what the parser understood, and well-formed.
 */
export function sanitizeMailHtml(html: string, { idOf = () => undefined, checkTime = () => undefined }: SanitizeOptions = {}): string {
	const source = limitDeepNesting(html.slice(0, MAX_HTML));
	const attributesOf = new AttributeWriter(idOf);
	const open: string[] = [];
	/** Whether the tag of `open` at the same place was written. */
	const isWritten: boolean[] = [];
	let tags = 0;
	const out = new ChunkedText();
	/** Elements open since one whose text goes too, that one included. */
	let textless = 0;
	// The parser may end a <noscript> earlier than a browser: what the browser still takes for its text must not come out as markup.
	let noscriptEnd = -1;
	let inNoscript = false;

	const leaveNoscript = (): void => {
		if (noscriptEnd === -1 || parser.startIndex < noscriptEnd) return;
		noscriptEnd = -1;
		inNoscript = false;
	};

	/** Whether the closing tag ends an element that stands in `open`. */
	const closes = (name: string): boolean => {
		if (inNoscript) return open.at(-1) === name;
		if (textless === 0) return true;
		if (--textless > 0) return false;
		inNoscript = noscriptEnd !== -1;
		return true;
	};

	const handler: Partial<Handler> = {
		onopentag(name, attributes) {
			if (++tags % TAGS_BETWEEN_CHECKS === 0) checkTime();
			leaveNoscript();
			if (inNoscript) return;
			if (textless > 0) {
				textless++;
				return;
			}
			const kept = attributesOf.write(name, attributes, source.slice(parser.startIndex, parser.endIndex + 1));
			const isAllowed = open.length < MAX_DEPTH && ALLOWED_TAGS.has(name);
			open.push(name);
			isWritten.push(isAllowed);
			if (isAllowed) {
				out.add(`<${name}${kept}${EMPTY_TAGS.has(name) ? ' />' : '>'}`);
			} else if (TEXTLESS_TAGS.has(name)) {
				textless = 1;
				if (name === 'noscript') noscriptEnd = endOfNoscript(source, parser.endIndex + 1);
			}
		},
		ontext(text) {
			leaveNoscript();
			if (textless === 0 && !inNoscript) out.add(escapeText(text));
		},
		onclosetag(name) {
			leaveNoscript();
			if (!closes(name) || open.at(-1) !== name) return;
			open.pop();
			if (isWritten.pop() === true && !EMPTY_TAGS.has(name)) out.add(`</${name}>`);
		},
	};
	const parser = new Parser(handler, { Tokenizer: QuickTokenizer });
	parser.write(source);
	parser.end();
	return out.toString().trim();
}

/** Content-IDs that sanitised HTML shows, without `cid:`. */
export function shownContentIds(html: string): Set<string> {
	const ids = new Set<string>();
	if (!html.includes('src="cid:')) return ids;
	for (const match of html.matchAll(/\ssrc="cid:([^"]{1,500})"/g)) {
		const id = (match[1] ?? '').replaceAll('&amp;', '&');
		ids.add(id);
		try {
			ids.add(decodeURIComponent(id));
		} catch {
			continue;
		}
	}
	return ids;
}
