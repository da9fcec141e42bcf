import type { TicketFound } from '../desk/Desk';
import type { Limit } from './limits';

/** What is to be done with a mail. Each has an output of its own at the node. */
export type DecisionAction =
	/** Add to `ticketId`. */
	| 'append'
	/** Make a new ticket. */
	| 'create'
	/** Nothing found, or found and the sender may not join, in a mode that may not create. */
	| 'not-found-or-not-allowed'
	/** Over a limit or not trustworthy enough: kept for a person to look at. */
	| 'park'
	/** Needs no ticket: an out-of-office, a bounce, a mail of our own. */
	| 'ignore'
	/** The same message had its effect already. */
	| 'duplicate';

export type SenderTrust = 'participant' | 'organization' | 'stranger' | 'dmarc-failed' | 'unknown';

export interface DecisionPolicy {
	mode: 'create-or-update' | 'create-only' | 'update-only';
	/** Whether people of the requester's organisation may add to a ticket beside those who take part in it. Default false. */
	colleaguesMayJoin: boolean;
	/** Closed longer ago than this: a new, linked ticket. Default 14. */
	reopenWithinDays: number;
	/** Default 3. */
	reopensPerHour: number;
	/** Classes that make no ticket of their own. Default: bounce, delay, out-of-office, auto-reply, receipt, own-system, complaint, calendar. */
	classesWithoutTicket: string[];
	/** New tickets of one sender; over it, mail is parked. */
	newTickets: Limit;
	/** Messages that one ticket takes in ten minutes, more in longer times; over it, mail is parked. Zero: no limit. */
	messagesOfTicket: number;
	/** Lower-case addresses of the help desk itself: mail from them is our own. */
	ownAddresses: string[];
	/** Now, as ISO 8601 in UTC: `decide` has no clock. */
	now: string;
}

export interface Decision {
	action: DecisionAction;
	/** For `append`: merged tickets are followed to their target. For `duplicate`: where the effect is, if known. */
	ticket: TicketFound | null;
	trust: SenderTrust;
	/** Append as a note that the customer never sees: automatic mail, or a stranger with a signed token. */
	internal: boolean;
	unverified: boolean;
	reopen: boolean;
	/** Ids of tickets to link, not to join. */
	links: string[];
	/** The tag in the subject names a ticket that this mail does not join, and is to be removed from the new title. */
	staleTag: boolean;
	/** Plain words, in the order in which things were found out. */
	reasons: string[];
}
