import type { Kysely, Selectable, Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import { normaliseMessageId } from '../../email/messageIds';
import type { MessagesTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { MessageRecord } from '../Desk';
import { rowId } from './rowId';

/** References of one message that are kept for looking up: the first, which began the thread, and the newest. */
const MOST_REFERENCES = 100;

function lookupIds(inReplyTo: string | null, references: string[]): string[] {
	const ids = [...references, inReplyTo ?? ''].map(normaliseMessageId).filter((id) => id !== '');
	const [first, ...rest] = [...new Set(ids)];
	return first === undefined ? [] : [first, ...rest.slice(-(MOST_REFERENCES - 1))];
}

/** Remembers a mail of a ticket with what it refers to. The same Message-ID on the same ticket is remembered once. */
export async function storeMessage(trx: Transaction<Schema>, ticketId: number, commentId: number | null, message: MessageRecord): Promise<void> {
	const inserted = await trx
		.insertInto('messages')
		.values({
			ticket_id: ticketId,
			comment_id: commentId,
			key: message.key,
			message_id: message.messageId,
			lookup_id: normaliseMessageId(message.messageId),
			in_reply_to: message.inReplyTo,
			reference_ids: JSON.stringify(message.references),
			direction: message.direction,
			sender: message.from,
			recipients: JSON.stringify(message.recipients),
			subject: message.subject,
			at: message.at,
		})
		.onConflict((conflict) => conflict.columns(['ticket_id', 'lookup_id']).doNothing())
		.returning('id')
		.executeTakeFirst();
	const references = lookupIds(message.inReplyTo, message.references);
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

/** People who take part in a ticket because of this mail: its sender, or those we wrote to. */
export function peopleIn(message: MessageRecord | null): string[] {
	if (message === null) {
		return [];
	}
	return message.direction === 'in' ? [message.from] : message.recipients;
}

function messageOf(row: Selectable<MessagesTable>): MessageRecord {
	return {
		key: row.key,
		messageId: row.message_id,
		inReplyTo: row.in_reply_to,
		references: JSON.parse(row.reference_ids) as string[],
		direction: row.direction,
		from: row.sender,
		recipients: JSON.parse(row.recipients) as string[],
		subject: row.subject,
		at: row.at,
	};
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
