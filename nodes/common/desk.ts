import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeCredentialTestResult,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { createVtigerDesk, testVtiger } from '../../helpdesk';
import type { FieldDescription } from '../../helpdesk';
import { toNodeError } from './failure';
import type { CredentialContext } from './accessToken';
import { VTIGER, vtigerAccount } from './credentials';
import { openChosenStore, type HelpdeskStore } from './store';
import { tested } from './tested';

interface DeskOptions {
	storeName?: string;
	vtigerTells?: 'agent' | 'customer';
}

/** What the drop-downs "Desk" and "Store" of a panel say, and its options. */
interface DeskChoice {
	desk: string;
	store: string;
	options: DeskOptions;
}

/** The one place where a desk is made of what a panel says. */
async function chosenDesk(context: CredentialContext, { desk, store, options }: DeskChoice, itemIndex?: number): Promise<HelpdeskStore> {
	const opened = await openChosenStore(context, { store, storeName: options.storeName ?? '' }, itemIndex);
	if (desk !== 'vtiger') return opened;
	const account = vtigerAccount(await context.getCredentials(VTIGER, itemIndex));
	return { ...opened, desk: createVtigerDesk(opened.store, account, { tellAgents: options.vtigerTells !== 'customer' }) };
}

/** The desk that a node's drop-downs name, with the store beneath it. */
export async function deskOf(context: IExecuteFunctions, itemIndex: number): Promise<HelpdeskStore> {
	const choice = {
		desk: context.getNodeParameter('desk', itemIndex, 'builtIn') as string,
		store: context.getNodeParameter('store', itemIndex, 'sqlite') as string,
		options: context.getNodeParameter('options', itemIndex, {}) as DeskOptions,
	};
	return await chosenDesk(context, choice, itemIndex);
}

/** The same while the panel is being filled in. */
export async function deskOfPanel(context: ILoadOptionsFunctions): Promise<HelpdeskStore> {
	return await chosenDesk(context, {
		desk: context.getNodeParameter('desk', 'builtIn') as string,
		store: context.getNodeParameter('store', 'sqlite') as string,
		options: context.getNodeParameter('options', {}) as DeskOptions,
	});
}

/** The test button of the Vtiger credential: signs in and looks at the rights of the user, and changes nothing. */
export async function mailHelpdeskVtigerTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => await testVtiger(vtigerAccount(credential.data ?? {})));
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
