import type { Generated } from 'kysely';

import type { AuthorKind } from '../desk/Desk';
import type { FileColumns, MessageColumns } from './deskSchema';

/** One effect of one message in a Vtiger. `desk` tells the Vtigers apart that one store serves; ids are Vtiger's record numbers without prefix. */
export interface VtigerClaimsTable {
	desk: string;
	key: string;
	action: string;
	kind: 'contact' | 'ticket' | 'comment' | 'change' | 'address' | 'organization' | 'delete' | 'mail';
	/** What Vtiger's field `source` of the made record holds. */
	marker: string;
	/** Highest record number known when the claim was taken: what it makes is above. */
	bound: string;
	ticket_id: string | null;
	comment_id: string | null;
	contact_id: string | null;
	organization_id: string | null;
	/** `reserved`: perhaps made, not confirmed. `made`: its record is known. `done`: nothing is left to do. */
	state: 'reserved' | 'made' | 'done';
	/** Process that works on it; empty when nobody does. */
	owner: string;
	/** When the owner last said that it lives. */
	owned_at: string;
	/** When a request was sent whose answer never came; empty when there is none. */
	unanswered_at: string;
	at: string;
}

export interface VtigerMessagesTable extends MessageColumns {
	id: Generated<number>;
	desk: string;
	ticket_id: string;
	comment_id: string | null;
	internal: number;
}

/** What Vtiger does not keep of a comment. */
export interface VtigerCommentsTable {
	desk: string;
	comment_id: string;
	ticket_id: string;
	author_kind: AuthorKind;
	author_name: string;
	author_address: string;
	unverified: number;
	message_id: string | null;
	/** Lines that were put in front of the text to name its author. */
	heading: string;
}

export interface VtigerFilesTable extends FileColumns {
	id: Generated<number>;
	desk: string;
	ticket_id: string;
	comment_id: string | null;
	/** Empty until the document is known to be there. */
	document_id: string;
	related: number;
	marker: string;
	bound: string;
}

export interface VtigerTables {
	vtiger_claims: VtigerClaimsTable;
	vtiger_messages: VtigerMessagesTable;
	vtiger_references: { message_row: number; lookup_id: string };
	vtiger_participants: { desk: string; ticket_id: string; address: string };
	vtiger_comments: VtigerCommentsTable;
	vtiger_files: VtigerFilesTable;
	vtiger_links: { desk: string; ticket_id: string; linked_id: string; at: string };
	vtiger_reopenings: { desk: string; ticket_id: string; claim_key: string; claim_action: string; at: string };
}
