import type { Kysely } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Schema } from '../../store/schema';
import { DeskError } from '../DeskError';
import { inBatches } from './eraseRows';

/** Where in the desk a person is found. */
export interface PersonTraces {
	/** Lower case; all addresses of the person's contacts, and the one asked for. */
	addresses: string[];
	/** Deleted ones too. */
	contacts: number[];
	/** Tickets that the person asked for. */
	ownTickets: number[];
	/** Comments and mails of the person in tickets of others. */
	comments: number[];
	messages: number[];
	mails: number[];
}

async function ownTicketsOf(db: Kysely<Schema>, contacts: number[], addresses: string[]): Promise<number[]> {
	const byContact = contacts.length === 0 ? [] : await db.selectFrom('tickets').select('id').where('contact_id', 'in', contacts).execute();
	// Without a contact, whoever wrote the first mail has asked.
	const bySender = await db
		.selectFrom('messages')
		.innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
		.select('tickets.id')
		.where('messages.sender', 'in', addresses)
		.where('messages.comment_id', 'is', null)
		.where('messages.direction', '=', 'in')
		.where('tickets.contact_id', 'is', null)
		.execute();
	return [...new Set([...byContact, ...bySender].map(({ id }) => id))];
}

/** Everything that belongs to the person with this address. Throws `ADDRESS_INVALID`. */
export async function tracesOf(db: Kysely<Schema>, address: string): Promise<PersonTraces> {
	const wanted = normaliseAddress(address);
	if (wanted === '') {
		throw new DeskError('ADDRESS_INVALID', 'There is no usable address to look for', { fault: 'settings', remedy: 'Give the e-mail address of the person.' });
	}
	const owners = await db.selectFrom('contact_addresses').select('contact_id').where('address', '=', wanted).execute();
	const contacts = [...new Set(owners.map(({ contact_id: id }) => id))];
	const others = contacts.length === 0 ? [] : await db.selectFrom('contact_addresses').select('address').where('contact_id', 'in', contacts).execute();
	const addresses = [...new Set([wanted, ...others.map((row) => row.address)])];
	const ownTickets = await ownTicketsOf(db, contacts, addresses);
	const own = new Set(ownTickets);
	const comments = await db.selectFrom('comments').select(['id', 'ticket_id']).where('author_address', 'in', addresses).execute();
	const messages = await db.selectFrom('messages').select(['id', 'ticket_id']).where('sender', 'in', addresses).execute();
	const mails = await db
		.selectFrom('linked_mails')
		.select('id')
		.where((query) => query.or([query('sender', 'in', addresses), ...inBatches(contacts).map((batch) => query.and([query('target', '=', 'contact'), query('target_id', 'in', batch)]))]))
		.execute();
	const elsewhere = (rows: Array<{ id: number; ticket_id: number }>) => rows.filter((row) => !own.has(row.ticket_id)).map(({ id }) => id);
	return { addresses, contacts, ownTickets, comments: elsewhere(comments), messages: elsewhere(messages), mails: mails.map(({ id }) => id) };
}
