import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim, Effect, Ticket } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { addParticipants } from './messages';
import { ticketOf, ticketRow } from './ticketRows';
import { earlierTicket, existingTicket, writableTicket } from './ticketWriting';

/** Merges one ticket into another: mail for it is led there, and its people take part there. Once per claim. Throws `DeskError`. */
export async function mergeTickets(trx: Transaction<Schema>, claim: Claim, fromId: string, intoId: string, at: string): Promise<{ ticket: Ticket; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'merge', at);
	if (earlier) {
		return { ticket: await earlierTicket(trx, earlier, at), effect: 'existing' };
	}
	const from = await writableTicket(trx, fromId);
	const into = await writableTicket(trx, intoId);
	if (from.id === into.id) {
		throw new DeskError('MERGE_WITH_ITSELF', 'A ticket cannot be merged into itself', { fault: 'settings', remedy: 'Name two different tickets.' });
	}
	await trx.updateTable('tickets').set({ merged_into: into.id, changed_at: at }).where('id', '=', from.id).execute();
	await trx.updateTable('tickets').set({ changed_at: at }).where('id', '=', into.id).execute();
	const people = await trx.selectFrom('participants').select('address').where('ticket_id', '=', from.id).execute();
	const addresses = from.contact_id === null ? [] : await trx.selectFrom('contact_addresses').select('address').where('contact_id', '=', from.contact_id).execute();
	await addParticipants(trx, into.id, [...people, ...addresses].map(({ address }) => address));
	await trx
		.insertInto('ticket_links')
		.values({ ticket_id: into.id, linked_id: from.id, at })
		.onConflict((conflict) => conflict.columns(['ticket_id', 'linked_id']).doNothing())
		.execute();
	await record(trx, { action: 'merged', ticketId: from.id, detail: { into: into.id }, claim, at });
	await record(trx, { action: 'linked', ticketId: into.id, detail: { to: from.id }, claim, at });
	await completeClaim(trx, claim, { ticket_id: into.id });
	const after = await ticketRow(trx, into.id);
	return { ticket: ticketOf(after ?? into, at), effect: 'created' };
}

/** Marks a ticket as deleted, once per claim; a second deletion by another claim changes nothing. Throws `TICKET_MISSING`. */
export async function deleteTicket(trx: Transaction<Schema>, claim: Claim, ticketId: string, at: string): Promise<{ effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'delete', at);
	if (earlier) {
		return { effect: 'existing' };
	}
	const { id, deleted_at: deletedAt } = await existingTicket(trx, ticketId);
	await completeClaim(trx, claim, { ticket_id: id });
	if (deletedAt !== null) {
		return { effect: 'existing' };
	}
	await trx.updateTable('tickets').set({ deleted_at: at, changed_at: at }).where('id', '=', id).execute();
	await record(trx, { action: 'deleted', ticketId: id, claim, at });
	return { effect: 'created' };
}
