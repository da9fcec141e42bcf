import type { Store } from '../../store/openStore';
import type { Desk } from '../Desk';
import { peopleIn } from '../messageRows';
import { isBlocked } from './blockList';
import { changesSince } from './changes';
import { findEffect } from './claims';
import { addComment, listComments } from './comments';
import { addContactAddress } from './contactAddresses';
import { createContact } from './createContact';
import { createUpkeep } from './createUpkeep';
import { describeDesk } from './deskFields';
import { listFiles, readFile } from './files';
import { findTickets } from './findTickets';
import { guarded, type Write } from './guarded';
import { linkMail, listLinkedMails } from './linkedMails';
import { addParticipants, listMessages, storeMessage } from './messages';
import { createOrganization } from './organizations';
import { findPerson, getContact, getOrganization, listContacts } from './people';
import { deleteTicket, mergeTickets } from './removeTickets';
import { searchPeople, searchTickets } from './search';
import { readSetUp } from './setUp';
import { getTicket, listTickets } from './ticketRows';
import { existingTicket } from './ticketWriting';
import { createTicket, updateTicket } from './writeTickets';

/**
 * The built-in desk: tickets in the store's own tables. Every writing call is one transaction that holds its claim too, so that each effect happens
 * once, whatever is killed or repeated. `now` is the clock of everything it writes.
 */
export function createSqlDesk(store: Store, { now = () => new Date() }: { now?: () => Date } = {}): Desk {
	const { db } = store;
	const moment = () => now().toISOString();
	const write: Write = async (work) => await guarded(async () => await store.transaction(async (trx) => await work(trx, moment())));

	return {
		describe: async () => await guarded(async () => describeDesk(await readSetUp(db))),
		findPerson: async (address) => await guarded(async () => await findPerson(db, address)),
		createContact: async (claim, contact) => await write(async (trx, at) => await createContact(trx, claim, contact, at)),
		addContactAddress: async (claim, contactId, address) => await write(async (trx, at) => await addContactAddress(trx, claim, contactId, address, at)),
		createOrganization: async (claim, organization) => await write(async (trx, at) => await createOrganization(trx, claim, organization, at)),
		linkMail: async (claim, link) => await write(async (trx, at) => await linkMail(trx, claim, link, at)),
		findTickets: async (evidence) => await guarded(async () => await findTickets(db, evidence, now())),
		createTicket: async (claim, ticket) => await write(async (trx, at) => await createTicket(trx, claim, ticket, at)),
		addComment: async (claim, ticketId, comment) => await write(async (trx, at) => await addComment(trx, claim, ticketId, comment, at)),
		updateTicket: async (claim, ticketId, change) => await write(async (trx, at) => await updateTicket(trx, claim, ticketId, change, at)),
		mergeTickets: async (claim, from, into) => await write(async (trx, at) => await mergeTickets(trx, claim, from, into, at)),
		deleteTicket: async (claim, ticketId) => await write(async (trx, at) => await deleteTicket(trx, claim, ticketId, at)),
		recordMessage: async (ticketId, message) =>
			await write(async (trx) => {
				const { id } = await existingTicket(trx, ticketId);
				await storeMessage(trx, id, null, message);
				await addParticipants(trx, id, peopleIn(message));
			}),
		findEffect: async (key, actions) => await guarded(async () => await findEffect(db, key, actions)),
		getTicket: async (id) => await guarded(async () => await getTicket(db, id, moment())),
		getContact: async (id) => await guarded(async () => await getContact(db, id)),
		getOrganization: async (id) => await guarded(async () => await getOrganization(db, id)),
		listTickets: async () => await guarded(async () => await listTickets(db, moment())),
		listContacts: async () => await guarded(async () => await listContacts(db)),
		listComments: async (ticketId) => await guarded(async () => await listComments(db, ticketId)),
		listFiles: async (ticketId) => await guarded(async () => await listFiles(db, ticketId)),
		listMessages: async (ticketId) => await guarded(async () => await listMessages(db, ticketId)),
		listLinkedMails: async (target, id) => await guarded(async () => await listLinkedMails(db, target, id)),
		readFile: async (fileId) => await guarded(async () => await readFile(db, fileId)),
		searchTickets: async (query) => await guarded(async () => await searchTickets(db, query, moment())),
		searchPeople: async (text, limit) => await guarded(async () => await searchPeople(db, text, limit)),
		changesSince: async (cursor, limit) => await guarded(async () => await changesSince(db, cursor, limit, now())),
		isBlocked: async (address) => await guarded(async () => await isBlocked(db, address)),
		upkeep: createUpkeep(store, write, now),
	};
}
