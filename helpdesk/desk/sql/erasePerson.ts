import { sql, type Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { ErasureReport } from '../DeskUpkeep';
import { record } from './audit';
import { eraseFiles, eraseLinkedMails, eraseMessages, eraseTickets, inBatches } from './eraseRows';
import { tracesOf } from './person';

/** What a comment says whose author was erased: the conversation of others keeps its order. */
const ERASED_TEXT = '(erased)';

/** Comments of the person in others' tickets lose author, text and files. */
async function blankComments(trx: Transaction<Schema>, ids: number[]): Promise<number> {
	let files = 0;
	for (const batch of inBatches(ids)) {
		await trx
			.updateTable('comments')
			.set({ author_name: '', author_address: '', text: ERASED_TEXT, html: '', message_id: null })
			.where('id', 'in', batch)
			.execute();
		const attached = await trx.selectFrom('files').select('id').where('comment_id', 'in', batch).execute();
		files += await eraseFiles(trx, attached.map(({ id }) => id));
	}
	return files;
}

/** The history may hold texts that the person wrote over a ticket, and says who did what. */
async function blankHistory(trx: Transaction<Schema>, addresses: string[], contacts: number[]): Promise<void> {
	await trx.updateTable('audit').set({ by_whom: '', detail: '{}' }).where('by_whom', 'in', addresses).execute();
	for (const batch of inBatches(contacts)) {
		await trx.deleteFrom('audit').where('contact_id', 'in', batch).execute();
	}
}

/** The address in the lists of recipients of mails that others sent or got. */
async function blankRecipients(trx: Transaction<Schema>, addresses: string[]): Promise<void> {
	for (const address of addresses) {
		const pattern = `%${address.replace(/[!%_]/g, '!$&')}%`;
		for (const table of ['messages', 'linked_mails'] as const) {
			const rows = await trx.selectFrom(table).select(['id', 'recipients']).where(sql<boolean>`lower(recipients) like ${pattern} escape '!'`).execute();
			for (const { id, recipients } of rows) {
				const others = (JSON.parse(recipients) as string[]).filter((each) => each.toLowerCase() !== address);
				await trx.updateTable(table).set({ recipients: JSON.stringify(others) }).where('id', '=', id).execute();
			}
		}
	}
}

/** A claim on a contact is named by the address. Without it, a new mail of the person makes a new contact. */
async function eraseContacts(trx: Transaction<Schema>, contacts: number[], addresses: string[]): Promise<void> {
	for (const batch of inBatches(contacts)) {
		await trx.deleteFrom('claims').where('kind', 'in', ['contact', 'address']).where('contact_id', 'in', batch).execute();
		await trx.deleteFrom('contact_addresses').where('contact_id', 'in', batch).execute();
		await trx.deleteFrom('contacts').where('id', 'in', batch).execute();
	}
	await trx.deleteFrom('claims').where('kind', '=', 'contact').where('key', 'in', addresses).execute();
	await trx.deleteFrom('organization_addresses').where('address', 'in', addresses).execute();
}

/**
 * Erases one person (D11): contacts, their tickets with everything in them, their mails; in tickets of others the author and text of what they wrote.
 * The block list and the desk's own people stay as they are. Throws `ADDRESS_INVALID`.
 */
export async function erasePerson(trx: Transaction<Schema>, address: string, at: string): Promise<ErasureReport> {
	const { addresses, contacts, ownTickets, comments, messages, mails } = await tracesOf(trx, address);
	const erased = await eraseTickets(trx, ownTickets);
	const files = erased.files + (await blankComments(trx, comments));
	await eraseMessages(trx, messages);
	await eraseLinkedMails(trx, mails);
	await trx.deleteFrom('participants').where('address', 'in', addresses).execute();
	await blankHistory(trx, addresses, contacts);
	await blankRecipients(trx, addresses);
	await eraseContacts(trx, contacts, addresses);
	const report = { contacts: contacts.length, tickets: erased.tickets, comments: comments.length, messages: messages.length, mails: mails.length, files };
	await record(trx, { action: 'erased', detail: report, claim: { key: '', action: 'erase' }, at });
	return report;
}
