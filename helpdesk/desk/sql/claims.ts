import type { Kysely, Selectable, Transaction } from 'kysely';

import type { ClaimsTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { Claim } from '../Desk';
import { DeskError } from '../DeskError';

export type ClaimRow = Selectable<ClaimsTable>;
export type ClaimKind = ClaimRow['kind'];
export type ClaimResult = Partial<Pick<ClaimRow, 'contact_id' | 'ticket_id' | 'comment_id' | 'organization_id' | 'mail_id'>>;

/**
 * Takes a claim within the transaction that does what it is for. Null: it was free and is ours now. Otherwise the earlier row, whose effect is to be returned.
 * The unique row decides between two callers, so this must come before any other write. Throws `CLAIM_MISSING` and `CLAIM_MISUSED`.
 */
export async function takeClaim(trx: Transaction<Schema>, { key, action }: Claim, kind: ClaimKind, at: string): Promise<ClaimRow | null> {
	if (key === '' || action === '') {
		throw new DeskError('CLAIM_MISSING', 'The message has no identity, so it could be handled twice', {
			fault: 'settings',
			remedy: 'Pass the item of the IMAP Scanner Trigger on as it came; its "mailbox.key" must not be removed.',
		});
	}
	const taken = await trx
		.insertInto('claims')
		.values({ key, action, kind, contact_id: null, ticket_id: null, comment_id: null, organization_id: null, mail_id: null, at })
		.onConflict((conflict) => conflict.columns(['key', 'action']).doNothing())
		.executeTakeFirst();
	if (taken.numInsertedOrUpdatedRows === 1n) {
		return null;
	}
	const earlier = await trx.selectFrom('claims').selectAll().where('key', '=', key).where('action', '=', action).executeTakeFirstOrThrow();
	if (earlier.kind !== kind) {
		throw new DeskError('CLAIM_MISUSED', `This message has used the action "${action}" for something else already`, { fault: 'settings', remedy: 'Give the two nodes different names.' });
	}
	return earlier;
}

/** Writes down what a claim has made, so that a repeated call can return it. */
export async function completeClaim(trx: Transaction<Schema>, { key, action }: Claim, result: ClaimResult): Promise<void> {
	await trx.updateTable('claims').set(result).where('key', '=', key).where('action', '=', action).execute();
}

/** The earliest of these effects of a message on a ticket, or null. */
export async function findEffect(db: Kysely<Schema>, key: string, actions: string[]): Promise<{ action: string; ticketId: string; commentId: string | null } | null> {
	if (actions.length === 0) {
		return null;
	}
	const row = await db
		.selectFrom('claims')
		.select(['action', 'ticket_id', 'comment_id'])
		.where('key', '=', key)
		.where('action', 'in', actions)
		.where('ticket_id', 'is not', null)
		.orderBy('at')
		.orderBy('ticket_id')
		.executeTakeFirst();
	return row ? { action: row.action, ticketId: String(row.ticket_id), commentId: row.comment_id === null ? null : String(row.comment_id) } : null;
}
