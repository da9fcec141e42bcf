import type { Evidence } from '../email/Email';
import type { DeskDescription } from './DeskDescription';
import type { DeskUpkeep } from './DeskUpkeep';

/**
 * One effect of one message. `key` is the message's `mailbox.key` (for a contact: the normalised address), `action` names the effect.
 * A second call with the same claim returns what the first one made and changes nothing, also after what it made was deleted.
 */
export interface Claim {
	key: string;
	action: string;
}

export interface Contact {
	id: string;
	firstName: string;
	lastName: string;
	/** For people: first and last name joined, or the address. */
	name: string;
	/** Lower case; the first one is the primary address. */
	addresses: string[];
	organizationId: string | null;
	createdAt: string;
	/** Further fields of the desk that are filled in, by name; of a tick box `true` or `false`. */
	fields: Record<string, string>;
}

export interface Organization {
	id: string;
	name: string;
	addresses: string[];
	/** Lower case; never a freemail domain. */
	domains: string[];
	/** As those of a contact. */
	fields: Record<string, string>;
}

export type TicketState = 'open' | 'closed' | 'merged' | 'deleted';

export interface Ticket {
	id: string;
	/** For people, e.g. `TT15`. */
	number: string;
	title: string;
	description: string;
	/** As the desk names it; `state` is what it means. */
	status: string;
	state: TicketState;
	priority: string;
	category: string;
	queue: string;
	/** Id of a person of the desk where people are set up, free text otherwise. */
	assignee: string;
	group: string;
	contactId: string | null;
	organizationId: string | null;
	createdAt: string;
	changedAt: string;
	closedAt: string | null;
	/** Id of the ticket that this one was merged into. */
	mergedInto: string | null;
	/** Null where the ticket's priority has no times, and on desks without such times. */
	service: TicketService | null;
	/** Further fields of the desk, by name. */
	fields: Record<string, string>;
}

/** What the priority promised, and how it stands (D5). A reaction is the first public comment of an agent. Times are ISO 8601 in UTC. */
export interface TicketService {
	signal: 'in-time' | 'reaction-late' | 'warning' | 'resolution-late';
	reactBy: string | null;
	warnAt: string | null;
	resolveBy: string | null;
	reactedAt: string | null;
}

/** `customer` wrote from outside, `agent` from the desk, `system` is a note of ours (a bounce, an out-of-office). */
export type AuthorKind = 'customer' | 'agent' | 'system';

export interface Comment {
	id: string;
	ticketId: string;
	author: { kind: AuthorKind; name: string; address: string };
	text: string;
	html: string;
	/** Never shown or sent to the customer. */
	internal: boolean;
	/** The sender could not be shown to take part in the ticket. */
	unverified: boolean;
	createdAt: string;
	messageId: string | null;
}

export interface StoredFile {
	id: string;
	ticketId: string;
	commentId: string | null;
	fileName: string;
	mimeType: string;
	size: number;
	sha256: string;
	inline: boolean;
	contentId: string;
}

/** A file to attach. The same bytes on the same ticket are stored once. */
export interface NewFile {
	fileName: string;
	mimeType: string;
	content: Buffer;
	inline: boolean;
	contentId: string;
}

/** A mail that belongs to a ticket, so that later mails that refer to it are found. */
export interface MessageRecord {
	/** `mailbox.key` for incoming mail, the claim's key for outgoing. */
	key: string;
	/** With angle brackets. */
	messageId: string;
	inReplyTo: string | null;
	references: string[];
	direction: 'in' | 'out';
	from: string;
	recipients: string[];
	subject: string;
	/** ISO 8601 in UTC. */
	at: string;
}

export interface NewContact {
	address: string;
	/** Display name of the address, from which first and last name are made unless given. */
	name: string;
	firstName?: string;
	lastName?: string;
	fields?: Record<string, string>;
}

export interface NewTicket {
	title: string;
	description: string;
	html: string;
	contactId: string | null;
	organizationId: string | null;
	/** Desk fields by name (status, priority, assignee ...); unknown names are refused. */
	fields: Record<string, string>;
	message: MessageRecord | null;
	/** Cc of the mail: people who take part. */
	participants: string[];
	files: NewFile[];
	/** Ids of tickets to link. */
	links: string[];
}

export interface NewComment {
	author: Comment['author'];
	text: string;
	html: string;
	internal: boolean;
	unverified: boolean;
	message: MessageRecord | null;
	participants: string[];
	files: NewFile[];
	/** Open a closed ticket again. */
	reopen: boolean;
	/** Desk fields to change with it. */
	fields: Record<string, string>;
	links: string[];
}

export interface TicketChange {
	title?: string;
	description?: string;
	html?: string;
	fields: Record<string, string>;
	reopen: boolean;
	message: MessageRecord | null;
	participants: string[];
	files: NewFile[];
	links: string[];
}

/** A ticket that one piece of evidence points at, with what `decide` needs to know of it. */
export interface TicketFound {
	ticket: Ticket;
	evidence: Evidence[];
	/** Lower-case addresses: requester, Cc, earlier authors, agents. */
	participants: string[];
	requester: string;
	/** Lower-case addresses to which the mail that began it was sent, that of the mailbox it came to among them; empty where no mail began it. */
	addressedTo: string[];
	/** Domains of the requester's organisation; never freemail. */
	organizationDomains: string[];
	/** The comment or mail that the evidence points at was internal. */
	internal: boolean;
	/** Times it was reopened within the last hour before the call. */
	reopenedLastHour: number;
}

