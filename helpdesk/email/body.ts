import type { BodySegment } from './content';
import { htmlToText } from './htmlToText';
import type { MimePart } from './mimeTree';
import type { PictureFinder } from './pictureLocations';
import { MAX_HTML, sanitizeMailHtml } from './sanitizeMailHtml';
import { readTextPart } from './textPart';

/** Characters. Ten times the longest book of a mail; what is beyond is cut off, and the item marked. */
const MAX_TEXT = 5_000_000;

export interface MessageBody {
	text: string;
	/** Sanitised; empty when there is none. */
	html: string;
	/** The whole text was made of the HTML. */
	textOfHtml: boolean;
	/** Something was longer than the limits. */
	cut: boolean;
}

interface ReadSegment {
	text: string;
	html: string;
	derived: boolean;
}

/** Text as HTML, for a mail that mixes both: escaped, lines kept. */
function textAsHtml(text: string): string {
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
	return `<div>${escaped.trim().replaceAll('\n', '<br />\n')}</div>`;
}

/** An XHTML part of an Apple mail may be among the HTML parts although it is plain text. */
function partAsHtml(part: MimePart, find: PictureFinder, checkTime: () => void): string {
	const text = readTextPart(part);
	return part.type === 'text/plain' ? textAsHtml(text) : sanitizeMailHtml(text, { idOf: (address) => find(address, part), checkTime });
}

/** Text and HTML of a message from its segments: each is derived from the other where only one kind was sent. */
export function readBody(segments: readonly BodySegment[], checkTime: () => void, find: PictureFinder = () => undefined): MessageBody {
	let cut = false;
	let room = MAX_HTML;
	const read = segments.map((segment): ReadSegment => {
		checkTime();
		const html = segment.html
			.map((part) => {
				if (part.body.length > MAX_HTML * 2) cut = true;
				const clean = room > 0 ? partAsHtml(part, find, checkTime) : '';
				room -= clean.length;
				return clean;
			})
			.join('\n');
		const sent = segment.text.map(readTextPart).join('\n');
		checkTime();
		const derived = sent.trim() === '' && html !== '';
		return { html, text: derived ? htmlToText(html) : sent, derived };
	});
	const text = read.map((segment) => segment.text).join('\n').trimEnd();
	if (text.length > MAX_TEXT || room < 0) cut = true;
	const hasHtml = read.some((segment) => segment.html !== '');
	const html = hasHtml ? read.map((segment) => (segment.html === '' ? textAsHtml(segment.text) : segment.html)).join('\n') : '';
	return { text: text.slice(0, MAX_TEXT), html, textOfHtml: read.every(({ derived }) => derived), cut };
}
