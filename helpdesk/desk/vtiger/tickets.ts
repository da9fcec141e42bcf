import type { Ticket } from '../Desk';
import { DeskError } from '../DeskError';
import type { VtigerModule, VtigerRecord } from './client';
import type { VtigerContext } from './context';
import { everyRecord } from './everyRecord';
import { furtherFields, statuses } from './fields';
import { asWritten } from './keepableText';
import { numberOf, recordNumber } from './modules';
import { isoTime } from './times';

const reference = (id: string | undefined): string | null => (id ? numberOf(id) : null);

export function isClosed(record: VtigerRecord, module: VtigerModule): boolean {
	return statuses(module).closed.includes(record.ticketstatus ?? '');
}

/** One field holds a user or a group. Whoever changed a record is always a user, so that shows the prefix of users. */
function ownerOf(record: VtigerRecord): Pick<Ticket, 'assignee' | 'group'> {
	const owner = record.assigned_user_id ?? '';
	const user = record.modifiedby ?? '';
	const isGroup = user !== '' && owner.split('x')[0] !== user.split('x')[0];
	return { assignee: isGroup ? '' : owner, group: isGroup ? owner : '' };
}

/** Vtiger does not say when a ticket was closed; its last change stands for it. */
export function ticketOf(record: VtigerRecord, module: VtigerModule): Ticket {
	const closed = isClosed(record, module);
	const changedAt = isoTime(record.modifiedtime);
	return {
		id: numberOf(record.id ?? ''),
		number: record.ticket_no ?? '',
		title: asWritten(record.ticket_title ?? ''),
		description: asWritten(record.description ?? ''),
		status: record.ticketstatus ?? '',
		state: closed ? 'closed' : 'open',
		priority: record.ticketpriorities ?? '',
		category: record.ticketcategories ?? '',
		queue: '',
		...ownerOf(record),
		contactId: reference(record.contact_id),
		organizationId: reference(record.parent_id),
		createdAt: isoTime(record.createdtime),
		changedAt,
		closedAt: closed ? changedAt : null,
		mergedInto: null,
		service: null,
		fields: furtherFields(record, module),
	};
}

/** All that is left to say of a ticket that was deleted: Vtiger tells nothing of it any more. */
export function deletedTicket(id: string, at: string): Ticket {
	const nothing = { number: '', title: '', description: '', status: '', priority: '', category: '', queue: '', assignee: '', group: '', service: null, contactId: null, organizationId: null };
	return { ...nothing, id, state: 'deleted', createdAt: at, changedAt: at, closedAt: null, mergedInto: null, fields: {} };
}

/** As Vtiger has it now, or null. */
export async function ticketRecord({ client, modules }: VtigerContext, id: string): Promise<VtigerRecord | null> {
	const number = recordNumber(id);
	return number === null ? null : await client.retrieve(await modules.fullId('HelpDesk', number));
}

/** The record to write to. Throws `TICKET_MISSING`; without this look Vtiger would store a comment on nothing (capture 54d). */
export async function existingRecord(context: VtigerContext, id: string): Promise<VtigerRecord> {
	const record = await ticketRecord(context, id);
	if (!record) {
		throw new DeskError('TICKET_MISSING', 'Vtiger has no such ticket, or the API user may not see it', { fault: 'message', remedy: 'It may have been deleted. Tried again, the ticket is looked up anew.' });
	}
	return record;
}

/** When the store heard first of this ticket; null when it never did. */
export async function knownSince({ store, desk }: VtigerContext, number: string): Promise<string | null> {
	const claim = await store.db.selectFrom('vtiger_claims').select('at').where('desk', '=', desk).where('ticket_id', '=', number).orderBy('at').executeTakeFirst();
	return claim?.at ?? null;
}

/** A ticket that is known to have been there and is not any more is given as deleted. */
export async function getTicket(context: VtigerContext, id: string): Promise<Ticket | null> {
	const record = await ticketRecord(context, id);
	if (record) {
		return ticketOf(record, await context.modules.of('HelpDesk'));
	}
	const number = recordNumber(id);
	const since = number === null ? null : await knownSince(context, number);
	return number !== null && since !== null ? deletedTicket(number, since) : null;
}

/** The ticket of an earlier call as it is now. */
export async function earlierTicket(context: VtigerContext, id: string | null, at: string): Promise<Ticket> {
	return (await getTicket(context, id ?? '')) ?? deletedTicket(id ?? '', at);
}

export async function listTickets(context: VtigerContext): Promise<Ticket[]> {
	const module = await context.modules.of('HelpDesk');
	return (await everyRecord(context, 'HelpDesk')).map((record) => ticketOf(record, module));
}
