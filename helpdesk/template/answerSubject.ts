import type { Ticket } from '../desk/Desk';
import { cleanSubject } from '../email/subject';
import { findTicketId, removeTicketTag } from '../email/ticketTag';
import { oneLine } from './escape';
import { NEW_TICKET_TEMPLATE } from './defaultTemplates';
import { renderTemplate } from './renderTemplate';
import type { TemplateData } from './TemplateData';

export interface AnswerSubjectOptions {
	ticket: Pick<Ticket, 'id' | 'number'>;
	/** Title of the ticket or subject of the customer's mail; prefixes and tags in it are taken out. */
	title: string;
	/** Subject template; default `$helpdesk-ticket_no$ [ Ticket Id : $helpdesk-ticketid$ ] $helpdesk-title$`. */
	template?: string;
	/** What else the template may read. */
	data?: TemplateData;
	/** Put one `Re:` before it, so that mail programs which thread by subject do so. */
	reply?: boolean;
}

/** Whole subjects stay well under the 998 characters of a line (RFC 5322 section 2.1.1), also when they are encoded. */
const MAX_SUBJECT = 180;
const NO_DATA: TemplateData = { ticket: null, contact: null, organization: null, mail: null, comments: [], language: null, timeZone: '' };

function cut(text: string, length: number): string {
	const characters = Array.from(text);
	return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join('').trimEnd()}…`;
}

function count(text: string, part: string): number {
	return part === '' ? 0 : text.split(part).length - 1;
}

/**
 * Subject of an answer, as Vtiger writes it: `TT15 [ Ticket Id : 1483 ] title`. The ticket is named exactly once, by its tag or, where the template wants only
 * that, its number; a tag of another ticket in the title is taken out; `Re:` stands there at most once; a long title is cut, never the tag. One line.
 */
export function answerSubject({ ticket, title, template, data, reply }: AnswerSubjectOptions): string {
	const plainTitle = cleanSubject(removeTicketTag(cleanSubject(oneLine(title))));
	const whole = `${oneLine(ticket.number)} [ Ticket Id : ${oneLine(ticket.id)} ]`.trim();
	const prefix = reply === true ? 'Re: ' : '';
	const render = (shownTitle: string): string => {
		const shown = { ...NO_DATA.ticket, ...data?.ticket, id: ticket.id, number: ticket.number, title: shownTitle } as Ticket;
		const source = { ...(data ?? NO_DATA), ticket: shown, mail: data?.mail ? { ...data.mail, subject: shownTitle } : null };
		const rendered = cleanSubject(renderTemplate(template ?? NEW_TICKET_TEMPLATE.subject, source, 'subject').text);
		const id = findTicketId(rendered);
		const namedOnce = id === null ? count(rendered, ticket.number) === 1 : id === ticket.id && count(rendered.toLowerCase(), 'ticket id') === 1;
		return namedOnce ? rendered : `${whole} ${removeTicketTag(rendered)}`.trim();
	};
	const subject = render(plainTitle);
	const room = MAX_SUBJECT - prefix.length;
	if (Array.from(subject).length <= room) return `${prefix}${subject}`;
	const rest = Array.from(subject).length - Array.from(plainTitle).length;
	const shorter = render(cut(plainTitle, Math.max(20, room - rest)));
	return `${prefix}${Array.from(shorter).length <= room ? shorter : `${whole} ${cut(plainTitle, Math.max(20, room - whole.length - 1))}`}`;
}
