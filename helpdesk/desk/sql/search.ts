import { type Expression, type ExpressionBuilder, type Kysely, sql, type SqlBool } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Schema } from '../../store/schema';
import type { Contact, Ticket, TicketQuery } from '../Desk';
import { CLOSED_STATUSES } from './deskFields';
import { contactsInRows } from './people';
import { rowId } from './rowId';
import { ticketOf } from './ticketRows';

const MOST_ROWS = 1000;

function pageSize(limit: number): number {
	return Math.min(Math.max(Math.trunc(limit) || 1, 1), MOST_ROWS);
}

/** Both databases fold ASCII letters in `lower`; titles are stored folded in full. The escape sign is named, because only one of them has one by itself. */
function contains(column: Expression<string | null>, text: string): Expression<SqlBool> {
	const pattern = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
	return sql<SqlBool>`lower(${column}) like ${pattern} escape '!'`;
}

function stateCondition(query: ExpressionBuilder<Schema, 'tickets'>, state: TicketQuery['state']): Expression<SqlBool> {
	if (state === 'deleted') {
		return query('deleted_at', 'is not', null);
	}
	const living = query('deleted_at', 'is', null);
	if (state === 'merged') {
		return query.and([living, query('merged_into', 'is not', null)]);
	}
	const unmerged = query.and([living, query('merged_into', 'is', null)]);
	return state === undefined ? unmerged : query.and([unmerged, query('status', state === 'closed' ? 'in' : 'not in', CLOSED_STATUSES)]);
}

function ofPerson(query: ExpressionBuilder<Schema, 'tickets'>, address: string): Expression<SqlBool> {
	const wanted = normaliseAddress(address);
	return query.or([
		query('contact_id', 'in', query.selectFrom('contact_addresses').select('contact_id').where('address', '=', wanted)),
		query('id', 'in', query.selectFrom('participants').select('ticket_id').where('address', '=', wanted)),
	]);
}

function conditions(query: ExpressionBuilder<Schema, 'tickets'>, wanted: TicketQuery): Array<Expression<SqlBool>> {
	const { text, number, status, assignee, group, queue, contactId, address, changedSince, cursor } = wanted;
	const all = [stateCondition(query, wanted.state)];
	const words = text?.trim() ?? '';
	if (words !== '') {
		all.push(query.or([contains(query.ref('title'), words), contains(query.ref('clean_title'), words), contains(query.ref('description'), words), contains(query.ref('number_key'), words)]));
	}
	if (number) all.push(query('number_key', '=', number.trim().toLowerCase()));
	if (status) all.push(query('status', '=', status));
	if (assignee) all.push(query('assignee', '=', assignee));
	if (group) all.push(query('assigned_group', '=', group));
	if (queue) all.push(query('queue', '=', queue));
	if (contactId) all.push(query('contact_id', '=', rowId(contactId) ?? 0));
	if (address) all.push(ofPerson(query, address));
	if (changedSince) all.push(query('changed_at', '>=', changedSince));
	if (cursor) all.push(query('id', '<', rowId(cursor) ?? 0));
	return all;
}

/** Newest first, in pages. */
export async function searchTickets(db: Kysely<Schema>, wanted: TicketQuery, now: string): Promise<{ tickets: Ticket[]; cursor: string | null }> {
	const size = pageSize(wanted.limit);
	const rows = await db
		.selectFrom('tickets')
		.selectAll()
		.where((query) => query.and(conditions(query, wanted)))
		.orderBy('id', 'desc')
		.limit(size + 1)
		.execute();
	const page = rows.slice(0, size);
	return { tickets: page.map((row) => ticketOf(row, now)), cursor: rows.length > size ? String(page.at(-1)?.id) : null };
}

/** Contacts whose name or one of whose addresses contains the text. */
export async function searchPeople(db: Kysely<Schema>, text: string, limit: number): Promise<Contact[]> {
	const words = text.trim();
	const rows = await db
		.selectFrom('contacts')
		.selectAll()
		.where('deleted_at', 'is', null)
		.where((query) => {
			const name = sql<string>`${query.ref('first_name')} || ' ' || ${query.ref('last_name')}`;
			const addresses = query.selectFrom('contact_addresses').select('contact_id').where((inner) => contains(inner.ref('address'), words));
			return query.or([contains(name, words), query('id', 'in', addresses)]);
		})
		.orderBy('last_name')
		.orderBy('first_name')
		.orderBy('id')
		.limit(pageSize(limit))
		.execute();
	return await contactsInRows(db, rows);
}
