import type { Comment, Contact, Organization, Ticket } from '../desk/Desk';
import type { Address } from '../email/Email';

/** What a template is filled from. Parts that are null give empty values and a problem. */
export interface TemplateData {
	ticket: Ticket | null;
	contact: Contact | null;
	organization: Organization | null;
	/** The customer's mail that is answered. */
	mail: { subject: string; from: Address; date: string | null; text: string } | null;
	/** Comments of the ticket in any order; internal ones are left out, whatever the template says. */
	comments: readonly Comment[];
	/** Language of the reply-above line (ISO 639-1); null is English. */
	language: string | null;
	/** IANA name, e.g. `Europe/Bratislava`, in which times are shown; empty is UTC. */
	timeZone: string;
	/** How many comments `$helpdesk-comments$` shows, newest first; default 20. */
	commentCount?: number;
	/** At most this many characters of comments altogether; default 50,000. */
	commentCharacters?: number;
}

/** A value, and its HTML where that is more than the escaped value. */
export interface TagValue {
	text: string;
	html?: string;
}
