import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Contact } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { checkedContactFields } from './createContact';
import { contactInRow, getContact } from './people';
import { rowId } from './rowId';

/** Writes fields of a contact; the others stay. Throws `CONTACT_MISSING`, and what `checkedFields` throws. */
export async function changeContact(trx: Transaction<Schema>, contactId: string, fields: Record<string, string>, at: string): Promise<Contact> {
	const before = await getContact(trx, contactId);
	if (!before) {
		throw new DeskError('CONTACT_MISSING', 'There is no such contact', { fault: 'settings', remedy: 'Pick it from the list, or take its id from a Create Contact If Not Exists node.' });
	}
	const { firstName = before.firstName, lastName = before.lastName, ...further } = await checkedContactFields(trx, fields);
	const id = rowId(before.id) ?? 0;
	const values = { first_name: firstName, last_name: lastName, fields: JSON.stringify({ ...before.fields, ...further }) };
	await trx.updateTable('contacts').set(values).where('id', '=', id).execute();
	await record(trx, { action: 'contact-changed', contactId: id, detail: { fields: Object.keys(fields) }, claim: { key: '', action: '' }, at });
	return (await contactInRow(trx, id)) ?? before;
}
