import { withoutInvisible } from './invisible';

/**
 * `Ticket Id : 1483` in any of its spellings. Vtiger wants exactly `Ticket Id`, at most one character that is no colon, `: ` and digits; mail programs fold
 * the line there, and people type it with other blanks, so blanks, line ends, a hyphen and a missing blank are taken too. A line that was
 * broken within the number gives blanks among its digits: before a closing bracket they are one number. Every run is bounded: linear time.
 */
const TICKET_ID = /ticket[\s_-]{0,8}id[\s_]{0,8}[^:\s]?\s{0,8}[:：][\s_]{0,8}(\d[\d\s]{1,24}\d(?=[\s_]{0,8}\])|\d{1,19}(?!\d))/i;
const LONGEST_ID = 19;

/** Without invisible characters: a number with one inside would name another ticket. Digits and brackets of full width, as Chinese and Japanese programs write them, as plain ones. */
export function plainSubject(subject: string): string {
	return withoutInvisible(subject).replace(/[\uff10-\uff19\uff3b\uff3d]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** The tag as Vtiger and we write it, with the ticket number before it and Vtiger's mark for tickets from its portal. */
const WHOLE_TAG =
	/(?:\[\s{0,4}from portal\s{0,4}\]\s{0,8})?(?:(?<![\p{L}\p{N}_])\p{L}{1,5}\d{1,12}\s{0,8})?(?:\[[\s_]{0,8})?ticket[\s_-]{0,8}id[\s_]{0,8}[^:\s]?\s{0,8}[:：][\s_]{0,8}(?:\d[\d\s]{1,24}\d[\s_]{0,8}\]|\d{1,19}(?!\d)(?:[\s_]{0,8}\])?)/giu;

const LEADING_NUMBER = /^((?:[\p{L}]{1,10}(?:\[\d{1,3}\])?\s?[:：]\s{0,4}){0,8})(?:\[\s{0,4})?TT\d{1,12}(?![\p{L}\p{N}_])(?:\s{0,4}\])?\s{0,4}[:：-]?\s{0,4}/iu;

/** A number that was given as a whole tag of its own: `[TT15]`. */
const BRACKETED_NUMBER = /\[\s{0,4}TT\d{1,12}\s{0,4}\]/giu;

/** Tags inside tags can keep appearing while others are taken out; after this many rounds the colons go. */
const MAXIMUM_ROUNDS = 20;

/**
 * The ticket id (Vtiger: the record id, not the number for people) that a subject names, as it stands there, leading zeros included; the first one if there
 * are several, null if there is none. Finds all that Vtiger's "Has Ticket Number" finds, and folded or differently spaced tags besides.
 */
export function findTicketId(subject: string): string | null {
	const id = TICKET_ID.exec(plainSubject(subject))?.[1]?.replace(/\s/g, '') ?? '';
	return id === '' || id.length > LONGEST_ID ? null : id;
}

/**
 * Takes the ticket's tag out of a subject: `Re: TT15 [ Ticket Id : 1483 ] Printer` becomes `Re: Printer`. A number at the beginning or in brackets goes too;
 * in the middle of a sentence it stays, for there it is what the sender wrote. `findTicketId` finds nothing in the result.
 */
export function removeTicketTag(subject: string): string {
	let text = plainSubject(subject);
	for (let round = 0; round < MAXIMUM_ROUNDS && findTicketId(text) !== null; round++) text = tidy(text.replace(WHOLE_TAG, ' '));
	if (findTicketId(text) !== null) text = text.replace(/[:：]/g, ' ');
	return tidy(text.replace(BRACKETED_NUMBER, ' ').replace(LEADING_NUMBER, '$1'));
}

function tidy(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
