import { findTicketId, plainSubject } from '../email/ticketTag';

/** Beginnings of ticket numbers; Vtiger's default is `TT`. */
export const TICKET_NUMBER_PREFIXES = ['TT'];

export interface SubjectTags {
	/** Ticket id without leading zeros, or null. */
	ticketId: string | null;
	/** Ticket number with its prefix as configured, or null. */
	ticketNumber: string | null;
}

const MAX_PATTERNS = 100;
const AROUND_NUMBER = '[\\p{L}\\p{N}_]';

/** Whether a subject names a ticket by its id; see `findTicketId`. */
export function hasTicketId(subject: string): string | null {
	return findTicketId(subject);
}

/**
 * What a subject says about the ticket it belongs to. With a `Ticket Id` tag only a number directly before the tag counts: any other one belongs to the
 * title. Without a tag the first number that stands as a word of its own counts (`TT15`, not `ATT15` or `TT15b`), whatever its case.
 */
export function readSubjectTags(subject: string, prefixes: string[] = TICKET_NUMBER_PREFIXES): SubjectTags {
	const id = findTicketId(subject);
	const ticketId = id === null ? null : id.replace(/^0+(?=\d)/, '');
	const plain = plainSubject(subject);
	for (const prefix of prefixes) {
		const found = numberPattern(prefix, id !== null).exec(plain);
		if (found?.[1] !== undefined) return { ticketId, ticketNumber: prefix + found[1] };
	}
	return { ticketId, ticketNumber: null };
}

const patterns = new Map<string, RegExp>();

/** Finds a number with this prefix; made once for each of the few prefixes of a help desk. */
function numberPattern(prefix: string, beforeTag: boolean): RegExp {
	const key = `${String(beforeTag)} ${prefix}`;
	const known = patterns.get(key);
	if (known !== undefined) return known;
	const number = beforeTag ? '(\\d{1,12})\\s{0,8}\\[?[\\s_]{0,8}ticket[\\s_-]{0,8}id' : `(\\d{1,12})(?!${AROUND_NUMBER})`;
	const made = new RegExp(`(?<!${AROUND_NUMBER})${literal(prefix)}${number}`, 'iu');
	if (patterns.size < MAX_PATTERNS) patterns.set(key, made);
	return made;
}

function literal(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
