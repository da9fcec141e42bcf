import { normaliseAddress } from '../../email/addresses';
import { domainOf, isFreemailDomain } from '../../email/freemail';
import type { Contact, Organization } from '../Desk';
import type { VtigerModule, VtigerRecord } from './client';
import type { VtigerContext } from './context';
import { everyRecord } from './everyRecord';
import { furtherContactFields, furtherOrganizationFields } from './fields';
import { asWritten } from './keepableText';
import { numberOf, recordNumber } from './modules';
import { isoTime } from './times';
import type { Condition } from './vtql';

const filled = (values: Array<string | undefined>): string[] => values.flatMap((value) => (value === undefined || value.trim() === '' ? [] : [value]));

/** `module` as Vtiger describes Contacts. */
export function contactOf(record: VtigerRecord, module: VtigerModule): Contact {
	const firstName = asWritten(record.firstname ?? '');
	const lastName = asWritten(record.lastname ?? '');
	const addresses = [...new Set(filled([record.email, record.secondaryemail]).map(normaliseAddress))].filter((address) => address !== '');
	const name = filled([firstName, lastName]).join(' ');
	return {
		id: numberOf(record.id ?? ''),
		firstName,
		lastName,
		name: name === '' ? (addresses[0] ?? '') : name,
		addresses,
		organizationId: record.account_id ? numberOf(record.account_id) : null,
		createdAt: isoTime(record.createdtime),
		fields: furtherContactFields(record, module),
	};
}

/** Domain of a web address as people type them: with or without `http://` and `www.`. */
function domainOfWebsite(website: string): string {
	const address = /^[a-z]+:\/\//i.test(website) ? website : `http://${website}`;
	return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '').toLowerCase() : '';
}

/** `module` as Vtiger describes Accounts. */
export function organizationOf(record: VtigerRecord, module: VtigerModule): Organization {
	const addresses = filled([record.email1, record.email2]).map(normaliseAddress).filter((address) => address !== '');
	const ofWebsite = filled([record.website]).map(domainOfWebsite).filter((domain) => domain !== '');
	const domains = ofWebsite.length > 0 ? ofWebsite : addresses.map((address) => domainOf(address));
	return {
		id: numberOf(record.id ?? ''),
		name: asWritten(record.accountname ?? ''),
		addresses: [...new Set(addresses)],
		domains: [...new Set(domains)].filter((domain) => domain !== '' && !isFreemailDomain(domain)),
		fields: furtherOrganizationFields(record, module),
	};
}

async function remember(context: VtigerContext, records: VtigerRecord[]): Promise<Contact[]> {
	const module = await context.modules.of('Contacts');
	const contacts = records.map((record) => contactOf(record, module));
	for (const contact of contacts) {
		context.contacts.set(contact.id, contact);
	}
	return contacts;
}

async function fields(context: VtigerContext, module: 'Contacts' | 'Accounts', wanted: string[]): Promise<string[]> {
	const { fields: known } = await context.modules.of(module);
	return wanted.filter((name) => known.some((field) => field.name === name));
}

/** Fresh from Vtiger; forks may lack the second address. */
async function askForContact(context: VtigerContext, address: string): Promise<Contact | null> {
	const columns = await fields(context, 'Contacts', ['email', 'secondaryemail']);
	const where = columns.map((field): Condition[] => [{ field, is: '=', value: address }]);
	const records = await context.client.query({ fields: '*', from: 'Contacts', where, orderBy: { field: 'id' } });
	const contacts = await remember(context, records);
	// The database compares without case and accents; an address is somebody else's where a letter differs.
	return contacts.find(({ addresses }) => addresses[0] === address) ?? contacts.find(({ addresses }) => addresses.includes(address)) ?? null;
}

/** The contact with this primary address, else with this secondary one; the oldest of several. */
export async function contactWithAddress(context: VtigerContext, address: string): Promise<Contact | null> {
	const recent = context.contacts.values().find((contact) => contact?.addresses.includes(address));
	return recent ?? (await askForContact(context, address));
}

