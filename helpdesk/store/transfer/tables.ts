import type { Schema } from '../schema';

/**
 * All tables whose rows are data, with the columns of their primary key, in an order in which a row always comes after those that it refers to. A table that is forgotten here
 * does not pass the type checker.
 */
export const TABLES = {
	settings: ['name'],
	scanner_scopes: ['scope'],
	folder_cursors: ['scope', 'folder'],
	journal_messages: ['scope', 'folder', 'uid_validity', 'uid'],
	scanner_states: ['scope'],
	scanner_runs: ['owner'],
	handled_messages: ['scope', 'key'],
	node_failures: ['id'],
	tidy_requests: ['id'],
	taken_away: ['key'],
	outbox: ['claim'],
	traffic: ['key', 'purpose', 'person'],
	desk_setup: ['kind', 'key'],
	blocked_senders: ['sender'],
	organizations: ['id'],
	organization_addresses: ['address', 'organization_id'],
	organization_domains: ['domain', 'organization_id'],
	contacts: ['id'],
	contact_addresses: ['contact_id', 'address'],
	tickets: ['id'],
	comments: ['id'],
	messages: ['id'],
	message_references: ['lookup_id', 'message_row'],
	participants: ['ticket_id', 'address'],
	blobs: ['sha256'],
	files: ['id'],
	ticket_links: ['ticket_id', 'linked_id'],
	linked_mails: ['id'],
	linked_mail_files: ['mail_id', 'sha256'],
	claims: ['key', 'action'],
	audit: ['id'],
	vtiger_claims: ['desk', 'key', 'action'],
	vtiger_messages: ['id'],
	vtiger_references: ['lookup_id', 'message_row'],
	vtiger_participants: ['desk', 'ticket_id', 'address'],
	vtiger_comments: ['desk', 'comment_id'],
	vtiger_files: ['id'],
	vtiger_links: ['desk', 'ticket_id', 'linked_id'],
	vtiger_reopenings: ['desk', 'ticket_id', 'claim_key', 'claim_action'],
} as const satisfies Record<Exclude<keyof Schema, 'migrations'>, readonly string[]>;

export type DataTable = keyof typeof TABLES;

/** Tables whose rows the database numbers. */
export const NUMBERED = (Object.keys(TABLES) as DataTable[]).filter((table) => TABLES[table].length === 1 && TABLES[table][0] === 'id');

/** What a run of a scanner says of itself means nothing in another place. */
export const LEFT_BEHIND: ReadonlySet<string> = new Set<DataTable>(['scanner_runs']);
