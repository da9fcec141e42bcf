import { APP_ADS, DEVICES, OUTLOOK_AD, PHONE_MAILS } from './replyPhoneLines';
import type { ReplyLine } from './replyLines';

/** What is anchored at the beginning fails at the first character; what is not would be tried at every one of every line. */
const BEGINNINGS = new RegExp(PHONE_MAILS.filter(({ source }) => source.startsWith('^')).map(({ source }) => source).join('|'));
const ENDINGS = new RegExp(PHONE_MAILS.filter(({ source }) => !source.startsWith('^')).map(({ source }) => source).join('|'));

/** "Sent from my iPhone" and its like: a whole line, short, naming a device or a mail program and holding no sentence. */
export function isPhoneLine(line: ReplyLine): boolean {
	const bare = line.clean.slice(0, 300).replace(/\s?[<([]{1,2}\s?(?:https?:|www\.)[^\s<>]{1,200}\s?[>)\]]{1,2}/u, '');
	const text = bare.toLowerCase().replace(/^[-–—_*|\s]{1,6}/u, '').replace(/[.:!*_\s]{1,4}$/u, '');
	if (text.length < 6 || text.length > 110 || line.clean === '') return false;
	if (APP_ADS.test(text)) return true;
	if (text.length <= 70 && /ios|android|windows/u.test(text) && OUTLOOK_AD.test(text)) return !/[,;?!]|\. /u.test(text);
	if (!BEGINNINGS.test(text) && !ENDINGS.test(text)) return false;
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
