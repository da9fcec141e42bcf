import type { Generated } from 'kysely';

import type { AuthorKind, MessageRecord } from '../desk/Desk';

export interface OrganizationsTable {
	id: Generated<number>;
	name: string;
	created_at: string;
}

export interface ContactsTable {
	id: Generated<number>;
	first_name: string;
	last_name: string;
	organization_id: number | null;
	/** Further fields by name, as a JSON object of texts. */
	fields: string;
	created_at: string;
	deleted_at: string | null;
}

export interface TicketsTable {
	id: Generated<number>;
	/** Empty only within the transaction that makes the ticket, because it is made from the id. */
	number: string | null;
	/** `number` in lower case. */
	number_key: string | null;
	title: string;
	/** The title as `cleanSubject` leaves it. */
	clean_title: string;
	description: string;
	html: string;
	status: string;
	priority: string;
	category: string;
	queue: string;
	assignee: string;
	/** Further fields by name, as a JSON object of texts. */
	fields: string;
	contact_id: number | null;
	organization_id: number | null;
	created_at: string;
	changed_at: string;
	closed_at: string | null;
	deleted_at: string | null;
	merged_into: number | null;
	assigned_group: string;
	/** Promised by the priority when the ticket got it; null: no promise. */
	react_by: string | null;
	warn_at: string | null;
	resolve_by: string | null;
	reacted_at: string | null;
}

export interface CommentsTable {
	id: Generated<number>;
	ticket_id: number;
	author_kind: AuthorKind;
	author_name: string;
	author_address: string;
	text: string;
	html: string;
	internal: number;
	unverified: number;
	message_id: string | null;
	created_at: string;
}

/** A mail as both desks keep it. */
export interface MessageColumns {
	key: string;
	message_id: string;
	/** `message_id` as it is looked up: see `normaliseMessageId`. */
	lookup_id: string;
	in_reply_to: string | null;
	/** JSON array of Message-IDs. */
	reference_ids: string;
	direction: MessageRecord['direction'];
	sender: string;
	/** JSON array of addresses. */
	recipients: string;
	subject: string;
	at: string;
}

export interface MessagesTable extends MessageColumns {
	id: Generated<number>;
	ticket_id: number;
	comment_id: number | null;
}

/** A file as both desks keep it. */
export interface FileColumns {
	file_name: string;
	mime_type: string;
	size: number;
	sha256: string;
	inline: number;
	content_id: string;
}

export interface FilesTable extends FileColumns {
	id: Generated<number>;
	ticket_id: number;
	comment_id: number | null;
}

/** One effect of one message; the unique pair of `key` and `action` is what makes it happen once. No foreign keys: it outlives what was made. */
export interface ClaimsTable {
	key: string;
	action: string;
	kind: 'contact' | 'ticket' | 'comment' | 'change' | 'address' | 'organization' | 'mail' | 'merge' | 'delete';
	contact_id: number | null;
	ticket_id: number | null;
	comment_id: number | null;
	organization_id: number | null;
	mail_id: number | null;
	at: string;
}

export interface AuditTable {
	id: Generated<number>;
	ticket_id: number | null;
	contact_id: number | null;
	action: string;
	/** JSON object: what was changed, from what to what. */
	detail: string;
	claim_key: string;
	claim_action: string;
	at: string;
	organization_id: number | null;
	comment_id: number | null;
	/** Address or name; empty when not known. */
	by_whom: string;
}

/** People, groups, queues and priorities of the desk: few rows, read together. */
export interface DeskSetUpTable {
	kind: 'person' | 'group' | 'queue' | 'priority';
	/** The id in lower case. */
	key: string;
	position: number;
	/** The entry as JSON. */
	detail: string;
}

export interface LinkedMailsTable {
	id: Generated<number>;
	target: 'contact' | 'organization';
	target_id: number;
	message_id: string;
	lookup_id: string;
	sender: string;
	/** JSON array of addresses. */
	recipients: string;
	subject: string;
	text: string;
	html: string;
	at: string;
}

export interface DeskTables {
	organizations: OrganizationsTable;
	organization_addresses: { organization_id: number; address: string };
	organization_domains: { organization_id: number; domain: string };
	contacts: ContactsTable;
	contact_addresses: { contact_id: number; position: number; address: string };
	tickets: TicketsTable;
	comments: CommentsTable;
	messages: MessagesTable;
	message_references: { message_row: number; lookup_id: string };
	participants: { ticket_id: number; address: string };
	files: FilesTable;
	blobs: { sha256: string; content: Uint8Array };
	ticket_links: { ticket_id: number; linked_id: number; at: string };
	claims: ClaimsTable;
	audit: AuditTable;
	desk_setup: DeskSetUpTable;
	blocked_senders: { sender: string; reason: string; at: string };
	linked_mails: LinkedMailsTable;
	linked_mail_files: { mail_id: number; sha256: string; file_name: string; mime_type: string; size: number };
}
