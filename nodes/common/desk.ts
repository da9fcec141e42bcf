import type { IExecuteFunctions, ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { FieldDescription } from '../../helpdesk';
import { toNodeError } from './failure';
import { openChosenStore, type HelpdeskStore } from './store';

/** The desk that a node's drop-downs name, with the store beneath it. */
export async function deskOf(context: IExecuteFunctions, itemIndex: number): Promise<HelpdeskStore> {
	const { storeName = '' } = context.getNodeParameter('options', itemIndex, {}) as { storeName?: string };
	return await openChosenStore(context, { store: context.getNodeParameter('store', itemIndex, 'sqlite') as string, storeName }, itemIndex);
}

/** The same while the panel is being filled in. */
export async function deskOfPanel(context: ILoadOptionsFunctions): Promise<HelpdeskStore> {
	const { storeName = '' } = context.getNodeParameter('options', {}) as { storeName?: string };
	return await openChosenStore(context, { store: context.getNodeParameter('store', 'sqlite') as string, storeName });
}

/** What the field mapper holds, as text by field name; empty fields are left to the desk's defaults. */
export function fieldValues(context: IExecuteFunctions, parameter: string, itemIndex: number): Record<string, string> {
	const mapped = context.getNodeParameter(parameter, itemIndex, {}) as { value?: Record<string, unknown> | null };
	const filled = Object.entries(mapped.value ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== '');
	return Object.fromEntries(filled.map(([name, value]) => [name, String(value)]));
}

/** Filled from the message where the mapper leaves them out. */
const FROM_THE_MESSAGE = new Set(['title', 'description', 'firstName', 'lastName', 'email']);

/** A new record needs what the desk calls required, unless the desk or the message provides it. */
function isNeeded({ name, required, default: usual }: FieldDescription): boolean {
	return required && usual === '' && !FROM_THE_MESSAGE.has(name);
}

function toMapperField(field: FieldDescription, isNew: boolean): ResourceMapperField {
	const type = field.type === 'text' ? 'string' : field.type;
	return {
		id: field.name,
		displayName: field.label,
		required: isNew && isNeeded(field),
		defaultMatch: false,
		display: true,
		canBeUsedToMatch: false,
		type,
		...(field.type === 'options' ? { options: field.options.map((option) => ({ name: field.optionLabels?.[option] ?? option, value: option })) } : {}),
	};
}

async function describedFields(context: ILoadOptionsFunctions, which: 'ticketFields' | 'contactFields', isNew: boolean): Promise<ResourceMapperFields> {
	try {
		const { desk } = await deskOfPanel(context);
		const description = await desk.describe();
		return { fields: description[which].filter((field) => field.writable).map((field) => toMapperField(field, isNew)) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Fields to change on a ticket, for the field mapper. */
export async function ticketFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await describedFields(this, 'ticketFields', false);
}

/** Fields of a new ticket, for the field mapper. */
export async function newTicketFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await describedFields(this, 'ticketFields', true);
}

/** Fields of a contact for the field mapper. */
export async function contactFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await describedFields(this, 'contactFields', true);
}
