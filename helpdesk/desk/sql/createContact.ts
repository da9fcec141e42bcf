import type { Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Schema } from '../../store/schema';
import type { Claim, Contact, Effect, NewContact } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { checkedFields, contactFieldsOf } from './deskFields';
import { contactInRow, contactWithAddress, organizationIdFor } from './people';
import { personName } from '../personName';
import { readSetUp } from './setUp';

/** RFC 5321 section 4.5.3.1: 64 octets, @, 255 octets. */
const LONGEST_ADDRESS = 320;

/** Normalised. Throws `ADDRESS_INVALID`. */
export function usableAddress(address: string): string {
	const normal = normaliseAddress(address);
	if (normal === '' || normal.length > LONGEST_ADDRESS) {
		throw new DeskError('ADDRESS_INVALID', 'There is no usable address to make a contact of', { fault: 'message', remedy: 'The mail names no sender, or one that is not an address.' });
	}
	return normal;
}

/** What a claim has made. If somebody erased it since, its id and address are all that is left to say. */
async function claimedContact(trx: Transaction<Schema>, id: number | null, address: string, at: string): Promise<Contact> {
	const contact = id === null ? null : await contactInRow(trx, id);
	return contact ?? { id: String(id ?? ''), firstName: '', lastName: '', name: address, addresses: [address], organizationId: null, createdAt: at, fields: {} };
}

/** Checked against what is set up now. Throws what `checkedFields` throws. */
export async function checkedContactFields(trx: Transaction<Schema>, fields: Record<string, string>): Promise<Record<string, string>> {
	return Object.keys(fields).length === 0 ? {} : checkedFields(contactFieldsOf((await readSetUp(trx)).people), fields);
}

async function insertContact(trx: Transaction<Schema>, address: string, wanted: NewContact, claim: Claim, at: string): Promise<number> {
	const { firstName, lastName, ...further } = await checkedContactFields(trx, wanted.fields ?? {});
	const fromName = personName(wanted.name, address);
	const given = { firstName: wanted.firstName ?? firstName, lastName: wanted.lastName ?? lastName };
	const { id } = await trx
		.insertInto('contacts')
		.values({
			first_name: given.firstName ?? (given.lastName ? '' : fromName.firstName),
			last_name: given.lastName || fromName.lastName,
			organization_id: await organizationIdFor(trx, address),
			fields: JSON.stringify(further),
			created_at: at,
			deleted_at: null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx.insertInto('contact_addresses').values({ contact_id: id, position: 0, address }).execute();
	await record(trx, { action: 'contact-created', contactId: id, claim, at });
	return id;
}

/**
 * The contact with this address, made if there is none, linked to the organisation that has the address or its domain. Two calls at once make one contact.
 * `existing` when somebody had made it before. Throws `ADDRESS_INVALID` and what `checkedFields` throws.
 */
export async function createContact(trx: Transaction<Schema>, claim: Claim, wanted: NewContact, at: string): Promise<{ contact: Contact; effect: Effect }> {
	const address = usableAddress(wanted.address);
	const ownClaim = { key: normaliseAddress(claim.key), action: claim.action };
	const earlier = await takeClaim(trx, ownClaim, 'contact', at);
	if (earlier) {
		return { contact: await claimedContact(trx, earlier.contact_id, address, earlier.at), effect: 'existing' };
	}
	const known = await contactWithAddress(trx, address);
	const id = known ? Number(known.id) : await insertContact(trx, address, wanted, ownClaim, at);
	await completeClaim(trx, ownClaim, { contact_id: id });
	return { contact: known ?? (await claimedContact(trx, id, address, at)), effect: known ? 'existing' : 'created' };
}
