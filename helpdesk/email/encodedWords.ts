import { charsetLabel, decodeBytes } from './charset';
import { decodeQuotedPrintable } from './transferEncoding';

/** `=?charset?B|Q?text?=` (RFC 2047), forgiving blanks and a few bare question marks inside. Every part is bounded by `?`: linear. */
const ENCODED_WORD = /=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,4})\?=/g;

interface Word {
	charset: string;
	bytes: Buffer;
}

function wordBytes(encoding: string, text: string): Buffer {
	if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64');
	return decodeQuotedPrintable(Buffer.from(text.replaceAll('_', ' '), 'latin1'));
}

/** Each word of ISO-2022 starts in ASCII again (RFC 2047 section 3): joined, its shift sequences would stand side by side, which decoders refuse. */
function mayJoin(charset: string): boolean {
	return !charset.startsWith('iso-2022');
}

/** Adjacent words of one charset are joined as bytes first: senders split multi-byte characters between two words. */
function decodeRun(run: readonly Word[]): string {
	let text = '';
	let index = 0;
	while (index < run.length) {
		const charset = run[index]?.charset ?? '';
		const same = [run[index]?.bytes ?? Buffer.alloc(0)];
		for (index++; mayJoin(charset) && run[index]?.charset === charset; index++) same.push(run[index]?.bytes ?? Buffer.alloc(0));
		text += decodeBytes(Buffer.concat(same), charset);
	}
	return text;
}

function decodeRaw(raw: string): string {
	return raw.includes('\u001b') || /[\u0080-\u00ff]/.test(raw) ? decodeBytes(Buffer.from(raw, 'latin1'), '') : raw;
}

/**
 * Decodes a raw header value (bytes as latin1 characters): RFC 2047 words in any charset, raw UTF-8 (RFC 6532), and raw 8-bit text of
 * unknown charset. Never throws; what cannot be decoded stays as it stands. Linear in the length.
 */
export function decodeHeaderText(raw: string): string {
	let text = '';
	let run: Word[] = [];
	let position = 0;
	for (const match of raw.matchAll(ENCODED_WORD)) {
		const between = raw.slice(position, match.index);
		if (between.trim() !== '' || run.length === 0) {
			text += decodeRun(run) + decodeRaw(between);
			run = [];
		}
		run.push({ charset: charsetLabel(match[1] ?? ''), bytes: wordBytes(match[2] ?? '', match[3] ?? '') });
		position = match.index + match[0].length;
	}
	return text + decodeRun(run) + decodeRaw(raw.slice(position));
}

/** Control characters, NUL included, become blanks, and white space is folded: a decoded header value is one line. */
export function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(/ {2,}/g, ' ').trim();
}
