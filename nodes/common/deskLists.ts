import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import type { Desk, DeskDescription, FieldDescription } from '../../helpdesk';
import { deskOfPanel } from './desk';
import { toNodeError } from './failure';

const PAGE = 50;

async function onDesk<T>(context: ILoadOptionsFunctions, ask: (desk: Desk) => Promise<T>): Promise<T> {
	try {
		return await ask((await deskOfPanel(context)).desk);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Tickets for a resource locator, newest first: `TT15 Printer on fire`. */
export async function searchTickets(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	return await onDesk(this, async (desk) => {
		const { tickets, cursor } = await desk.searchTickets({ text: filter ?? '', limit: PAGE, cursor: paginationToken ?? '' });
		return { results: tickets.map(({ id, number, title }) => ({ name: `${number} ${title}`, value: id })), ...(cursor === null ? {} : { paginationToken: cursor }) };
	});
}

/** Contacts for a resource locator: name and address. */
export async function searchContacts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await onDesk(this, async (desk) => {
		const contacts = await desk.searchPeople(filter ?? '', PAGE);
		return { results: contacts.map(({ id, name, addresses }) => ({ name: addresses[0] && addresses[0] !== name ? `${name} <${addresses[0]}>` : name, value: id })) };
	});
}

/** People whom tickets can be assigned to, for a resource locator. */
export async function searchAgents(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').toLowerCase();
	const { people } = await onDesk(this, async (desk) => await desk.describe());
	const found = people.filter(({ name, address }) => `${name} ${address}`.toLowerCase().includes(wanted));
	return { results: found.map(({ id, name }) => ({ name, value: id })) };
}

async function options(context: ILoadOptionsFunctions, choose: (description: DeskDescription) => INodePropertyOptions[]): Promise<INodePropertyOptions[]> {
	return await onDesk(context, async (desk) => choose(await desk.describe()));
}

const named = ({ id, name }: { id: string; name: string }): INodePropertyOptions => ({ name, value: id });

/** A condition that was added and not filled in yet. */
const ANY: INodePropertyOptions = { name: 'Any', value: '' };

export async function loadGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await options(this, ({ groups }) => groups.map(named));
}

export async function loadQueues(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await options(this, ({ queues }) => [ANY, ...queues.map(named)]);
}

export async function loadStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await options(this, ({ ticketFields }) => [ANY, ...(ticketFields.find(({ name }) => name === 'status')?.options ?? []).map((status) => ({ name: status, value: status }))]);
}

const labelled = ({ name, label }: FieldDescription): INodePropertyOptions => ({ name: label, value: name });

/** Fields of contacts that a rule can look at. */
export async function loadContactFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await options(this, ({ contactFields }) => contactFields.map(labelled));
}

export async function loadOrganizationFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await options(this, ({ organizationFields }) => organizationFields.map(labelled));
}
