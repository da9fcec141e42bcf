import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { Claim, Contact, Effect } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { usableAddress } from './createContact';
import { contactInRow, contactWithAddress, getContact } from './people';
import { rowId } from './rowId';

/** Gives a contact one more address, by which it is found from now on. Throws `CONTACT_MISSING`, `ADDRESS_TAKEN` and `ADDRESS_INVALID`. */
export async function addContactAddress(trx: Transaction<Schema>, claim: Claim, contactId: string, address: string, at: string): Promise<{ contact: Contact; effect: Effect }> {
	const wanted = usableAddress(address);
	const earlier = await takeClaim(trx, claim, 'address', at);
	const contact = earlier ? await contactInRow(trx, earlier.contact_id ?? 0) : await getContact(trx, contactId);
	if (!contact) {
		throw new DeskError('CONTACT_MISSING', 'There is no such contact', { fault: 'message', remedy: 'The contact was deleted, or its id comes from another help desk.' });
	}
	if (earlier) {
		return { contact, effect: 'existing' };
	}
	const id = rowId(contact.id) ?? 0;
	await completeClaim(trx, claim, { contact_id: id });
	if (contact.addresses.includes(wanted)) {
		return { contact, effect: 'existing' };
	}
	if (await contactWithAddress(trx, wanted)) {
		throw new DeskError('ADDRESS_TAKEN', 'Another contact has this address', { fault: 'message', remedy: 'An address belongs to one contact, or it would not be known who wrote. Remove it there first.' });
	}
	await trx.insertInto('contact_addresses').values({ contact_id: id, position: contact.addresses.length, address: wanted }).execute();
	await record(trx, { action: 'contact-changed', contactId: id, claim, at });
	return { contact: { ...contact, addresses: [...contact.addresses, wanted] }, effect: 'created' };
}
