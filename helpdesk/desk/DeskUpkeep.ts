import type { Comment, Contact, LinkedMail, MessageRecord, Organization, StoredFile, Ticket } from './Desk';
import type { DeskGroup, DeskPerson, DeskPriority, DeskQueue } from './DeskDescription';

export interface BlockedSender {
	/** An address, or a domain as `@example.com`; lower case. */
	sender: string;
	reason: string;
	at: string;
}

/** Null keeps for ever. */
export interface RetentionRules {
	/** Closed tickets that were not changed for so many days are erased with all that belongs to them. */
	ticketsAfterDays: number | null;
	/** Files of closed tickets that were not changed for so many days are erased. */
	filesAfterDays: number | null;
}

/** Everything that the desk knows of one person. */
export interface PersonExport {
	address: string;
	contacts: Contact[];
	organizations: Organization[];
	tickets: Array<{ ticket: Ticket; comments: Comment[]; messages: MessageRecord[]; files: StoredFile[] }>;
	mails: LinkedMail[];
}

export interface ErasureReport {
	contacts: number;
	tickets: number;
	/** In tickets of other people: kept without name, address and text. */
	comments: number;
	messages: number;
	mails: number;
	files: number;
}

/** What a desk that nobody else looks after needs. Setting something up again replaces it; removing what is not there does nothing. */
export interface DeskUpkeep {
	setPerson(person: Omit<DeskPerson, 'id'>): Promise<DeskPerson>;
	/** Tickets keep their assignee. */
	removePerson(id: string): Promise<void>;
	setGroup(group: Omit<DeskGroup, 'id'>): Promise<DeskGroup>;
	removeGroup(id: string): Promise<void>;
	setQueue(queue: Omit<DeskQueue, 'id'>): Promise<DeskQueue>;
	removeQueue(id: string): Promise<void>;
	/** Tickets keep the times that they were given. */
	setPriority(priority: DeskPriority): Promise<DeskPriority>;
	removePriority(name: string): Promise<void>;
	/** Fields by name as in `DeskDescription.contactFields`; the others stay. Rejects with `CONTACT_MISSING`, `UNKNOWN_FIELD` and `FIELD_VALUE`. */
	changeContact(id: string, fields: Record<string, string>): Promise<Contact>;
	listOrganizations(): Promise<Organization[]>;
	/** Replaces name, domains and addresses. Rejects with `ORGANIZATION_MISSING` and `DOMAIN_FREEMAIL`. */
	changeOrganization(organization: Omit<Organization, 'fields'>): Promise<Organization>;
	block(sender: string, reason: string): Promise<BlockedSender>;
	unblock(sender: string): Promise<void>;
	listBlocked(): Promise<BlockedSender[]>;
	/** Erases what is older than the rules allow. What a message has done stays known, so that it is not done again. */
	expire(rules: RetentionRules): Promise<{ tickets: number; files: number }>;
	exportPerson(address: string): Promise<PersonExport>;
	/** Erases the person and everything of theirs (D11). New mail of that person is handled like that of anybody unknown. */
	erasePerson(address: string): Promise<ErasureReport>;
}
