import { contentIdOf } from './attachments';
import { decodeHeaderText, oneLine } from './encodedWords';
import { firstValue } from './headerBlock';
import type { MimePart } from './mimeTree';

/** Content-ID of the picture that came with the mail and has this address in its HTML; undefined where none has. */
export type PictureFinder = (address: string, html: MimePart) => string | undefined;

const MAX_PICTURES = 1_000;
const MAX_LOCATION = 2_000;

/** White space in a Content-Location comes from folding (RFC 2557 section 4.4.2). */
function locationOf(part: MimePart, field = 'content-location'): string {
	return oneLine(decodeHeaderText(firstValue(part.fields, field).slice(0, MAX_LOCATION))).replace(/\s+/g, '').replace(/^"|"$/g, '');
}

function absolute(address: string, base: string): string | undefined {
	try {
		return new URL(address, base).href;
	} catch {
		return undefined;
	}
}

/**
 * Finds pictures that the HTML names by their Content-Location (RFC 2557; what Outlook Express, Lotus Notes and saved web pages send) instead of by `cid:`.
 * Such a picture is given a Content-ID where it has none, so that everything behind knows one way only.
 */
export function findPictures(parts: readonly MimePart[]): PictureFinder {
	const ids = new Map<string, string>();
	for (const part of parts) {
		const location = part.type.startsWith('image/') ? locationOf(part) : '';
		if (location === '' || ids.has(location) || ids.size >= MAX_PICTURES) continue;
		const id = contentIdOf(part) || `location-${String(ids.size + 1)}@mail-helpdesk.invalid`;
		if (contentIdOf(part) === '') part.fields.push({ name: 'content-id', value: `<${id}>` });
		ids.set(location, id);
		const href = absolute(location, 'thismessage:/');
		if (href !== undefined && !ids.has(href)) ids.set(href, id);
	}
	if (ids.size === 0) return () => undefined;
	return (address, html) => {
		if (address.length > MAX_LOCATION) return undefined;
		const known = ids.get(address.trim());
		if (known !== undefined) return known;
		const href = absolute(address.trim(), locationOf(html) || locationOf(html, 'content-base') || 'thismessage:/');
		return href === undefined ? undefined : ids.get(href);
	};
}
