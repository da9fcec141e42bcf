import sanitizeHtml from 'sanitize-html';
import { ALLOWED_TAGS, DATA_IMAGE, LINK_SCHEMES, PLAIN_ATTRIBUTES, STYLE_PROPERTIES, TEXTLESS_TAGS } from './htmlAllowList';
import { limitNesting } from './limitNesting';

/** Characters; the HTML of real mail, without its pictures, stays far below. What is beyond is cut off. */
export const MAX_HTML = 2_000_000;
const MAX_DEPTH = 500;
const MAX_LINKS = 5_000;
const MAX_URL = 4_096;
const MAX_ATTRIBUTE = 500;

const TAGS_BETWEEN_CHECKS = 1_000;

interface SanitizeOptions {
	/** Finds the Content-ID of a picture that came with the mail and is named by its address. */
	idOf?: (address: string) => string | undefined;
	/** Called often; may throw to end the work. */
	checkTime?: () => void;
}

const STYLE_VALUE = /^[\p{L}\p{N}\s#.,%'"!+-]{1,200}$/u;
const RGB_VALUE = /^rgba?\([\d\s.,%/]{1,50}\)$/i;

/** Keeps the harmless declarations of a `style` attribute: known properties, and values that can hold no url(), expression() or escape. */
function safeStyle(style: string): string {
	return style
		.slice(0, 4_000)
		.split(';')
		.flatMap((declaration) => {
			const colon = declaration.indexOf(':');
			const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
			const value = declaration.slice(colon + 1).trim();
			const isSafe = STYLE_PROPERTIES.has(property) && (STYLE_VALUE.test(value) || RGB_VALUE.test(value));
			return isSafe ? [`${property}:${value}`] : [];
		})
		.join(';');
}

/** A picture is kept when its bytes came with the mail; the address of a remote one is kept where no browser loads it. */
function pictureAttributes(source: string, idOf: (address: string) => string | undefined): Record<string, string> {
	const address = source.trim();
	if (address === '') return {};
	const id = idOf(address);
	if (id !== undefined) return { src: `cid:${id}` };
	if (/^cid:/i.test(address)) return { src: `cid:${address.slice(4, MAX_URL)}` };
	if (DATA_IMAGE.test(address)) return { src: address };
	return /^data:/i.test(address) ? {} : { 'data-remote-src': address.slice(0, MAX_URL) };
}

function keepAttributes(tag: string, attributes: Record<string, string>, idOf: (address: string) => string | undefined): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const name of PLAIN_ATTRIBUTES) {
		const value = attributes[name];
		if (value !== undefined) kept[name] = value.slice(0, MAX_ATTRIBUTE);
	}
	const style = safeStyle(attributes['style'] ?? '');
	if (style !== '') kept['style'] = style;
	if (tag === 'img') Object.assign(kept, pictureAttributes(attributes['src'] ?? '', idOf));
	return kept;
}

/**
 * Makes the HTML of a mail safe to show: an allow-list of elements and attributes; no scripts, forms, frames, event handlers or style sheets; nothing that
 * loads from elsewhere (`src` of a remote picture moves to `data-remote-src`, `cid:` stays). At most 2 million characters, 500 levels, 5,000 links.
 */
export function sanitizeMailHtml(html: string, { idOf = () => undefined, checkTime = () => undefined }: SanitizeOptions = {}): string {
	let links = 0;
	let tags = 0;
	return sanitizeHtml(limitNesting(html.slice(0, MAX_HTML)), {
		allowedTags: ALLOWED_TAGS.filter((tag) => tag !== 'body'),
		nonTextTags: TEXTLESS_TAGS,
		allowedAttributes: { '*': [...PLAIN_ATTRIBUTES, 'style'], a: ['href', 'rel'], img: ['src', 'data-remote-src'] },
		allowedSchemes: LINK_SCHEMES,
		allowedSchemesByTag: { img: ['cid', 'data'] },
		allowProtocolRelative: false,
		nestingLimit: MAX_DEPTH,
		parseStyleAttributes: false,
		transformTags: {
			'*': (tagName, attributes) => {
				if (++tags % TAGS_BETWEEN_CHECKS === 0) checkTime();
				const attribs = keepAttributes(tagName, attributes, idOf);
				const href = attributes['href'];
				if (tagName === 'a' && href !== undefined && href.length <= MAX_URL && ++links <= MAX_LINKS) {
					attribs['href'] = href;
					attribs['rel'] = 'noopener noreferrer';
				}
				return { tagName, attribs };
			},
		},
	}).trim();
}

/** Content-IDs that sanitised HTML shows, without `cid:`. */
export function shownContentIds(html: string): Set<string> {
	const ids = new Set<string>();
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
