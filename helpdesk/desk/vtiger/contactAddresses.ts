import { normaliseAddress } from '../../email/addresses';
import type { Claim, Contact, Effect } from '../Desk';
import { DeskError } from '../DeskError';
import { noteClaim, underClaim } from './claims';
import type { VtigerContext } from './context';
import { refuse } from './refuse';
import { contactOf, contactWithAddressNow, getContact } from './people';

function missing(): DeskError {
	return new DeskError('CONTACT_MISSING', 'Vtiger has no such contact', { fault: 'message', remedy: 'The contact was deleted, or its id comes from another help desk.' });
}

async function add(context: VtigerContext, contactId: string, address: string): Promise<{ contact: Contact; effect: Effect }> {
	const contact = await getContact(context, contactId);
	if (!contact) {
		throw missing();
	}
	if (contact.addresses.includes(address)) {
		return { contact, effect: 'existing' };
	}
	const holder = await contactWithAddressNow(context, address);
	if (holder && holder.id !== contact.id) {
		throw new DeskError('ADDRESS_TAKEN', 'Another contact has this address', { fault: 'message', remedy: 'Merge the two contacts in Vtiger.' });
	}
	if (contact.addresses.length > 1) {
		refuse('give a contact more than two addresses');
	}
	const field = contact.addresses.length === 0 ? 'email' : 'secondaryemail';
	const record = await context.client.revise('Contacts', await context.modules.fullId('Contacts', contact.id), { [field]: address });
	const changed = contactOf(record, await context.modules.of('Contacts'));
	context.contacts.set(changed.id, changed);
	return { contact: changed, effect: 'created' };
}

/** Gives a contact a second address; Vtiger has a place for two. Throws `CONTACT_MISSING`, `ADDRESS_INVALID` or `ADDRESS_TAKEN`. */
export async function addContactAddress(context: VtigerContext, claim: Claim, contactId: string, wanted: string): Promise<{ contact: Contact; effect: Effect }> {
	const address = normaliseAddress(wanted);
	if (!address.includes('@')) {
		throw new DeskError('ADDRESS_INVALID', 'This is no address', { fault: 'message', remedy: 'Give an address with an @ in it.' });
	}
	return await underClaim<{ contact: Contact; effect: Effect }>(context, { claim, kind: 'address', marker: '' }, {
		earlier: async ({ contact_id: id }) => {
			const contact = await getContact(context, id ?? '');
			if (!contact) {
				throw missing();
			}
			return { contact, effect: 'existing' };
		},
		work: async (held) => {
			const result = await add(context, contactId, address);
			await noteClaim(context, held, { contact_id: result.contact.id, state: 'made' });
			return result;
		},
	});
}
