import type { Transaction } from 'kysely';

import { HelpdeskError } from '../../errors';
import type { Store } from '../../store/openStore';
import type { Schema } from '../../store/schema';
import type { Desk } from '../Desk';
import { DeskError } from '../DeskError';
import { findEffect } from './claims';
import { addComment, listComments } from './comments';
import { createContact } from './createContact';
import { deskDescription } from './deskFields';
import { listFiles, readFile } from './files';
import { findTickets } from './findTickets';
import { addParticipants, listMessages, peopleIn, storeMessage } from './messages';
import { findPerson, getContact, getOrganization, listContacts } from './people';
import { getTicket, listTickets } from './ticketRows';
import { existingTicket } from './ticketWriting';
import { createTicket, updateTicket } from './writeTickets';

/** Trouble of the store keeps its code, fault and remedy. */
function deskErrorOf(error: unknown): DeskError {
	if (error instanceof DeskError) {
		return error;
	}
	if (error instanceof HelpdeskError) {
		return new DeskError(error.code, error.message, { fault: error.fault, remedy: error.remedy, cause: error });
	}
	return new DeskError('DESK_FAILED', 'The built-in help desk could not do what it was asked', { fault: 'message', cause: error });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw deskErrorOf(error);
	}
}

/**
 * The built-in desk: tickets in the store's own tables. Every writing call is one transaction that holds its claim too, so that each effect happens
 * once, whatever is killed or repeated. `now` is the clock of everything it writes.
 */
export function createSqlDesk(store: Store, { now = () => new Date() }: { now?: () => Date } = {}): Desk {
	const { db } = store;
	const write = async <T>(work: (trx: Transaction<Schema>, at: string) => Promise<T>) =>
		await guarded(async () => await store.transaction(async (trx) => await work(trx, now().toISOString())));

	return {
		describe: async () => structuredClone(deskDescription),
		findPerson: async (address) => await guarded(async () => await findPerson(db, address)),
		createContact: async (claim, contact) => await write(async (trx, at) => await createContact(trx, claim, contact, at)),
		findTickets: async (evidence) => await guarded(async () => await findTickets(db, evidence, now())),
		createTicket: async (claim, ticket) => await write(async (trx, at) => await createTicket(trx, claim, ticket, at)),
		addComment: async (claim, ticketId, comment) => await write(async (trx, at) => await addComment(trx, claim, ticketId, comment, at)),
		updateTicket: async (claim, ticketId, change) => await write(async (trx, at) => await updateTicket(trx, claim, ticketId, change, at)),
		recordMessage: async (ticketId, message) =>
			await write(async (trx) => {
				const { id } = await existingTicket(trx, ticketId);
				await storeMessage(trx, id, null, message);
				await addParticipants(trx, id, peopleIn(message));
			}),
		findEffect: async (key, actions) => await guarded(async () => await findEffect(db, key, actions)),
		getTicket: async (id) => await guarded(async () => await getTicket(db, id)),
		getContact: async (id) => await guarded(async () => await getContact(db, id)),
		getOrganization: async (id) => await guarded(async () => await getOrganization(db, id)),
		listTickets: async () => await guarded(async () => await listTickets(db)),
		listContacts: async () => await guarded(async () => await listContacts(db)),
		listComments: async (ticketId) => await guarded(async () => await listComments(db, ticketId)),
		listFiles: async (ticketId) => await guarded(async () => await listFiles(db, ticketId)),
		listMessages: async (ticketId) => await guarded(async () => await listMessages(db, ticketId)),
		readFile: async (fileId) => await guarded(async () => await readFile(db, fileId)),
	};
}
