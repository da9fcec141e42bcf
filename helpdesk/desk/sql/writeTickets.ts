import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim, Effect, NewTicket, Ticket, TicketChange } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { describeDesk, isClosedStatus } from './deskFields';
import { rowId } from './rowId';
import { promisedTimes } from './service';
import { readSetUp } from './setUp';
import { ticketOf, ticketRow, type TicketRow } from './ticketRows';
import { changedFields, changeTicket, earlierTicket, fieldValues, storeMailParts, titleValues, writableTicket } from './ticketWriting';

const NUMBER_PREFIX = 'TT';

/** Row ids of contact and organisation, which must exist; the contact's organisation where none is given. */
async function ownersOf(trx: Transaction<Schema>, ticket: NewTicket): Promise<{ contact_id: number | null; organization_id: number | null }> {
	const missing = (code: string, what: string) => new DeskError(code, `There is no such ${what}`, { fault: 'message', remedy: `The ${what} was deleted, or its id comes from another help desk.` });
	const contact =
		ticket.contactId === null
			? null
			: await trx
					.selectFrom('contacts')
					.select(['id', 'organization_id'])
					.where('id', '=', rowId(ticket.contactId) ?? 0)
					.executeTakeFirst();
	if (contact === undefined) {
		throw missing('CONTACT_MISSING', 'contact');
	}
	if (ticket.organizationId === null) {
		return { contact_id: contact?.id ?? null, organization_id: contact?.organization_id ?? null };
	}
	const organization = await trx
		.selectFrom('organizations')
		.select('id')
		.where('id', '=', rowId(ticket.organizationId) ?? 0)
		.executeTakeFirst();
	if (!organization) {
		throw missing('ORGANIZATION_MISSING', 'organization');
	}
	return { contact_id: contact?.id ?? null, organization_id: organization.id };
}

async function insertTicket(trx: Transaction<Schema>, ticket: NewTicket, at: string): Promise<TicketRow> {
	const setUp = await readSetUp(trx);
	const writable = describeDesk(setUp).ticketFields.filter((field) => field.writable);
	const defaults: Record<string, string> = Object.fromEntries(writable.map((field) => [field.name, field.default]));
	const { status, priority, category, queue, assignee, assigned_group: group, fields } = fieldValues(setUp, { ...defaults, ...ticket.fields }, {});
	const { id } = await trx
		.insertInto('tickets')
		.values({
			...titleValues(ticket.title),
			...(await ownersOf(trx, ticket)),
			number: null,
			number_key: null,
			description: ticket.description,
			html: ticket.html,
			status: status ?? '',
			priority: priority ?? '',
			category: category ?? '',
			queue: queue ?? '',
			assignee: assignee ?? '',
			assigned_group: group ?? '',
			...promisedTimes(setUp.priorities, priority ?? '', at),
			reacted_at: null,
			fields: fields ?? '{}',
			created_at: at,
			changed_at: at,
			closed_at: isClosedStatus(status ?? '') ? at : null,
			deleted_at: null,
			merged_into: null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const number = `${NUMBER_PREFIX}${id}`;
	return await trx
		.updateTable('tickets')
		.set({ number, number_key: number.toLowerCase() })
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirstOrThrow();
}

/** A new ticket with its mail, people, files and links; all of it once per claim. Throws `DeskError`. */
export async function createTicket(trx: Transaction<Schema>, claim: Claim, wanted: NewTicket, at: string): Promise<{ ticket: Ticket; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'ticket', at);
	if (earlier) {
		return { ticket: await earlierTicket(trx, earlier, at), effect: 'existing' };
	}
	const row = await insertTicket(trx, wanted, at);
	await record(trx, { action: 'created', ticketId: row.id, by: wanted.message?.from, claim, at });
	await storeMailParts(trx, { ticketId: row.id, commentId: null }, wanted, true, claim, at);
	await completeClaim(trx, claim, { ticket_id: row.id });
	return { ticket: ticketOf(row, at), effect: 'created' };
}

/** Overwrites title, description and fields, and stores the mail that said so. Throws `DeskError`. */
export async function updateTicket(trx: Transaction<Schema>, claim: Claim, ticketId: string, change: TicketChange, at: string): Promise<{ ticket: Ticket; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'change', at);
	if (earlier) {
		return { ticket: await earlierTicket(trx, earlier, at), effect: 'existing' };
	}
	const before = await writableTicket(trx, ticketId);
	const values = {
		...(change.title === undefined ? {} : titleValues(change.title)),
		...(change.description === undefined ? {} : { description: change.description, html: change.html ?? '' }),
		...(change.html === undefined ? {} : { html: change.html }),
		...(await changedFields(trx, before, change.fields)),
	};
	await changeTicket(trx, before, values, { reopen: change.reopen, by: change.message?.from ?? '' }, claim, at);
	await storeMailParts(trx, { ticketId: before.id, commentId: null }, change, true, claim, at);
	await completeClaim(trx, claim, { ticket_id: before.id });
	const after = await ticketRow(trx, before.id);
	return { ticket: ticketOf(after ?? before, at), effect: 'created' };
}
