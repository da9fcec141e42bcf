import { normaliseAddress } from '../../email/addresses';
import type { Claim, Contact, Effect, NewContact } from '../Desk';
import { DeskError } from '../DeskError';
import { personName } from '../personName';
import type { HeldClaim } from './claims';
import { noteClaim, underClaim } from './claims';
import type { VtigerContext } from './context';
import { contactElement } from './fields';
import { noteRecord } from './highestRecord';
import { cutToCharacters, keepableText } from './keepableText';
import { makeOnce } from './makeOnce';
import { markerOf } from './marker';
import { numberOf } from './modules';
import { contactOf, contactWithAddressNow, getContact, organizationFor } from './people';

/** What Vtiger keeps; it cuts the rest without a word (capture 69c). */
const LONGEST = { firstname: 40, lastname: 80, email: 100 } as const;

function usableAddress(address: string): string {
	const normal = normaliseAddress(address);
	if (!normal.includes('@') || normal.length > LONGEST.email || keepableText(normal).replaced > 0) {
		throw new DeskError('ADDRESS_INVALID', 'There is no usable address to make a contact of', {
			fault: 'message',
			remedy: `The mail names no sender, or one that is not an address or is longer than the ${LONGEST.email} characters that Vtiger keeps.`,
		});
	}
	return normal;
}

const nameOf = (name: string, longest: number): string => cutToCharacters(keepableText(name).text, longest).text;

async function elementOf(context: VtigerContext, address: string, wanted: NewContact): Promise<Record<string, string>> {
	const { firstName, lastName, ...further } = wanted.fields ?? {};
	const fromName = personName(wanted.name, address);
	const given = { first: wanted.firstName ?? firstName, last: wanted.lastName ?? lastName };
	const { userId } = await context.client.session.signedIn();
	const organization = await organizationFor(context, address);
	return {
		...(await contactElement(context, further)),
		firstname: nameOf(given.first ?? (given.last ? '' : fromName.firstName), LONGEST.firstname),
		lastname: nameOf(given.last || fromName.lastName, LONGEST.lastname),
		email: address,
		...(organization ? { account_id: await context.modules.fullId('Accounts', organization.id) } : {}),
		assigned_user_id: userId,
	};
}

async function made(context: VtigerContext, held: HeldClaim, address: string, wanted: NewContact): Promise<{ contact: Contact; effect: Effect }> {
	const known = await contactWithAddressNow(context, address);
	if (known) {
		await noteClaim(context, held, { contact_id: known.id, state: 'made' });
		return { contact: known, effect: 'existing' };
	}
	const { record } = await makeOnce(context, held, 'Contacts', await elementOf(context, address, wanted));
	const contact = contactOf(record, await context.modules.of('Contacts'));
	await context.store.transaction(async (trx) => {
		await noteClaim(context, held, { contact_id: contact.id, state: 'made' }, trx);
		await noteRecord(trx, context.desk, numberOf(record.id ?? ''));
	});
	context.contacts.set(contact.id, contact);
	return { contact, effect: 'created' };
}

/**
 * The contact with this address, made if there is none, linked to the organisation that has the address or its domain. Mails of one new sender that come at the same
 * time make one contact. Throws `ADDRESS_INVALID` and what the fields throw.
 */
export async function createContact(context: VtigerContext, claim: Claim, wanted: NewContact): Promise<{ contact: Contact; effect: Effect }> {
	const address = usableAddress(wanted.address);
	const own = { key: normaliseAddress(claim.key) || claim.key, action: claim.action };
	return await underClaim(
		context,
		{ claim: own, kind: 'contact', marker: markerOf(own, null), lane: `${context.desk}\ncontact\n${address}` },
		{
			earlier: async (row) => {
				const stub = { id: row.contact_id ?? '', firstName: '', lastName: '', name: address, addresses: [address], organizationId: null, createdAt: row.at, fields: {} };
				return { contact: (await getContact(context, row.contact_id ?? '')) ?? stub, effect: 'existing' };
			},
			work: async (held) => await made(context, held, address, wanted),
		},
	);
}
