import type { Kysely, Selectable } from 'kysely';

import type { TicketsTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { Ticket, TicketState } from '../Desk';
import { isClosedStatus } from './deskFields';
import { rowId } from './rowId';
import { serviceOf } from './service';

export type TicketRow = Selectable<TicketsTable>;

function stateOf(row: TicketRow): TicketState {
	if (row.deleted_at !== null) {
		return 'deleted';
	}
	if (row.merged_into !== null) {
		return 'merged';
	}
	return isClosedStatus(row.status) ? 'closed' : 'open';
}

function idText(id: number | null): string | null {
	return id === null ? null : String(id);
}

/** `now` is the moment at which the promised times are judged. */
export function ticketOf(row: TicketRow, now: string): Ticket {
	return {
		id: String(row.id),
		number: row.number ?? '',
		title: row.title,
		description: row.description,
		status: row.status,
		state: stateOf(row),
		priority: row.priority,
		category: row.category,
		queue: row.queue,
		assignee: row.assignee,
		group: row.assigned_group,
		contactId: idText(row.contact_id),
		organizationId: idText(row.organization_id),
		createdAt: row.created_at,
		changedAt: row.changed_at,
		closedAt: row.closed_at,
		mergedInto: idText(row.merged_into),
		service: serviceOf(row, now),
		fields: JSON.parse(row.fields) as Record<string, string>,
	};
}

export async function ticketRow(db: Kysely<Schema>, id: number): Promise<TicketRow | undefined> {
	return await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Deleted tickets too, in state `deleted`. */
export async function getTicket(db: Kysely<Schema>, id: string, now: string): Promise<Ticket | null> {
	const row = await ticketRow(db, rowId(id) ?? 0);
	return row ? ticketOf(row, now) : null;
}

/** Oldest first, without deleted ones. */
export async function listTickets(db: Kysely<Schema>, now: string): Promise<Ticket[]> {
	const rows = await db.selectFrom('tickets').selectAll().where('deleted_at', 'is', null).orderBy('id').execute();
	return rows.map((row) => ticketOf(row, now));
}
