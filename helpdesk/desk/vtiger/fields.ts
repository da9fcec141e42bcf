import type { FieldDescription } from '../DeskDescription';
import { DeskError } from '../DeskError';
import type { VtigerField, VtigerModule } from './client';
import type { VtigerContext } from './context';
import { ownerId } from './owners';

/** Fields that every desk has, by Vtiger's name. Others keep the name that Vtiger gives them. */
const TICKET_NAMES: Record<string, string> = {
	ticketstatus: 'status',
	ticketpriorities: 'priority',
	ticketcategories: 'category',
	assigned_user_id: 'assignee',
	ticket_no: 'number',
	createdtime: 'createdAt',
	modifiedtime: 'changedAt',
};

/** Vtiger has one field for both; a group given wins over a person. */
const GROUP = 'group';

const CONTACT_NAMES: Record<string, string> = { firstname: 'firstName', lastname: 'lastName', assigned_user_id: 'owner', createdtime: 'createdAt', modifiedtime: 'changedAt' };
const ORGANIZATION_NAMES: Record<string, string> = { accountname: 'name', assigned_user_id: 'owner', createdtime: 'createdAt', modifiedtime: 'changedAt' };

/** Comes from the message, or is not for people to set. */
const HIDDEN = new Set(['ticket_title', 'contact_id', 'parent_id', 'source', 'from_portal', 'starred', 'update_log', 'modifiedby', 'imagename', 'isconvertedfromlead', 'email', 'secondaryemail', 'account_id']);
const HIDDEN_OF_TICKETS = new Set(['description']);

const TYPES: Record<string, FieldDescription['type']> = {
	picklist: 'options',
	text: 'text',
	boolean: 'boolean',
	double: 'number',
	integer: 'number',
	currency: 'number',
	date: 'dateTime',
	datetime: 'dateTime',
};

const USUAL_VALUES: Record<string, string[]> = { ticketstatus: ['Open'], ticketpriorities: ['Normal', 'Medium'] };

function defaultOf(field: VtigerField): string {
	const usual = (USUAL_VALUES[field.name] ?? []).find((value) => field.values.includes(value));
	const own = field.values.length === 0 || field.values.includes(field.default) ? field.default : '';
	return own || (field.mandatory ? (usual ?? field.values[0] ?? '') : '');
}

