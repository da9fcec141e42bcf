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
async function deskOfPanel(context: ILoadOptionsFunctions): Promise<HelpdeskStore> {
	const { storeName = '' } = context.getNodeParameter('options', {}) as { storeName?: string };
	return await openChosenStore(context, { store: context.getNodeParameter('store', 'sqlite') as string, storeName });
}

/** What the field mapper holds, as text by field name; empty fields are left to the desk's defaults. */
export function fieldValues(context: IExecuteFunctions, parameter: string, itemIndex: number): Record<string, string> {
	const mapped = context.getNodeParameter(parameter, itemIndex, {}) as { value?: Record<string, unknown> | null };
	const filled = Object.entries(mapped.value ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== '');
	return Object.fromEntries(filled.map(([name, value]) => [name, String(value)]));
}

function toMapperField(field: FieldDescription): ResourceMapperField {
	const type = field.type === 'text' ? 'string' : field.type;
	return {
		id: field.name,
		displayName: field.label,
		required: false,
		defaultMatch: false,
		display: true,
		canBeUsedToMatch: false,
		type,
		...(field.type === 'options' ? { options: field.options.map((option) => ({ name: option, value: option })) } : {}),
	};
}

async function describedFields(context: ILoadOptionsFunctions, which: 'ticketFields' | 'contactFields'): Promise<ResourceMapperFields> {
	try {
		const { desk } = await deskOfPanel(context);
		const description = await desk.describe();
		return { fields: description[which].filter((field) => field.writable).map(toMapperField) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Fields of a ticket for the field mapper. */
export async function ticketFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await describedFields(this, 'ticketFields');
}

/** Fields of a contact for the field mapper. */
export async function contactFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await describedFields(this, 'contactFields');
}