/** By address, past what was seen lately: before a contact is made. */
export async function contactWithAddressNow(context: VtigerContext, address: string): Promise<Contact | null> {
	return await askForContact(context, address);
}

export async function getContact(context: VtigerContext, id: string): Promise<Contact | null> {
	const number = recordNumber(id);
	if (number === null) {
		return null;
	}
	const recent = context.contacts.get(number);
	if (recent !== undefined) {
		return recent;
	}
	const record = await context.client.retrieve(await context.modules.fullId('Contacts', number));
	return record ? ((await remember(context, [record]))[0] ?? null) : null;
}

/** Contacts by record number, in one call for all that were not seen lately. */
export async function contactsByNumber(context: VtigerContext, numbers: string[]): Promise<Map<string, Contact>> {
	const found = new Map<string, Contact>();
	const missing: string[] = [];
	for (const number of new Set(numbers)) {
		const recent = context.contacts.get(number);
		if (recent) {
			found.set(number, recent);
		} else if (recent === undefined) {
			missing.push(number);
		}
	}
	for (let first = 0; first < missing.length; first += 50) {
		const ids = await Promise.all(missing.slice(first, first + 50).map(async (number) => await context.modules.fullId('Contacts', number)));
		const records = await context.client.query({ fields: '*', from: 'Contacts', where: [[{ field: 'id', in: ids }]] });
		for (const contact of await remember(context, records)) {
			found.set(contact.id, contact);
		}
	}
	return found;
}

export async function listContacts(context: VtigerContext): Promise<Contact[]> {
	const module = await context.modules.of('Contacts');
	return (await everyRecord(context, 'Contacts')).map((record) => contactOf(record, module));
}

export async function getOrganization(context: VtigerContext, id: string): Promise<Organization | null> {
	const number = recordNumber(id);
	if (number === null) {
		return null;
	}
	const recent = context.organizations.get(number);
	if (recent !== undefined) {
		return recent;
	}
	const record = await context.client.retrieve(await context.modules.fullId('Accounts', number));
	const organization = record ? organizationOf(record, await context.modules.of('Accounts')) : null;
	context.organizations.set(number, organization);
	return organization;
}

async function firstOrganization(context: VtigerContext, where: Condition[][], fits: (organization: Organization) => boolean): Promise<Organization | null> {
	const records = await context.client.query({ fields: '*', from: 'Accounts', where, orderBy: { field: 'id' } });
	const module = await context.modules.of('Accounts');
	return records.map((record) => organizationOf(record, module)).find(fits) ?? null;
}

/** The organisation with this address, else the one whose website or addresses have its domain, unless everybody can have an address there. */
export async function organizationFor(context: VtigerContext, address: string): Promise<Organization | null> {
	const columns = await fields(context, 'Accounts', ['email1', 'email2']);
	const byAddress = await firstOrganization(context, columns.map((field) => [{ field, is: '=', value: address }]), ({ addresses }) => addresses.includes(address));
	const domain = domainOf(address);
	if (byAddress || !domain || isFreemailDomain(domain)) {
		return byAddress;
	}
	const website = await fields(context, 'Accounts', ['website']);
	const where: Condition[][] = [...columns.map((field): Condition[] => [{ field, endsWith: `@${domain}` }]), ...website.map((field): Condition[] => [{ field, contains: domain }])];
	return await firstOrganization(context, where, ({ domains }) => domains.includes(domain));
}

/**
 * The contact with this address, and its organisation; without a contact, the organisation that has the address or its domain. A contact that belongs to no
 * organisation in Vtiger is left without one.
 */
export async function findPerson(context: VtigerContext, address: string): Promise<{ contact: Contact | null; organization: Organization | null }> {
	const wanted = normaliseAddress(address);
	if (!wanted.includes('@')) {
		return { contact: null, organization: null };
	}
	const contact = await contactWithAddress(context, wanted);
	if (contact) {
		return { contact, organization: contact.organizationId === null ? null : await getOrganization(context, contact.organizationId) };
	}
	return { contact: null, organization: await organizationFor(context, wanted) };
}
