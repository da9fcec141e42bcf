import { mayBeginAttribution, mayEndWithVerb, startsWithWord } from './replyAttributionHints';
import { ATTRIBUTION_WORDS, QUOTING, WEEKDAYS } from './replyAttributionWords';
import type { ReplyLines } from './replyLines';

const MAX_LINES = 4;
const MAX_LENGTH = 600;

const words = Object.values(ATTRIBUTION_WORDS);
const longestFirst = (a: string, b: string): number => b.length - a.length;
const alternation = (list: string[]): string =>
	[...new Set(list)]
		.sort(longestFirst)
		.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
		.join('|');

const verbs = alternation(words.flatMap((language) => [...language.verbs]));
/** `>wrote:` without a blank, as old Gmail wrote it; Chinese and Japanese set no blanks at all. */
const endsWithVerb = new RegExp(`(?:^|[\\s\\d>"'\\]),;|\\u3000-\\u9fff\\uac00-\\ud7af])(?:${verbs})[\\s:：.*_-]{0,10}$`, 'u');
const verbInside = new RegExp(`(?:^|[\\s,>)])(?:${verbs})(?:[\\s:：,.(]|$)`, 'u');
/** Finnish Thunderbird: `Matti Virtanen kirjoitti 5.3.2024 klo 10.12:`; Google Groups: `Jana schrieb am Dienstag, 5. März 2024 um 10:12:00 UTC+1:`. */
const verbBeforeDate = new RegExp(`\\s(?:${verbs})\\s\\(?(?:(?:am|on|le|el|il|op|den|dne|dňa|v|ve|w dniu)\\s)?(?:\\p{L}{2,12}[.,]{0,2}\\s)?\\d`, 'u');
const startsWithQuoting = new RegExp(`^(?:${alternation([...QUOTING])})[\\s:]`, 'u');
/** Open-Xchange and Yahoo in German put the participle last, and so do people: only with date and address. */
const hasWritten = /\sgeschrieben[\s:]{1,4}$/u;
const startsWithVerb = new RegExp(`^(?:${verbs})\\s\\d`, 'u');
const cjkLead = /^(?:[在于於]|ב-)\s?\d/u;
/** Google Groups in Slovak: `Dátum: utorok 5. marca 2024, čas: 10:12:00 UTC+1, odosielateľ: Jana`. */
const labelled = /^dátum: .{6,60}\d, čas: \d.{3,24}, odosielateľ: \S/u;
/** Google Groups in languages without a verb: `вторник, 5 марта 2024 г. в 10:12:00 UTC+1, Jana:`. */
const zoned = /\d:\d\d:\d\d (?:utc|gmt)(?:[+-]\d|[ ,:])/u;
/** Begins with a name and an address, and goes on: Gmail in Hungarian, Portuguese, Turkish and Chinese, Notes, Horde. */
const sentByFirst = /^[^<>(),:;.!?@]{0,80}[<(]{1,2}[^\s<>@]{1,64}@[^\s<>@]{1,200}[>)]{1,2}[^!?]{0,60}$/u;
const startsWithDate = /^\d{1,4}(?:[./\-年년]|\s|st|nd|rd|th)/u;
const weekdays = new Set(WEEKDAYS);

const time = /\d{1,2}[:.hH]\s?\d{2}/u;
const year = /(?:^|\D)(?:19|20)\d\d(?:\D|$)/u;
const dayAndMonth = /\d{1,2}\s?[./-]\s?\d{1,2}/u;
const address = /[^\s<>"@]{1,64}@[^\s<>"@]{1,200}/u;

/** Digits of Arabic, Persian and Hindi as 0 to 9. */
function westernDigits(text: string): string {
	return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/gu, (digit) => String((digit.charCodeAt(0) - (digit < '\u06f0' ? 0x660 : digit < '\u0966' ? 0x6f0 : 0x966)) % 10));
}

function isStart(text: string): boolean {
	return startsWithDate.test(text) || cjkLead.test(text) || startsWithWord(text);
}

