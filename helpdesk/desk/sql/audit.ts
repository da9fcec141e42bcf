import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim } from '../Desk';

export type AuditAction = 'created' | 'commented' | 'changed' | 'closed' | 'reopened' | 'linked' | 'contact-created';

/** One change of one record: by which claim, when, and from what to what. */
export interface AuditEntry {
	action: AuditAction;
	ticketId?: number;
	contactId?: number;
	/** For `changed`: name of the field -> [before, after]. */
	detail?: Record<string, unknown>;
	claim: Claim;
	at: string;
}

/** Adds to the history, in the transaction of the change itself. */
export async function record(trx: Transaction<Schema>, { action, ticketId, contactId, detail, claim, at }: AuditEntry): Promise<void> {
	await trx
		.insertInto('audit')
		.values({
			ticket_id: ticketId ?? null,
			contact_id: contactId ?? null,
			action,
			detail: JSON.stringify(detail ?? {}),
			claim_key: claim.key,
			claim_action: claim.action,
			at,
		})
		.execute();
}
