import type { Kysely, Selectable } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import { domainOf, isFreemailDomain } from '../../email/freemail';
import type { ContactsTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { Contact, Organization } from '../Desk';
import { rowId } from './rowId';

type ContactRow = Selectable<ContactsTable>;

function contactOf(row: ContactRow, addresses: string[]): Contact {
	const name = [row.first_name, row.last_name].filter((part) => part !== '').join(' ');
	return {
		id: String(row.id),
		firstName: row.first_name,
		lastName: row.last_name,
		name: name === '' ? (addresses[0] ?? '') : name,
		addresses,
		organizationId: row.organization_id === null ? null : String(row.organization_id),
		createdAt: row.created_at,
		fields: JSON.parse(row.fields) as Record<string, string>,
	};
}

export async function contactsInRows(db: Kysely<Schema>, rows: ContactRow[]): Promise<Contact[]> {
	const ids = rows.map(({ id }) => id);
	const addresses = await addressesOf(db, ids);
	return rows.map((row) => contactOf(row, addresses.get(row.id) ?? []));
}

/** Addresses by contact, the primary one first. */
export async function addressesOf(db: Kysely<Schema>, contacts: number[]): Promise<Map<number, string[]>> {
	const found = new Map<number, string[]>();
	// In parts, because a statement takes a limited number of parameters.
	for (let first = 0; first < contacts.length; first += 1000) {
		const rows = await db
			.selectFrom('contact_addresses')
			.select(['contact_id', 'address'])
			.where('contact_id', 'in', contacts.slice(first, first + 1000))
			.orderBy('position')
			.execute();
		for (const { contact_id: contact, address } of rows) {
			found.set(contact, [...(found.get(contact) ?? []), address]);
		}
	}
	return found;
}

/** The contact in this row, also a deleted one (for a repeated claim); null when the row is gone. */
export async function contactInRow(db: Kysely<Schema>, id: number): Promise<Contact | null> {
	const rows = await db.selectFrom('contacts').selectAll().where('id', '=', id).execute();
	return (await contactsInRows(db, rows))[0] ?? null;
}

export async function getContact(db: Kysely<Schema>, id: string): Promise<Contact | null> {
	const rows = await db
		.selectFrom('contacts')
		.selectAll()
		.where('id', '=', rowId(id) ?? 0)
		.where('deleted_at', 'is', null)
		.execute();
	return (await contactsInRows(db, rows))[0] ?? null;
}

/** Oldest first. */
export async function listContacts(db: Kysely<Schema>): Promise<Contact[]> {
	return await contactsInRows(db, await db.selectFrom('contacts').selectAll().where('deleted_at', 'is', null).orderBy('id').execute());
}

export async function getOrganization(db: Kysely<Schema>, id: string): Promise<Organization | null> {
	const number = rowId(id) ?? 0;
	const row = await db.selectFrom('organizations').selectAll().where('id', '=', number).executeTakeFirst();
	if (!row) {
		return null;
	}
	const addresses = await db.selectFrom('organization_addresses').select('address').where('organization_id', '=', number).orderBy('address').execute();
	const domains = await db.selectFrom('organization_domains').select('domain').where('organization_id', '=', number).orderBy('domain').execute();
	return {
		id: String(row.id),
		name: row.name,
		addresses: addresses.map(({ address }) => address),
		domains: domains.map(({ domain }) => domain).filter((domain) => !isFreemailDomain(domain)),
		fields: {},
	};
}

/** The organisation with this address, else the one with its domain unless that is a freemail domain; the oldest of several. */
export async function organizationIdFor(db: Kysely<Schema>, address: string): Promise<number | null> {
	const byAddress = await db.selectFrom('organization_addresses').select('organization_id as id').where('address', '=', address).orderBy('organization_id').executeTakeFirst();
	const domain = domainOf(address);
	if (byAddress || !domain || isFreemailDomain(domain)) {
		return byAddress?.id ?? null;
	}
	const byDomain = await db.selectFrom('organization_domains').select('organization_id as id').where('domain', '=', domain).orderBy('organization_id').executeTakeFirst();
	return byDomain?.id ?? null;
}

/** The living contact with this address; the lowest id wins, as in Vtiger. */
export async function contactWithAddress(db: Kysely<Schema>, address: string): Promise<Contact | null> {
	const rows = await db
		.selectFrom('contacts')
		.selectAll('contacts')
		.innerJoin('contact_addresses', 'contact_addresses.contact_id', 'contacts.id')
		.where('contact_addresses.address', '=', address)
		.where('contacts.deleted_at', 'is', null)
		.orderBy('contacts.id')
		.limit(1)
		.execute();
	return (await contactsInRows(db, rows))[0] ?? null;
}

/** Contact by address, and its organisation; without one, the organisation that has the address or its domain. */
export async function findPerson(db: Kysely<Schema>, address: string): Promise<{ contact: Contact | null; organization: Organization | null }> {
	const wanted = normaliseAddress(address);
	if (wanted === '') {
		return { contact: null, organization: null };
	}
	const contact = await contactWithAddress(db, wanted);
	const organizationId = contact?.organizationId ?? String((await organizationIdFor(db, wanted)) ?? '');
	return { contact, organization: await getOrganization(db, organizationId) };
}