function hasDate(text: string): boolean {
	return time.test(text) || year.test(text) || dayAndMonth.test(text);
}

function nextIsQuoted(lines: ReplyLines, after: number): boolean {
	for (let i = after; i < lines.length && i < after + 3; i++) {
		if (!lines.isBare(i)) return lines.isQuoted(i);
	}
	return false;
}

/** More `<` than `>` so far: the address that a mail program wrapped is still open. `text` is at most `MAX_LENGTH` long. */
function leavesAddressOpen(text: string): boolean {
	return text.split('<').length > text.split('>').length;
}

/** In lower case, without the marks that some programs put before the line. */
function bare(text: string): string {
	return text.toLowerCase().replace(/^[\s*_~|-]+/u, '');
}

/** A name alone, in a paragraph of its own, whose address or verb was wrapped onto the next line. */
function isNameBefore(lines: ReplyLines, index: number): boolean {
	const { clean } = lines.at(index);
	if (clean.length > 120 || /[.!?:;]$/u.test(clean) || (index > 0 && !lines.isBare(index - 1))) return false;
	const next = lines.at(index + 1).clean.slice(0, 200);
	return /^[<(]{1,2}[^\s<>@]{1,64}@/u.test(next) || startsWithVerb.test(next.toLowerCase()) || cjkLead.test(next);
}

/** A first line that names the sender with his address, or has a date behind the verb already, and was wrapped before its end. */
function isWrapped(text: string): boolean {
	if (text.length < 20 || text.length > 200) return false;
	if (text.includes('@') && (sentByFirst.test(text) || (/^[^\s<>@]{1,64}@\S{1,200}\s/u.test(text) && verbInside.test(text)))) return true;
	return year.test(text) && verbBeforeDate.test(text);
}

/** Ends in a word behind which a day or a time must follow. */
const unfinished = /[<,(]$|\([^)]{0,80}$|\s(?:w dniu|am|um|hat|on|at|klo|kello|dne|dňa|le|el|il|op|den|kl\.?|o godz\.?)$/u;

/** A line that begins like an attribution is the next one, unless what stands above it is unfinished: no date yet, or no year. */
function goesOn(above: string, line: string): boolean {
	const lower = above.toLowerCase();
	if (unfinished.test(lower) || cjkLead.test(line) || endsWithVerb.test(lower)) return true;
	if (/^(?:19|20)\d\d\D/u.test(line) && !year.test(above) && /(?:\s\d{1,2}[.,]?(?:\s\p{L}{1,12}\.?){0,2}|[于於])$/u.test(above)) return true;
	return /[>)]$/u.test(above) && isStart(lower) && !hasDate(above);
}

/** A colon, with or without bold marks behind it. */
function endsInColon(text: string): boolean {
	const last = text.charAt(text.length - 1);
	return last === ':' || last === '：' || (last === '*' && /[:：]\*+$/u.test(text));
}

/** A line that can be the last of an attribution: worth joining with those above it. */
function canEnd(text: string): boolean {
	return endsInColon(text) || (text.startsWith('>>> ') && text.endsWith(' >>>')) || (mayEndWithVerb(text) && endsWithVerb.test(text.slice(-80))) || (text.endsWith('>') && /<?[^\s<>@]{1,64}@[^\s<>@]{1,200}>$/u.test(text.slice(-300))) || /^\d{4}-\d\d-\d\d /u.test(text) || text.startsWith('dátum: ');
}

function judge(text: string, lineCount: number, lines: ReplyLines, after: number): boolean {
	const dashed = /^[-–—_]{2,}\s?(.{3,200}?)\s?[-–—_]{2,}$/u.exec(text);
	const lower = westernDigits(bare(dashed?.[1] ?? text));
	const colon = /[:：][\s*]{0,3}$/u.test(lower);
	const addressed = address.test(lower);
	const dated = hasDate(lower);
	const started = isStart(lower);
	// GroupWise: `>>> Jana <jana@example.com> 05.03.2024 10:12 >>>`
	if (/^>>> .{3,300} >>>$/u.test(lower)) return dated;
	if (startsWithQuoting.test(lower)) return colon && (addressed || nextIsQuoted(lines, after));
	if (hasWritten.test(lower) && addressed && dated) return true;
	if (endsWithVerb.test(lower)) {
		if (started && (dated || addressed)) return true;
		if (lineCount === 1 || (lineCount <= 3 && addressed)) {
			if (addressed && dated) return true;
			return addressed || dated || dashed !== null ? colon || dashed !== null || nextIsQuoted(lines, after) : nextIsQuoted(lines, after) && colon;
		}
		// Thunderbird in Traditional Chinese names the sender first, and no address.
		return lineCount === 2 && colon && /\s[于於]\s?(?:19|20)\d\d/u.test(lower);
	}
	if (lower.startsWith('dátum: ') && labelled.test(lower)) return true;
	if (verbInside.test(lower)) return colon && dated && (started || (addressed && lineCount <= 3) || (lineCount <= 2 && verbBeforeDate.test(lower) && (year.test(lower) || (dayAndMonth.test(lower) && time.test(lower)))));
	// `2014-10-17 11:28 GMT+03:00 Name <a@example.com>:`, `26.06.2014, 14:41, "Name" <a@example.com>:`, `2011/4/7 Name <a@example.com>`
	const startsWithDay = weekdays.has(lower.split(/[\s,.]/u, 1)[0] ?? '');
	if ((startsWithDate.test(lower) || startsWithDay) && dated && addressed && (colon || />$/u.test(lower))) return colon || nextIsQuoted(lines, after);
	if ((startsWithDate.test(lower) || startsWithDay) && colon && zoned.test(lower) && year.test(lower)) return true;
	return lineCount === 1 && /^\d{4}-\d\d-\d\d \d\d:\d\d gmt[+-]\d/u.test(lower);
}

/**
 * How many lines from `start` on are one attribution line ("On Tuesday X wrote:"), which mail programs wrap over up to four lines; 0 when it is none.
 * `quoted` false: the marks of the first line are none of a quote. Wants a verb of writing from the language table plus a date, a time or an address, so that "As I wrote:" stays text.
 */
export function attributionAt(lines: ReplyLines, start: number, quoted = lines.isQuoted(start)): number {
	const first = lines.at(start).clean;
	if (first === '' || first.length > MAX_LENGTH) return 0;
	if (!mayBeginAttribution(first, start === 0 || lines.isBare(start - 1))) return 0;
	let joined = '';
	for (let count = 1, i = start; i < lines.length && i < start + MAX_LINES + 1 && count <= MAX_LINES; i++) {
		const line = lines.at(i);
		// A line that only closes the address (`>:`, `> wrote:`) looks like a quote and is none.
		const closes = line.quoted && line.text.length < 40 && leavesAddressOpen(joined);
		if (line.quoted !== quoted && !closes && i > start) return 0;
		if (line.clean === '' && !closes) {
			// A blank line inside is seen only where an address was pulled onto a line of its own.
			if (!/^[<\w(]/u.test(lines.at(i + 1).clean) || !isStart(first.toLowerCase())) return 0;
			continue;
		}
		if (i > start && (joined.length + line.clean.length > MAX_LENGTH || isStart(line.clean.toLowerCase()) && hasDate(line.clean) && !goesOn(joined, line.clean))) return 0;
		// A sentence that ended above is none of it; a month may be short (`maalisk.`), but then a number follows.
		if (/\p{Ll}{4}[.!?]$/u.test(joined.slice(-8)) && !/^\d/u.test(line.clean)) return 0;
		const piece = closes ? line.text.trim() : line.clean;
		joined = joined === '' ? piece : `${joined} ${piece}`;
		if (canEnd(piece.toLowerCase()) && judge(joined, count, lines, i + 1)) return i - start + 1;
		// Only what begins like an attribution may go on: anything else would take the text above it along.
		if (i === start && !isStart(bare(first)) && !/[<,(]$/u.test(first) && !isNameBefore(lines, i) && !isWrapped(bare(first))) return 0;
		count++;
	}
	return 0;
}
