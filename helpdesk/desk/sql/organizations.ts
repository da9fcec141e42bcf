import type { Kysely, Transaction } from 'kysely';

import { domainOf, isFreemailDomain } from '../../email/freemail';
import type { Schema } from '../../store/schema';
import type { Claim, Effect, NewOrganization, Organization } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { usableAddress } from './createContact';
import { getOrganization } from './people';
import { rowId } from './rowId';

const LONGEST_NAME = 255;
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;

function usableDomain(domain: string): string {
	const normal = domainOf(`@${domain.trim().replace(/^@/, '')}`);
	if (!DOMAIN.test(normal) || normal.length > 253) {
		throw new DeskError('DOMAIN_INVALID', 'One of the domains of the organization is none', { fault: 'settings', remedy: 'Write domains like "example.com", without blanks or paths.' });
	}
	if (isFreemailDomain(normal)) {
		throw new DeskError('DOMAIN_FREEMAIL', `Everybody can have an address of ${normal}`, { fault: 'settings', remedy: 'Give the single addresses of the organization instead of this domain.' });
	}
	return normal;
}

function usableName(name: string): string {
	const line = Array.from(name.replace(/[\s\p{Cc}]+/gu, ' ').trim()).slice(0, LONGEST_NAME).join('');
	if (line === '') {
		throw new DeskError('NAME_MISSING', 'The organization has no name', { fault: 'settings', remedy: 'Give it a name.' });
	}
	return line;
}

async function insertPlaces(trx: Transaction<Schema>, id: number, { domains, addresses }: NewOrganization): Promise<void> {
	for (const domain of new Set(domains.map(usableDomain))) {
		await trx.insertInto('organization_domains').values({ organization_id: id, domain }).execute();
	}
	for (const address of new Set(addresses.map(usableAddress))) {
		await trx.insertInto('organization_addresses').values({ organization_id: id, address }).execute();
	}
}

async function known(trx: Transaction<Schema>, id: number | null, at: string): Promise<Organization> {
	const organization = await getOrganization(trx, String(id ?? ''));
	return organization ?? { id: String(id ?? at), name: '', addresses: [], domains: [], fields: {} };
}

/** Makes an organisation, once per claim. Contacts made later join it by address or domain. Throws `DOMAIN_INVALID`, `DOMAIN_FREEMAIL`, `ADDRESS_INVALID`, `NAME_MISSING`. */
export async function createOrganization(trx: Transaction<Schema>, claim: Claim, wanted: NewOrganization, at: string): Promise<{ organization: Organization; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'organization', at);
	if (earlier) {
		return { organization: await known(trx, earlier.organization_id, at), effect: 'existing' };
	}
	const { id } = await trx.insertInto('organizations').values({ name: usableName(wanted.name), created_at: at }).returning('id').executeTakeFirstOrThrow();
	await insertPlaces(trx, id, wanted);
	await record(trx, { action: 'organization-created', organizationId: id, claim, at });
	await completeClaim(trx, claim, { organization_id: id });
	return { organization: await known(trx, id, at), effect: 'created' };
}

/** Replaces name, domains and addresses. Throws as above, and `ORGANIZATION_MISSING`. */
export async function changeOrganization(trx: Transaction<Schema>, claim: Claim, wanted: Omit<Organization, 'fields'>, at: string): Promise<Organization> {
	const before = await getOrganization(trx, wanted.id);
	if (!before) {
		throw new DeskError('ORGANIZATION_MISSING', 'There is no such organization', { fault: 'settings', remedy: 'Take its id from the list of organizations.' });
	}
	const id = rowId(before.id) ?? 0;
	await trx.updateTable('organizations').set({ name: usableName(wanted.name) }).where('id', '=', id).execute();
	await trx.deleteFrom('organization_domains').where('organization_id', '=', id).execute();
	await trx.deleteFrom('organization_addresses').where('organization_id', '=', id).execute();
	await insertPlaces(trx, id, wanted);
	const after = await known(trx, id, at);
	await record(trx, { action: 'organization-changed', organizationId: id, detail: { before, after }, claim, at });
	return after;
}

/** By name. */
export async function listOrganizations(db: Kysely<Schema>): Promise<Organization[]> {
	const rows = await db.selectFrom('organizations').select('id').orderBy('name').orderBy('id').execute();
	const all = await Promise.all(rows.map(async ({ id }) => await getOrganization(db, String(id))));
	return all.filter((organization) => organization !== null);
}
