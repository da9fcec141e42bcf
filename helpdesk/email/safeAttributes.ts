import { BARE_ATTRIBUTES, DATA_IMAGE, LINK_SCHEMES, MARKING_NAMES, PLAIN_ATTRIBUTES, STYLE_PROPERTIES } from './htmlAllowList';
import { escapeAttribute } from './htmlEscape';

const MAX_LINKS = 5_000;
const MAX_URL = 4_096;
const MAX_ATTRIBUTE = 500;
const MAX_STYLE = 4_000;
/** Mail programs repeat the same few styles, and mostly whole tags, on every cell of a table. */
const MAX_REMEMBERED = 200;
const LONGEST_REMEMBERED = 500;

/** Finds the Content-ID of a picture that came with the mail and is named by its address. */
export type PictureIds = (address: string) => string | undefined;

const RANKS: ReadonlyMap<string, number> = new Map(PLAIN_ATTRIBUTES.map((name, rank) => [name, rank]));
const STYLE_VALUE = /^[\p{L}\p{N}\s#.,%'"!+-]{1,200}$/u;
const RGB_VALUE = /^rgba?\([\d\s.,%/]{1,50}\)$/i;

/** Keeps the harmless declarations of a `style` attribute: known properties, and values that can hold no url(), expression() or escape. */
function safeStyle(style: string): string {
	let safe = '';
	for (const declaration of style.slice(0, MAX_STYLE).split(';')) {
		const colon = declaration.indexOf(':');
		if (colon < 1) continue;
		const property = declaration.slice(0, colon).trim().toLowerCase();
		if (!STYLE_PROPERTIES.has(property)) continue;
		const value = declaration.slice(colon + 1).trim();
		if (STYLE_VALUE.test(value) || RGB_VALUE.test(value)) safe += `${safe === '' ? '' : ';'}${property}:${value}`;
	}
	return safe;
}

/** Browsers read over control characters and blanks in an address; over comments some did. What is left decides. */
function bareAddress(href: string): string {
	let bare = href.replace(/[^\u0021-\uffff]+/g, '');
	for (let start = bare.indexOf('<!--'); start !== -1; start = bare.indexOf('<!--')) {
		const end = bare.indexOf('-->', start + 4);
		if (end === -1) break;
		bare = bare.slice(0, start) + bare.slice(end + 3);
	}
	return bare;
}

/** Whether a link may lead there: a scheme of the list, or none (then it leads nowhere in a mail); never another server in our own scheme (`//host`). */
function isSafeLink(href: string): boolean {
	const bare = bareAddress(href);
	const scheme = /^([a-z][a-z0-9.\-+]*):/i.exec(bare)?.[1];
	return scheme === undefined ? !/^[/\\]{2}/.test(bare) : LINK_SCHEMES.has(scheme.toLowerCase());
}

function written(name: string, value: string): string {
	return ` ${name}="${escapeAttribute(value)}"`;
}

/** A picture is kept when its bytes came with the mail; the address of a remote one is kept where no browser loads it. */
function pictureSource(source: string, idOf: PictureIds): string {
	const address = source.trim();
	if (address === '') return '';
	const id = idOf(address);
	if (id !== undefined) return written('src', `cid:${id}`);
	if (/^cid:/i.test(address)) return written('src', `cid:${address.slice(4, MAX_URL)}`);
	if (DATA_IMAGE.test(address)) return written('src', address);
	return /^data:/i.test(address) ? '' : written('data-remote-src', address.slice(0, MAX_URL));
}

function plainAttribute(name: string, value: string): string {
	if (value !== '') return written(name, value.slice(0, MAX_ATTRIBUTE));
	if (name === 'alt') return ' alt=""';
	return BARE_ATTRIBUTES.has(name) ? ` ${name}` : '';
}

/** Writes the attributes of one mail's elements: what is safe of them, always in the same order. Counts the links, of which only so many are kept. */
export class AttributeWriter {
	private links = 0;
	private readonly styles = new Map<string, string>();
	private readonly tags = new Map<string, string>();

	constructor(private readonly idOf: PictureIds) {}

	/** `attributes` by their names in lower case, of a tag that is written like `source`. To be asked once for every tag in the order of the mail. */
	write(tag: string, attributes: Readonly<Record<string, string>>, source: string): string {
		const names = Object.keys(attributes);
		// Links are counted.
		if (names.length === 0 || tag === 'a' || source.length > LONGEST_REMEMBERED) return this.writeAnew(tag, attributes, names);
		const known = this.tags.get(source);
		if (known !== undefined) return known;
		const written = this.writeAnew(tag, attributes, names);
		if (this.tags.size < MAX_REMEMBERED) this.tags.set(source, written);
		return written;
	}

	private writeAnew(tag: string, attributes: Readonly<Record<string, string>>, names: readonly string[]): string {
		let out = '';
		if (names.length > 0) {
			const plain = names.filter((name) => RANKS.has(name));
			if (plain.length > 1) plain.sort((one, other) => (RANKS.get(one) ?? 0) - (RANKS.get(other) ?? 0));
			for (const name of plain) out += plainAttribute(name, attributes[name] ?? '');
			const mark = tag === 'div' ? attributes['name']?.toLowerCase() : undefined;
			if (mark !== undefined && MARKING_NAMES.has(mark)) out += written('name', mark);
			if (attributes['style'] !== undefined) out += this.style(attributes['style']);
		}
		if (tag === 'img') return out + pictureSource(attributes['src'] ?? '', this.idOf);
		return tag === 'a' ? out + this.link(attributes['href']) : out;
	}

	private style(style: string): string {
		const known = this.styles.get(style);
		if (known !== undefined) return known;
		const safe = safeStyle(style);
		const attribute = safe === '' ? '' : written('style', safe);
		if (this.styles.size < MAX_REMEMBERED) this.styles.set(style, attribute);
		return attribute;
	}

	private link(href: string | undefined): string {
		if (href === undefined || href.length > MAX_URL || ++this.links > MAX_LINKS) return '';
		return (href !== '' && isSafeLink(href) ? written('href', href) : '') + written('rel', 'noopener noreferrer');
	}
}