/** `created`: this call made it. `existing`: an earlier call with the same claim (or, for a contact, somebody) had made it. */
export type Effect = 'created' | 'existing';

/** Every condition that is given must hold. */
export interface TicketQuery {
	/** Part of title, description or number, in any case. */
	text?: string;
	number?: string;
	/** Without it: open and closed ones. */
	state?: TicketState;
	status?: string;
	assignee?: string;
	group?: string;
	queue?: string;
	contactId?: string;
	/** Of the contact or of somebody who takes part. */
	address?: string;
	/** ISO 8601. */
	changedSince?: string;
	limit: number;
	/** As the page before gave it. */
	cursor?: string;
}

/** One thing that happened to a ticket. */
export interface TicketEvent {
	ticketId: string;
	commentId: string | null;
	what: 'created' | 'commented' | 'changed' | 'closed' | 'reopened' | 'linked' | 'merged' | 'deleted';
	at: string;
	/** Address or name of who did it; empty when the desk does not know. */
	by: string;
	/** Of a comment: who wrote it and whether the customer may see it. */
	authorKind: AuthorKind | null;
	internal: boolean;
}

export interface NewOrganization {
	name: string;
	domains: string[];
	addresses: string[];
}

/** Adds a mail to a contact or an organisation (A9). */
export interface MailLink {
	target: 'contact' | 'organization';
	id: string;
	message: MessageRecord;
	text: string;
	html: string;
	files: NewFile[];
}

export interface LinkedMail {
	id: string;
	target: MailLink['target'];
	targetId: string;
	messageId: string;
	from: string;
	subject: string;
	text: string;
	html: string;
	at: string;
	files: Array<{ fileName: string; mimeType: string; size: number; sha256: string }>;
}

/** Where tickets live. One contract test suite runs against every implementation. All methods reject with `DeskError`. */
export interface Desk {
	describe(): Promise<DeskDescription>;
	/** The contact with this address (lowest id wins), else the organisation with this address or domain. */
	findPerson(address: string): Promise<{ contact: Contact | null; organization: Organization | null }>;
	createContact(claim: Claim, contact: NewContact): Promise<{ contact: Contact; effect: Effect }>;
	/** `existing` also when the contact had it. Rejects with `ADDRESS_TAKEN` when another contact has it. */
	addContactAddress(claim: Claim, contactId: string, address: string): Promise<{ contact: Contact; effect: Effect }>;
	/** Rejects with `DOMAIN_FREEMAIL` for a domain that everybody can have an address of. */
	createOrganization(claim: Claim, organization: NewOrganization): Promise<{ organization: Organization; effect: Effect }>;
	/** The same Message-ID is kept once for each target. */
	linkMail(claim: Claim, link: MailLink): Promise<{ mail: LinkedMail; effect: Effect }>;
	/** Tickets that the evidence points at; merged and deleted ones included, for `decide` to judge. */
	findTickets(evidence: Evidence[]): Promise<TicketFound[]>;
	createTicket(claim: Claim, ticket: NewTicket): Promise<{ ticket: Ticket; effect: Effect }>;
	addComment(claim: Claim, ticketId: string, comment: NewComment): Promise<{ ticket: Ticket; comment: Comment; effect: Effect }>;
	/** Closing is a change of the field `status`, and so is opening again. */
	updateTicket(claim: Claim, ticketId: string, change: TicketChange): Promise<{ ticket: Ticket; effect: Effect }>;
	/** Closes `from` for good: mail for it goes to `into` from now on, and its people take part there. Returns `into`. */
	mergeTickets(claim: Claim, from: string, into: string): Promise<{ ticket: Ticket; effect: Effect }>;
	/** Takes the ticket out of every list; `getTicket` still gives it where the desk keeps deleted records. */
	deleteTicket(claim: Claim, ticketId: string): Promise<{ effect: Effect }>;
	/** Remembers a mail that was sent for a ticket. Idempotent by Message-ID. */
	recordMessage(ticketId: string, message: MessageRecord): Promise<void>;
	/** What an earlier call with one of these actions made for this key; null when there was none. */
	findEffect(key: string, actions: string[]): Promise<{ action: string; ticketId: string; commentId: string | null } | null>;
	getTicket(id: string): Promise<Ticket | null>;
	getContact(id: string): Promise<Contact | null>;
	getOrganization(id: string): Promise<Organization | null>;
	/** Oldest first. */
	listTickets(): Promise<Ticket[]>;
	listContacts(): Promise<Contact[]>;
	listComments(ticketId: string): Promise<Comment[]>;
	listFiles(ticketId: string): Promise<StoredFile[]>;
	/** Messages of a ticket, oldest first. */
	listMessages(ticketId: string): Promise<MessageRecord[]>;
	/** Oldest first. */
	listLinkedMails(target: MailLink['target'], id: string): Promise<LinkedMail[]>;
	readFile(fileId: string): Promise<Buffer>;
	/** Newest first. `cursor` is null on the last page. */
	searchTickets(query: TicketQuery): Promise<{ tickets: Ticket[]; cursor: string | null }>;
	/** Contacts whose name or address contains the text; by name. */
	searchPeople(text: string, limit: number): Promise<Contact[]>;
	/** What happened after the cursor, oldest first; an empty cursor starts at the beginning. The cursor returned is always good for the next call. */
	changesSince(cursor: string, limit: number): Promise<{ changes: TicketEvent[]; cursor: string }>;
	/** Whether mail from this address is on the desk's block list; never true where the desk has none. */
	isBlocked(address: string): Promise<boolean>;
	/** Null where people look after the desk in the desk's own pages. */
	upkeep: DeskUpkeep | null;
}
