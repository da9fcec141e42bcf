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

function decodeJoined(words: readonly Word[]): string {
	return decodeBytes(Buffer.concat(words.map(({ bytes }) => bytes)), words[0]?.charset ?? '');
}

/**
 * Each word of ISO-2022 starts in ASCII again (RFC 2047 section 3): joined, its shift sequences would stand side by side, which decoders refuse. Exchange splits
 * in the middle of a shifted text all the same; then only the joined bytes make sense.
 */
function decodeShifted(words: readonly Word[]): string {
	const apart = words.map((word) => decodeJoined([word])).join('');
	if (words.length === 1 || !apart.includes('\ufffd')) return apart;
	const joined = decodeJoined(words);
	return joined.split('\ufffd').length < apart.split('\ufffd').length ? joined : apart;
}

/** Adjacent words of one charset are joined as bytes first: senders split multi-byte characters between two words. */
function decodeRun(run: readonly Word[]): string {
	let text = '';
	let index = 0;
	while (index < run.length) {
		const charset = run[index]?.charset ?? '';
		const start = index;
		while (index < run.length && run[index]?.charset === charset) index++;
		const words = run.slice(start, index);
		text += charset.startsWith('iso-2022') ? decodeShifted(words) : decodeJoined(words);
	}
	return text;
}

function decodeRaw(raw: string, hint: string): string {
	return raw.includes('\u001b') || /[\u0080-\u00ff]/.test(raw) ? decodeBytes(Buffer.from(raw, 'latin1'), '', hint) : raw;
}

/**
 * Decodes a raw header value (bytes as latin1 characters): RFC 2047 words in any charset, raw UTF-8 (RFC 6532), and raw 8-bit text of
 * unknown charset, for which `hint` names the charset that the body declares. Never throws; what cannot be decoded stays as it stands. Linear in the length.
 */
export function decodeHeaderText(raw: string, hint = ''): string {
	if (!raw.includes('=?')) return decodeRaw(raw, hint);
	let text = '';
	let run: Word[] = [];
	let position = 0;
	for (const match of raw.matchAll(ENCODED_WORD)) {
		const between = raw.slice(position, match.index);
		if (between.trim() !== '' || run.length === 0) {
			text += decodeRun(run) + decodeRaw(between, hint);
			run = [];
		}
		run.push({ charset: charsetLabel(match[1] ?? ''), bytes: wordBytes(match[2] ?? '', match[3] ?? '') });
		position = match.index + match[0].length;
	}
	return text + decodeRun(run) + decodeRaw(raw.slice(position), hint);
}

const NOT_ON_ONE_LINE = /[^\u0020-\u007e\u00a0-\u2027\u202a-\uffff]| {2}/;

/** Control characters, NUL included, become blanks, and white space is folded: a decoded header value is one line. */
export function oneLine(text: string): string {
	if (!NOT_ON_ONE_LINE.test(text)) return text.trim();
	return text.replace(/[^\u0020-\u007e\u00a0-\u2027\u202a-\uffff]/g, ' ').replace(/ {2,}/g, ' ').trim();
}
