import { APP_ADS, DEVICES, OUTLOOK_AD, PHONE_BEGINNINGS, PHONE_ENDINGS } from './replyPhoneLines';
import type { ReplyLine } from './replyLines';

const BEGINNINGS = new RegExp(PHONE_BEGINNINGS.map(({ source }) => source).join('|'));
/** The first two letters of each beginning, which is a word or several to choose from; those of `APP_ADS` are among them. Hardly a line begins so. */
const STARTS = new Set(PHONE_BEGINNINGS.flatMap(({ source }) => (/^\^(?:\(\?:)?([^()]+)/.exec(source)?.[1] ?? '').split('|').map((word) => word.slice(0, 2))));
const ENDS = new Set(PHONE_ENDINGS.map((ending) => ending.slice(-1)));
const MAX_LENGTH = 110;
/** Marks that are not counted: at most so many before the line, and behind it. */
const BEFORE = { marks: '-–—_*| ', most: 6 };
const BEHIND = { marks: '.:!*_ ', most: 4 };

function withoutMarks(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < BEFORE.most && start < end && BEFORE.marks.includes(text.charAt(start))) start++;
	const least = Math.max(start, end - BEHIND.most);
	while (end > least && BEHIND.marks.includes(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/** "Sent from my iPhone" and its like: a whole line, short, naming a device or a mail program and holding no sentence. */
export function isPhoneLine(line: ReplyLine): boolean {
	const { clean } = line;
	const linked = clean.includes('http') || clean.includes('www.');
	if (!linked && clean.length > MAX_LENGTH + BEFORE.most + BEHIND.most) return false;
	const bare = linked ? clean.slice(0, 300).replace(/\s?[<([]{1,2}\s?(?:https?:|www\.)[^\s<>]{1,200}\s?[>)\]]{1,2}/u, '') : clean;
	const text = withoutMarks(bare.toLowerCase());
	if (text.length < 6 || text.length > MAX_LENGTH) return false;
	const mayBegin = STARTS.has(text.slice(0, 2));
	if (mayBegin && APP_ADS.test(text)) return true;
	if (text.length <= 70 && text.includes('outlook') && /ios|android|windows/u.test(text) && OUTLOOK_AD.test(text)) return !/[,;?!]|\. /u.test(text);
	const begins = mayBegin && BEGINNINGS.test(text);
	if (!begins && !(ENDS.has(text.slice(-1)) && PHONE_ENDINGS.some((ending) => text.endsWith(ending)))) return false;
	if (/[,;?!]|\. /u.test(text)) return false;
	return DEVICES.test(text);
}

/** `-- ` (RFC 3676 section 4.3), also without its blank, as many programs send it. */
export function isSignatureDelimiter(line: ReplyLine): boolean {
	return line.clean === '--';
}

const CONTACT_HINT = /@|https?:|www\.|\+?\d[\d\s()/.-]{6,20}\d|tel|mob|fax|unsubscribe|mailing list|list-|s\. ?r\. ?o|gmbh|oy\b|ltd|inc\b|ičo|dič|vat\b/iu;

/** A block below a rule looks like contact data, a list footer or a disclaimer. `texts` is at most a few lines. */
export function looksLikeContactBlock(texts: readonly string[]): boolean {
	return texts.some((text) => CONTACT_HINT.test(text.slice(0, 300)));
}

/** `Jana Nováková`: two or three words, each with a capital, and nothing else. */
export function isBareName(line: ReplyLine): boolean {
	return line.clean.length <= 40 && /^\p{Lu}[\p{L}'.-]{0,20}(?: \p{Lu}[\p{L}'.-]{0,20}){1,2}$/u.test(line.clean);
}

/** `-Abhishek Kona`: a dash, no blank, one to three names; the last line of a mail only. */
export function isDashedName(line: ReplyLine): boolean {
	return line.clean.length <= 40 && /^-\p{Lu}[\p{L}'.]{0,20}(?: \p{Lu}[\p{L}'.]{0,20}){0,2}$/u.test(line.clean);
}
