import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim, TicketEvent } from '../Desk';

export type AuditAction =
	| TicketEvent['what']
	| 'contact-created'
	| 'contact-changed'
	| 'organization-created'
	| 'organization-changed'
	| 'mail-linked'
	| 'set-up'
	| 'blocked'
	| 'unblocked'
	| 'expired'
	| 'erased';

/** One change of one record: by which claim, when, and from what to what. */
export interface AuditEntry {
	action: AuditAction;
	ticketId?: number;
	contactId?: number;
	organizationId?: number;
	commentId?: number;
	by?: string;
	/** For `changed`: name of the field -> [before, after]. */
	detail?: Record<string, unknown>;
	claim: Claim;
	at: string;
}

/** Adds to the history, in the transaction of the change itself. */
export async function record(trx: Transaction<Schema>, entry: AuditEntry): Promise<void> {
	await trx
		.insertInto('audit')
		.values({
			ticket_id: entry.ticketId ?? null,
			contact_id: entry.contactId ?? null,
			organization_id: entry.organizationId ?? null,
			comment_id: entry.commentId ?? null,
			by_whom: entry.by ?? '',
			action: entry.action,
			detail: JSON.stringify(entry.detail ?? {}),
			claim_key: entry.claim.key,
			claim_action: entry.claim.action,
			at: entry.at,
		})
		.execute();
}
