import type { Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Schema } from '../../store/schema';
import type { MessageRecord } from '../Desk';
import { lookupIds, messageColumns, messageOf, peopleIn } from '../messageRows';
import type { VtigerContext } from './context';

const MOST_HITS = 50;

/** Where a mail belongs in Vtiger. */
export interface Place {
	ticketId: string;
	commentId: string | null;
	internal: boolean;
}

/** Remembers a mail of a ticket with what it refers to. The same Message-ID on the same ticket is remembered once. */
export async function storeMessage(trx: Transaction<Schema>, desk: string, place: Place, message: MessageRecord): Promise<void> {
	const inserted = await trx
		.insertInto('vtiger_messages')
		.values({
			desk,
			ticket_id: place.ticketId,
			comment_id: place.commentId,
			internal: Number(place.internal),
			...messageColumns(message),
		})
		.onConflict((conflict) => conflict.columns(['desk', 'ticket_id', 'lookup_id']).doNothing())
		.returning('id')
		.executeTakeFirst();
	const references = lookupIds(message);
	if (inserted && references.length > 0) {
		const rows = references.map((id) => ({ message_row: inserted.id, lookup_id: id }));
		await trx.insertInto('vtiger_references').values(rows).execute();
	}
}

/** Makes these people take part in the ticket. */
export async function addParticipants(trx: Transaction<Schema>, desk: string, ticketId: string, addresses: string[]): Promise<void> {
	const wanted = [...new Set(addresses.map(normaliseAddress))].filter((address) => address !== '');
	for (let first = 0; first < wanted.length; first += 500) {
		await trx
			.insertInto('vtiger_participants')
			.values(wanted.slice(first, first + 500).map((address) => ({ desk, ticket_id: ticketId, address })))
			.onConflict((conflict) => conflict.columns(['desk', 'ticket_id', 'address']).doNothing())
			.execute();
	}
}

/** What a mail brings beside its text. */
export interface MailPeople {
	message: MessageRecord | null;
	participants: string[];
	links: string[];
}

/** Everything of a mail that only the store keeps, in the transaction that confirms its claim. `joins`: whether its people take part from now on. */
export async function storeMail(trx: Transaction<Schema>, desk: string, place: Place, { message, participants, links }: MailPeople, joins: boolean, at: string): Promise<void> {
	if (message) {
		await storeMessage(trx, desk, place, message);
	}
	if (joins) {
		await addParticipants(trx, desk, place.ticketId, [...peopleIn(message), ...participants]);
	}
	const others = [...new Set(links)].filter((link) => link !== place.ticketId);
	if (others.length > 0) {
		await trx
			.insertInto('vtiger_links')
			.values(others.map((link) => ({ desk, ticket_id: place.ticketId, linked_id: link, at })))
			.onConflict((conflict) => conflict.columns(['desk', 'ticket_id', 'linked_id']).doNothing())
			.execute();
	}
}

export interface ThreadHit {
	/** Normalised. */
	value: string;
	ticketId: string;
	internal: boolean;
}

const hitOf = (row: { value: string; ticketId: string; internal: number }): ThreadHit => ({ ...row, internal: row.internal === 1 });

export async function ticketsByMessageId({ store, desk }: VtigerContext, values: string[]): Promise<ThreadHit[]> {
	const rows = await store.db
		.selectFrom('vtiger_messages')
		.select(['lookup_id as value', 'ticket_id as ticketId', 'internal'])
		.where('desk', '=', desk)
		.where('lookup_id', 'in', values)
		.orderBy('id', 'desc')
		.limit(MOST_HITS)
		.execute();
	return rows.map(hitOf);
}

export async function ticketsByReference({ store, desk }: VtigerContext, values: string[]): Promise<ThreadHit[]> {
	const rows = await store.db
		.selectFrom('vtiger_references')
		.innerJoin('vtiger_messages', 'vtiger_messages.id', 'vtiger_references.message_row')
		.select(['vtiger_references.lookup_id as value', 'vtiger_messages.ticket_id as ticketId', 'vtiger_messages.internal'])
		.where('vtiger_messages.desk', '=', desk)
		.where('vtiger_references.lookup_id', 'in', values)
		.orderBy('vtiger_messages.id', 'desc')
		.limit(MOST_HITS)
		.execute();
	return rows.map(hitOf);
}

/** Lower-case addresses of who takes part, by ticket. */
export async function participantsOf({ store, desk }: VtigerContext, tickets: string[]): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	const rows = await store.db.selectFrom('vtiger_participants').select(['ticket_id', 'address']).where('desk', '=', desk).where('ticket_id', 'in', tickets).execute();
	for (const { ticket_id: id, address } of rows) {
		found.set(id, [...(found.get(id) ?? []), address]);
	}
	return found;
}

/** The mail that began each ticket: its sender asked, where no contact is known. Addresses in lower case. */
export async function firstMails({ store, desk }: VtigerContext, tickets: string[]): Promise<Map<string, { sender: string; recipients: string[] }>> {
	const rows = await store.db
		.selectFrom('vtiger_messages')
		.select(['ticket_id', 'sender', 'recipients'])
		.where('desk', '=', desk)
		.where('ticket_id', 'in', tickets)
		.where('direction', '=', 'in')
		.where('comment_id', 'is', null)
		.orderBy('id', 'desc')
		.execute();
	return new Map(rows.map(({ ticket_id: id, sender, recipients }) => [id, { sender: normaliseAddress(sender), recipients: (JSON.parse(recipients) as string[]).map(normaliseAddress) }]));
}

/** Oldest first by the time of the mail. */
export async function listMessages({ store, desk }: VtigerContext, ticketId: string): Promise<MessageRecord[]> {
	const rows = await store.db.selectFrom('vtiger_messages').selectAll().where('desk', '=', desk).where('ticket_id', '=', ticketId.trim()).orderBy('at').orderBy('id').execute();
	return rows.map(messageOf);
}
