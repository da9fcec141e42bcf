import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { guessSingleByteCharset } from './charsetGuess';
import { guessByRuns } from './charsetGuessRuns';

/** Names seen in mail that the WHATWG table, which `TextDecoder` knows, does not list. */
const CHARSET_ALIASES: Readonly<Record<string, string>> = {
	ascii: 'us-ascii',
	usascii: 'us-ascii',
	'7bit': 'us-ascii',
	ansi: 'windows-1252',
	win1250: 'windows-1250',
	'win-1250': 'windows-1250',
	win1251: 'windows-1251',
	'win-1251': 'windows-1251',
	'win-1252': 'windows-1252',
	utf: 'utf-8',
	utf8mb4: 'utf-8',
	'utf-8-sig': 'utf-8',
	cp932: 'shift_jis',
	ms932: 'shift_jis',
	'iso-2022-jp-ms': 'iso-2022-jp',
	cp50220: 'iso-2022-jp',
	cp51932: 'euc-jp',
	cp936: 'gbk',
	cp949: 'euc-kr',
	cp950: 'big5',
	'big5-eten': 'big5',
	'gb_2312': 'gbk',
	'gb2312-80': 'gbk',
	'x-gb2312': 'gbk',
	'x-windows-949': 'euc-kr',
	'x-mac-roman': 'macintosh',
	'mac': 'macintosh',
	'unicode-1-1-utf-7': 'utf-7',
	'x-unicode-2-0-utf-7': 'utf-7',
	'utf7': 'utf-7',
};

/** Charsets that senders declare by habit: bytes that are valid UTF-8 are believed more than these labels. */
const DECLARED_BY_HABIT = new Set(['us-ascii', 'utf-8', 'iso-8859-1', 'latin1', 'iso-8859-2', 'iso-8859-15', 'windows-1250', 'windows-1252']);

/** As a hint these say nothing: every 8-bit text fits, and the guess knows more. */
const NO_HINT = new Set(['us-ascii', 'utf-8', 'iso-8859-1', 'latin1', 'windows-1252']);

/** Names of parts of ISO 8859 in every spelling: `8859-2`, `iso8859_2`, `iso-8859.2`. */
const ISO_8859 = /^(?:iso)?[-_]?8859[-_.](\d{1,2})(?:-[ei])?$/;

const WINDOWS_1252_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const ESCAPE = '\u001b';
/** How ISO-2022-JP leaves ASCII. */
const JAPANESE_SHIFTS = ['\u001b$@', '\u001b$B', '\u001b(J', '\u001b(I'];

/** Own table, because TextDecoder of some Node 22 and 23 versions gives C1 controls for windows-1252 (nodejs/node#56542). */
function decodeWindows1252(bytes: Buffer): string {
	return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252_CONTROLS.charAt(char.charCodeAt(0) - 0x80));
}

function decodeLabelled(bytes: Buffer, label: string): string | null {
	if (label === 'windows-1252' || label === 'iso-8859-1' || label === 'latin1' || label === 'us-ascii') return decodeWindows1252(bytes);
	try {
		return new TextDecoder(label).decode(bytes);
	} catch {
		// UTF-7, the code pages of DOS and the like, which no browser knows.
		return iconv.encodingExists(label) ? iconv.decode(bytes, label) : null;
	}
}

/** A text that is UTF-8 but for a few bytes (cut in the middle of a character, one foreign insert) stays UTF-8. */
function decodeMostlyUtf8(bytes: Buffer): string | null {
	const text = bytes.toString('utf8');
	let broken = 0;
	let sound = 0;
	for (const char of text) {
		if (char === '\ufffd') broken++;
		else if (char.charCodeAt(0) > 0x7f) sound++;
	}
	return sound > 0 && sound >= broken * 4 ? text : null;
}

function decodeUndeclared(bytes: Buffer, hint: string): string {
	if (isUtf8(bytes)) {
		// ASCII, as most texts are, is copied and need not be decoded.
		const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
		if (text.includes(ESCAPE) && JAPANESE_SHIFTS.some((shift) => text.includes(shift))) return decodeLabelled(bytes, 'iso-2022-jp') ?? text;
		return text;
	}
	const mostly = decodeMostlyUtf8(bytes);
	if (mostly !== null) return mostly;
	const hinted = hint === '' || NO_HINT.has(hint) ? null : decodeLabelled(bytes, hint);
	if (hinted !== null && !hinted.includes('\ufffd')) return hinted;
	return decodeLabelled(bytes, guessByRuns(bytes) ?? guessSingleByteCharset(bytes)) ?? decodeWindows1252(bytes);
}

function withoutMark(text: string): string {
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Canonical lower-case label of a declared charset; empty when nothing usable is declared. RFC 2231 language suffixes are cut off. */
export function charsetLabel(declared: string): string {
	// As nearly all mails declare it.
	if (declared === 'utf-8' || declared === '') return declared;
	const label = declared.toLowerCase().split('*', 1)[0]?.replace(/["'\s]/g, '').slice(0, 60) ?? '';
	const part = ISO_8859.exec(label)?.[1];
	return CHARSET_ALIASES[label] ?? (part === undefined ? label : `iso-8859-${part}`);
}

function holes(text: string): number {
	return text.split('\ufffd').length - 1;
}

/**
 * Bytes to text, never throwing. An unknown, missing or plainly wrong charset is repaired: UTF-8 where the bytes are valid UTF-8, else `hint` (a charset that
 * another part of the same mail declares) where it fits, else what the bytes look like: GB2312, Big5, Shift-JIS, EUC, Cyrillic, windows-1250 or windows-1252.
 * Declared multi-byte charsets are decoded as declared unless that leaves holes and the guess leaves fewer.
 */
export function decodeBytes(bytes: Buffer, declared: string, hint = ''): string {
	const label = charsetLabel(declared);
	if (label === '' || label === 'us-ascii' || label === 'utf-8') return withoutMark(decodeUndeclared(bytes, charsetLabel(hint)));
	if (DECLARED_BY_HABIT.has(label) && !isAscii(bytes) && isUtf8(bytes)) return withoutMark(bytes.toString('utf8'));
	const text = decodeLabelled(bytes, label);
	if (text === null) return withoutMark(decodeUndeclared(bytes, charsetLabel(hint)));
	if (!text.includes('\ufffd') || isAscii(bytes)) return withoutMark(text);
	const repaired = decodeUndeclared(bytes, '');
	return withoutMark(isUtf8(bytes) || (guessByRuns(bytes) !== null && holes(repaired) < holes(text)) ? repaired : text);
}
