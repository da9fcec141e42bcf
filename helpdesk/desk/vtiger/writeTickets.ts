import type { Claim, Effect, NewTicket, Ticket, TicketChange } from '../Desk';
import { DeskError } from '../DeskError';
import type { VtigerRecord } from './client';
import { noteClaim, underClaim, type HeldClaim } from './claims';
import type { VtigerContext } from './context';
import { attachFiles } from './documents';
import { newTicketElement, statuses, ticketElement } from './fields';
import { fittingTexts } from './fullText';
import { noteRecord } from './highestRecord';
import { forRevise } from './keepableText';
import { makeOnce } from './makeOnce';
import { markerOf } from './marker';
import { numberOf } from './modules';
import { getContact, getOrganization } from './people';
import { storeMail } from './threads';
import { deletedTicket, earlierTicket, existingRecord, isClosed, ticketOf, ticketRecord } from './tickets';

async function peopleElement(context: VtigerContext, ticket: NewTicket): Promise<Record<string, string>> {
	const missing = (code: string, what: string) => new DeskError(code, `Vtiger has no such ${what}`, { fault: 'message', remedy: `The ${what} was deleted, or its id comes from another help desk.` });
	const contact = ticket.contactId === null ? null : await getContact(context, ticket.contactId);
	// Vtiger accepts a contact that does not exist, and forgets it (capture 24b).
	if (ticket.contactId !== null && !contact) {
		throw missing('CONTACT_MISSING', 'contact');
	}
	const organizationId = ticket.organizationId ?? contact?.organizationId ?? null;
	if (ticket.organizationId !== null && !(await getOrganization(context, ticket.organizationId))) {
		throw missing('ORGANIZATION_MISSING', 'organization');
	}
	return {
		...(contact ? { contact_id: await context.modules.fullId('Contacts', contact.id) } : {}),
		...(organizationId === null ? {} : { parent_id: await context.modules.fullId('Accounts', organizationId) }),
	};
}

/** A new ticket with its mail, people and files, once per claim. Throws `DeskError`. */
export async function createTicket(context: VtigerContext, claim: Claim, wanted: NewTicket): Promise<{ ticket: Ticket; effect: Effect }> {
	const texts = fittingTexts(wanted.title, wanted.description, 'description');
	const files = [...wanted.files, ...texts.files];
	const module = await context.modules.of('HelpDesk');
	return await underClaim<{ ticket: Ticket; effect: Effect }>(context, { claim, kind: 'ticket', marker: markerOf(claim, wanted.message) }, {
		earlier: async (row) => ({ ticket: await earlierTicket(context, row.ticket_id, row.at), effect: 'existing' }),
		work: async (held) => {
			if (held.row.ticket_id !== null) {
				const still = await ticketRecord(context, held.row.ticket_id);
				if (!still) {
					return { ticket: deletedTicket(held.row.ticket_id, held.row.at), effect: 'existing' };
				}
				await attachFiles(context, held, { ticketId: held.row.ticket_id, commentId: null }, files);
				return { ticket: ticketOf(still, module), effect: 'existing' };
			}
			const element = { ...(await newTicketElement(context, wanted.fields)), ...(await peopleElement(context, wanted)), ticket_title: texts.title, description: texts.text };
			const { record, made } = await makeOnce(context, held, 'HelpDesk', element);
			const ticketId = numberOf(record.id ?? '');
			await context.store.transaction(async (trx) => {
				await noteClaim(context, held, { ticket_id: ticketId, state: 'made', unanswered_at: '' }, trx);
				await noteRecord(trx, context.desk, ticketId);
				await storeMail(trx, context.desk, { ticketId, commentId: null, internal: false }, wanted, true, context.options.now().toISOString());
			});
			await attachFiles(context, held, { ticketId, commentId: null }, files);
			// In the answer to `create` entities are decoded, so the texts are taken from what was sent.
			return { ticket: ticketOf(made ? { ...record, ticket_title: texts.title, description: texts.text } : record, module), effect: made ? 'created' : 'existing' };
		},
	});
}

/** What is to be changed beside the text: fields, and the status when a closed ticket is opened again. */
export async function changesOf(context: VtigerContext, before: VtigerRecord, fields: Record<string, string>, reopen: boolean): Promise<{ changes: Record<string, string>; reopens: boolean }> {
	const module = await context.modules.of('HelpDesk');
	const changes = await ticketElement(context, fields);
	const opensAgain = reopen && changes.ticketstatus === undefined && isClosed(before, module);
	const all = opensAgain ? { ...changes, ticketstatus: statuses(module).open } : changes;
	const reopens = isClosed(before, module) && all.ticketstatus !== undefined && !statuses(module).closed.includes(all.ticketstatus);
	return { changes: all, reopens };
}

/** Remembers that a ticket was opened again, once per claim. */
export async function noteReopening(context: VtigerContext, { claim }: HeldClaim, ticketId: string): Promise<void> {
	await context.store.db
		.insertInto('vtiger_reopenings')
		.values({ desk: context.desk, ticket_id: ticketId, claim_key: claim.key, claim_action: claim.action, at: context.options.now().toISOString() })
		.onConflict((conflict) => conflict.columns(['desk', 'ticket_id', 'claim_key', 'claim_action']).doNothing())
		.execute();
}

/** Overwrites title, description and fields, and stores the mail that said so. Repeated after a kill it writes the same again. Throws `DeskError`. */
export async function updateTicket(context: VtigerContext, claim: Claim, ticketId: string, change: TicketChange): Promise<{ ticket: Ticket; effect: Effect }> {
	const texts = fittingTexts(change.title ?? null, change.description ?? '', 'description');
	const module = await context.modules.of('HelpDesk');
	return await underClaim<{ ticket: Ticket; effect: Effect }>(context, { claim, kind: 'change', marker: '' }, {
		earlier: async (row) => ({ ticket: await earlierTicket(context, row.ticket_id, row.at), effect: 'existing' }),
		work: async (held) => {
			const before = await existingRecord(context, ticketId);
			const number = numberOf(before.id ?? '');
			const { changes, reopens } = await changesOf(context, before, change.fields, change.reopen);
			const values = {
				...changes,
				...(change.title === undefined ? {} : { ticket_title: texts.title }),
				...(change.description === undefined ? {} : { description: forRevise(texts.text) }),
			};
			if (reopens) {
				await noteReopening(context, held, number);
			}
			const after = Object.keys(values).length > 0 ? await context.client.revise('HelpDesk', before.id ?? '', values) : before;
			await context.store.transaction(async (trx) => {
				await noteClaim(context, held, { ticket_id: number, state: 'made' }, trx);
				await storeMail(trx, context.desk, { ticketId: number, commentId: null, internal: false }, change, true, context.options.now().toISOString());
			});
			await attachFiles(context, held, { ticketId: number, commentId: null }, [...change.files, ...texts.files]);
			const sent = {
				...(change.title === undefined ? {} : { ticket_title: texts.title }),
				...(change.description === undefined ? {} : { description: texts.text }),
			};
			return { ticket: ticketOf({ ...after, ...sent }, module), effect: 'created' };
		},
	});
}