function filledIn(entries: Array<[string, string]>): Record<string, string> {
	return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function descriptionOf(field: VtigerField, names: Record<string, string>): FieldDescription {
	return {
		name: names[field.name] ?? field.name,
		label: field.label,
		type: TYPES[field.type] ?? 'string',
		required: field.mandatory && field.name !== 'assigned_user_id',
		writable: field.editable,
		options: field.values,
		default: defaultOf(field),
	};
}

const ticketFieldsOf = (module: VtigerModule): VtigerField[] => module.fields.filter(({ name }) => !HIDDEN.has(name) && !HIDDEN_OF_TICKETS.has(name));
const contactFieldsOf = (module: VtigerModule): VtigerField[] => module.fields.filter(({ name }) => !HIDDEN.has(name));

const CLOSED = /^(?:closed|resolved|solved|done)$/i;

/** What the status of a ticket says; a Vtiger whose closed status has another name has its last one for it. */
export function statuses(module: VtigerModule): { open: string; closed: string[] } {
	const values = module.fields.find(({ name }) => name === 'ticketstatus')?.values ?? [];
	const closed = values.filter((value) => CLOSED.test(value));
	const open = values.find((value) => value.toLowerCase() === 'open') ?? values.find((value) => !closed.includes(value)) ?? 'Open';
	return { open, closed: closed.length > 0 ? closed : values.filter((value) => value !== open).slice(-1) };
}

/** Fields of a ticket for people to map, by the desk's names; the owner is a person or a group. */
export function describedTicketFields(module: VtigerModule): FieldDescription[] {
	const fields = ticketFieldsOf(module).map((field) => descriptionOf(field, TICKET_NAMES));
	return [...fields, { name: GROUP, label: 'Assigned To Group', type: 'string', required: false, writable: true, options: [], default: '' }];
}

export function describedContactFields(module: VtigerModule): FieldDescription[] {
	return contactFieldsOf(module).map((field) => descriptionOf(field, CONTACT_NAMES));
}

export function describedOrganizationFields(module: VtigerModule): FieldDescription[] {
	return contactFieldsOf(module).map((field) => descriptionOf(field, ORGANIZATION_NAMES));
}

function pickListValue({ label, values }: VtigerField, value: string): string {
	const option = values.find((candidate) => candidate.toLowerCase() === value.trim().toLowerCase());
	if (option === undefined) {
		throw new DeskError('FIELD_VALUE', `The field "${label}" has no such value in Vtiger`, { fault: 'settings', remedy: `Use one of: ${values.slice(0, 30).join(', ')}.` });
	}
	return option;
}

async function vtigerValue(context: VtigerContext, field: VtigerField, value: string): Promise<string> {
	if (field.type === 'owner') {
		return await ownerId(context, value);
	}
	if (field.type === 'boolean') {
		return /^(?:true|1|yes|on)$/i.test(value.trim()) ? '1' : '0';
	}
	if (field.type === 'date') {
		return value.trim().slice(0, 10);
	}
	// Vtiger itself stores any value in a pick list (capture 23), and nobody could filter by it.
	return field.type === 'picklist' && field.values.length > 0 ? pickListValue(field, value) : value;
}

async function elementOf(context: VtigerContext, described: VtigerField[], names: Record<string, string>, fields: Record<string, string>): Promise<Record<string, string>> {
	const element: Record<string, string> = {};
	for (const [name, value] of Object.entries(fields)) {
		const field = described.find((candidate) => (names[candidate.name] ?? candidate.name) === name);
		if (!field) {
			const known = described.filter(({ editable }) => editable).map((candidate) => names[candidate.name] ?? candidate.name);
			throw new DeskError('UNKNOWN_FIELD', `Vtiger has no field "${name.slice(0, 60)}" that may be set here`, { fault: 'settings', remedy: `Use one of: ${known.slice(0, 60).join(', ')}.` });
		}
		if (!field.editable) {
			throw new DeskError('READ_ONLY_FIELD', `The field "${field.label}" is set by Vtiger`, { fault: 'settings', remedy: 'Remove it from the fields to write.' });
		}
		const wanted = value.trim() === '' ? defaultOf(field) : value;
		if (wanted === '' && field.type === 'owner') {
			continue;
		}
		// An empty value takes what is there away, unless Vtiger must have one.
		element[field.name] = wanted === '' ? '' : await vtigerValue(context, field, wanted);
	}
	return element;
}

/** Desk fields of a ticket by Vtiger's names, checked. Throws `UNKNOWN_FIELD`, `READ_ONLY_FIELD`, or `FIELD_VALUE` before anything is written. */
export async function ticketElement(context: VtigerContext, fields: Record<string, string>): Promise<Record<string, string>> {
	const { [GROUP]: group, ...others } = fields;
	const element = await elementOf(context, ticketFieldsOf(await context.modules.of('HelpDesk')), TICKET_NAMES, others);
	return group?.trim() ? { ...element, assigned_user_id: await ownerId(context, group) } : element;
}

/** The same for a new ticket: mandatory fields that are not given take their default, and the API user owns it. */
export async function newTicketElement(context: VtigerContext, fields: Record<string, string>): Promise<Record<string, string>> {
	const module = await context.modules.of('HelpDesk');
	const mandatory = ticketFieldsOf(module).filter((field) => field.mandatory && field.editable && field.name !== 'assigned_user_id');
	const defaults = filledIn(mandatory.map((field) => [field.name, defaultOf(field)]));
	const { userId } = await context.client.session.signedIn();
	return { ...defaults, assigned_user_id: userId, ...(await ticketElement(context, fields)) };
}

export async function contactElement(context: VtigerContext, fields: Record<string, string>): Promise<Record<string, string>> {
	return await elementOf(context, contactFieldsOf(await context.modules.of('Contacts')), CONTACT_NAMES, fields);
}

/** Fields that `Contact` and `Organization` have properties for; and the last change, which says nothing of the person. */
const OWN_OF_PEOPLE = new Set(['id', 'firstName', 'lastName', 'name', 'createdAt', 'changedAt']);

function furtherOf(record: Record<string, string>, module: VtigerModule, names: Record<string, string>): Record<string, string> {
	const further = contactFieldsOf(module).map((field) => ({ field, name: names[field.name] ?? field.name }));
	const valueOf = ({ name, type }: VtigerField): string => {
		const value = record[name] ?? '';
		return type === 'boolean' && value !== '' ? String(value === '1') : value;
	};
	return filledIn(further.filter(({ name }) => !OWN_OF_PEOPLE.has(name)).map(({ field, name }) => [name, valueOf(field)]));
}

export function furtherContactFields(record: Record<string, string>, module: VtigerModule): Record<string, string> {
	return furtherOf(record, module, CONTACT_NAMES);
}

export function furtherOrganizationFields(record: Record<string, string>, module: VtigerModule): Record<string, string> {
	return furtherOf(record, module, ORGANIZATION_NAMES);
}

/** Fields of a ticket that `Ticket` has no property for, by the desk's name; empty ones are left out. */
export function furtherFields(record: Record<string, string>, module: VtigerModule): Record<string, string> {
	const own = new Set(Object.keys(TICKET_NAMES));
	const further = ticketFieldsOf(module).filter(({ name, editable }) => editable && !own.has(name));
	return filledIn(further.map(({ name }) => [name, record[name] ?? '']));
}
