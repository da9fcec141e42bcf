import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim, MessageRecord, NewFile, Ticket } from '../Desk';
import { DeskError } from '../DeskError';
import { peopleIn } from '../messageRows';
import { comparableTitle, storedTitle } from '../titles';
import { record } from './audit';
import type { ClaimRow } from './claims';
import { checkedFields, describeDesk, isClosedStatus, OPEN_STATUS, TICKET_COLUMNS } from './deskFields';
import { attachFiles } from './files';
import { addParticipants, storeMessage } from './messages';
import { rowId } from './rowId';
import { promisedTimes } from './service';
import { readSetUp, type SetUp } from './setUp';
import { ticketOf, ticketRow, type TicketRow } from './ticketRows';

export type TicketValues = Partial<Omit<TicketRow, 'id'>>;

/** Everything that comes with a mail: stored in the transaction that uses the mail. */
export interface MailParts {
	message: MessageRecord | null;
	participants: string[];
	files: NewFile[];
	links: string[];
}

export function titleValues(title: string): { title: string; clean_title: string } {
	return { title: storedTitle(title), clean_title: comparableTitle(title) };
}

/** Desk fields by name as columns, checked; `before` holds the further fields that stay. */
export function fieldValues(setUp: SetUp, fields: Record<string, string>, before: Record<string, string>): TicketValues {
	const checked = Object.entries(checkedFields(describeDesk(setUp).ticketFields, fields));
	const columns = new Map<string, string>(Object.entries(TICKET_COLUMNS));
	const ofColumns = checked.map(([name, value]): [string, string] => [columns.get(name) ?? '', value]).filter(([column]) => column !== '');
	const further = checked.filter(([name]) => !columns.has(name));
	return { ...Object.fromEntries(ofColumns), fields: JSON.stringify({ ...before, ...Object.fromEntries(further) }) };
}

/** Fields to change on a ticket that is there, checked against what is set up now; a new priority brings new times. */
export async function changedFields(trx: Transaction<Schema>, before: TicketRow, fields: Record<string, string>): Promise<TicketValues> {
	if (Object.keys(fields).length === 0) {
		return {};
	}
	const setUp = await readSetUp(trx);
	const values = fieldValues(setUp, fields, JSON.parse(before.fields) as Record<string, string>);
	const { priority } = values;
	return priority === undefined || priority === before.priority ? values : { ...values, ...promisedTimes(setUp.priorities, priority, before.created_at) };
}

/** The ticket, in whatever state. Throws `TICKET_MISSING`. */
export async function existingTicket(trx: Transaction<Schema>, ticketId: string): Promise<TicketRow> {
	const row = await ticketRow(trx, rowId(ticketId) ?? 0);
	if (!row) {
		throw new DeskError('TICKET_MISSING', 'There is no such ticket', { fault: 'message', remedy: 'Check where the ticket id comes from; tried again, the ticket is looked up anew.' });
	}
	return row;
}

/** The ticket to write to. Throws `TICKET_MISSING`, `TICKET_DELETED` or `TICKET_MERGED`. */
export async function writableTicket(trx: Transaction<Schema>, ticketId: string): Promise<TicketRow> {
	const row = await existingTicket(trx, ticketId);
	if (row.deleted_at !== null) {
		throw new DeskError('TICKET_DELETED', 'The ticket has been deleted', { fault: 'message', remedy: 'Tried again, the message makes a new ticket.' });
	}
	if (row.merged_into !== null) {
		throw new DeskError('TICKET_MERGED', 'The ticket was merged into another one', { fault: 'message', remedy: 'Tried again, the message goes to that other ticket.' });
	}
	return row;
}

/** Changes a ticket, keeps `closed_at` in step with the status, and writes its history. A reopening counts only for a ticket that was closed. */
export async function changeTicket(trx: Transaction<Schema>, before: TicketRow, wanted: TicketValues, { reopen, by }: { reopen: boolean; by: string }, claim: Claim, at: string): Promise<void> {
	const wasClosed = isClosedStatus(before.status);
	const reopening = reopen && wasClosed && wanted.status === undefined ? { status: OPEN_STATUS } : {};
	const values: TicketValues = { ...wanted, ...reopening };
	const isClosed = isClosedStatus(values.status ?? before.status);
	if (isClosed !== wasClosed) {
		values.closed_at = isClosed ? at : null;
	}
	await trx
		.updateTable('tickets')
		.set({ ...values, changed_at: at })
		.where('id', '=', before.id)
		.execute();
	const changes = (Object.keys(values) as Array<keyof TicketValues>).filter((name) => values[name] !== before[name]);
	if (changes.length > 0) {
		const detail = Object.fromEntries(changes.map((name) => [name, [before[name], values[name]]]));
		await record(trx, { action: 'changed', ticketId: before.id, detail, by, claim, at });
	}
	if (isClosed !== wasClosed) {
		await record(trx, { action: isClosed ? 'closed' : 'reopened', ticketId: before.id, by, claim, at });
	}
}

async function linkTickets(trx: Transaction<Schema>, ticketId: number, links: string[], claim: Claim, at: string): Promise<void> {
	for (const link of new Set(links)) {
		const linked = await ticketRow(trx, rowId(link) ?? 0);
		// A ticket erased meanwhile must not keep the mail from being stored.
		if (!linked || linked.id === ticketId) {
			continue;
		}
		await trx
			.insertInto('ticket_links')
			.values({ ticket_id: ticketId, linked_id: linked.id, at })
			.onConflict((conflict) => conflict.columns(['ticket_id', 'linked_id']).doNothing())
			.execute();
		await record(trx, { action: 'linked', ticketId, detail: { to: linked.id }, claim, at });
	}
}

/** Stores message, files and links. `joins`: whether the people of this mail take part in the ticket from now on. */
export async function storeMailParts(
	trx: Transaction<Schema>,
	place: { ticketId: number; commentId: number | null },
	{ message, participants, files, links }: MailParts,
	joins: boolean,
	claim: Claim,
	at: string,
): Promise<void> {
	if (message) {
		await storeMessage(trx, place.ticketId, place.commentId, message);
	}
	if (joins) {
		await addParticipants(trx, place.ticketId, [...peopleIn(message), ...participants]);
	}
	await attachFiles(trx, place.ticketId, place.commentId, files);
	await linkTickets(trx, place.ticketId, links, claim, at);
}

/** The ticket of an earlier call as it is now. If its row was erased since, its id is all that is left to say. */
export async function earlierTicket(trx: Transaction<Schema>, { ticket_id: id, at }: ClaimRow, now: string): Promise<Ticket> {
	const row = id === null ? undefined : await ticketRow(trx, id);
	if (row) {
		return ticketOf(row, now);
	}
	const nothing = { number: '', title: '', description: '', status: '', priority: '', category: '', queue: '', assignee: '', group: '', service: null, contactId: null, organizationId: null };
	return { ...nothing, id: String(id ?? ''), state: 'deleted', createdAt: at, changedAt: at, closedAt: null, mergedInto: null, fields: {} };
}
