import type { Kysely, Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Schema } from '../../store/schema';
import type { MessageRecord } from '../Desk';
import { lookupIds, messageColumns, messageOf } from '../messageRows';
import { rowId } from './rowId';

/** Remembers a mail of a ticket with what it refers to. The same Message-ID on the same ticket is remembered once. */
export async function storeMessage(trx: Transaction<Schema>, ticketId: number, commentId: number | null, message: MessageRecord): Promise<void> {
	const inserted = await trx
		.insertInto('messages')
		.values({
			ticket_id: ticketId,
			comment_id: commentId,
			...messageColumns(message),
		})
		.onConflict((conflict) => conflict.columns(['ticket_id', 'lookup_id']).doNothing())
		.returning('id')
		.executeTakeFirst();
	const references = lookupIds(message);
	if (inserted && references.length > 0) {
		const rows = references.map((id) => ({ message_row: inserted.id, lookup_id: id }));
		await trx.insertInto('message_references').values(rows).execute();
	}
}

/** Makes these people take part in the ticket. */
export async function addParticipants(trx: Transaction<Schema>, ticketId: number, addresses: string[]): Promise<void> {
	const wanted = [...new Set(addresses.map(normaliseAddress))].filter((address) => address !== '');
	for (let first = 0; first < wanted.length; first += 1000) {
		const rows = wanted.slice(first, first + 1000).map((address) => ({ ticket_id: ticketId, address }));
		await trx
			.insertInto('participants')
			.values(rows)
			.onConflict((conflict) => conflict.columns(['ticket_id', 'address']).doNothing())
			.execute();
	}
}

/** Oldest first by the time of the mail. */
export async function listMessages(db: Kysely<Schema>, ticketId: string): Promise<MessageRecord[]> {
	const rows = await db
		.selectFrom('messages')
		.selectAll()
		.where('ticket_id', '=', rowId(ticketId) ?? 0)
		.orderBy('at')
		.orderBy('id')
		.execute();
	return rows.map(messageOf);
}
