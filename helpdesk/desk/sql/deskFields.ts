import { DESK_ABILITIES, type DeskDescription, type FieldDescription } from '../DeskDescription';
import { DeskError } from '../DeskError';
import type { SetUp } from './setUp';

export const OPEN_STATUS = 'Open';
export const CLOSED_STATUSES = ['Closed'];

function field(name: string, label: string, more: Partial<FieldDescription> = {}): FieldDescription {
	return { name, label, type: 'string', required: false, writable: true, options: [], default: '', ...more };
}

/** Fields with a column of their own in the tickets table; other writable fields are kept together. */
export const TICKET_COLUMNS = { status: 'status', priority: 'priority', category: 'category', queue: 'queue', assignee: 'assignee', group: 'assigned_group' } as const;

/** Used until priorities are set up; they promise nothing. */
const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'];

/** A pick list of what is set up; free text until then. */
function chosenFrom(name: string, label: string, entries: Array<{ id: string; name: string }>): FieldDescription {
	const optionLabels = Object.fromEntries(entries.map((entry) => [entry.id, entry.name]));
	return field(name, label, entries.length === 0 ? {} : { type: 'options', options: entries.map(({ id }) => id), optionLabels });
}

/** `people` as they are set up: one of them may own a contact. */
export function contactFieldsOf(people: SetUp['people']): FieldDescription[] {
	return [
		field('firstName', 'First Name'),
		field('lastName', 'Last Name', { required: true }),
		field('type', 'Type'),
		field('vip', 'VIP', { type: 'boolean' }),
		chosenFrom('owner', 'Owner', people),
		field('phone', 'Phone'),
		field('mobile', 'Mobile Phone'),
		field('jobTitle', 'Job Title'),
		field('note', 'Note', { type: 'text' }),
	];
}

function priorityField(names: string[]): FieldDescription {
	const options = names.length === 0 ? PRIORITIES : names;
	const usual = options.find((name) => name === 'Normal') ?? options[Math.floor((options.length - 1) / 2)] ?? '';
	return field('priority', 'Priority', { type: 'options', required: true, options, default: usual });
}

function ticketFieldsOf({ people, groups, queues, priorities }: SetUp): FieldDescription[] {
	return [
		field('status', 'Status', { type: 'options', required: true, options: ['Open', 'In Progress', 'Wait For Response', 'Closed'], default: OPEN_STATUS }),
		priorityField(priorities.map(({ name }) => name)),
		field('category', 'Category'),
		chosenFrom('queue', 'Queue', queues),
		chosenFrom('assignee', 'Assigned To', people),
		chosenFrom('group', 'Group', groups),
		field('product', 'Product'),
		field('tags', 'Tags'),
		field('dueAt', 'Due At', { type: 'dateTime' }),
		field('solution', 'Solution', { type: 'text' }),
		field('id', 'Id', { writable: false }),
		field('number', 'Number', { writable: false }),
		field('createdAt', 'Created At', { type: 'dateTime', writable: false }),
		field('changedAt', 'Changed At', { type: 'dateTime', writable: false }),
		field('closedAt', 'Closed At', { type: 'dateTime', writable: false }),
	];
}

/** The built-in desk with what people have set up for it. */
export function describeDesk(setUp: SetUp): DeskDescription {
	return {
		name: 'Built-in help desk',
		openStatus: OPEN_STATUS,
		closedStatuses: [...CLOSED_STATUSES],
		ticketFields: ticketFieldsOf(setUp),
		contactFields: contactFieldsOf(setUp.people),
		organizationFields: [field('name', 'Name', { required: true })],
		abilities: [...DESK_ABILITIES],
		...setUp,
	};
}

export function isClosedStatus(status: string): boolean {
	return CLOSED_STATUSES.includes(status);
}

function pickListValue({ label, options, optionLabels, required, default: usual }: FieldDescription, value: string): string {
	const wanted = (required && value.trim() === '' ? usual : value).trim().toLowerCase();
	if (wanted === '') {
		return '';
	}
	const labelOf = (candidate: string) => optionLabels?.[candidate] ?? candidate;
	const option = options.find((candidate) => candidate.toLowerCase() === wanted) ?? options.find((candidate) => labelOf(candidate).toLowerCase() === wanted);
	if (option === undefined) {
		throw new DeskError('FIELD_VALUE', `The field "${label}" has no such value`, { fault: 'settings', remedy: `Use one of: ${options.join(', ')}.` });
	}
	return option;
}

/**
 * The fields with pick-list values spelled as the desk spells them; a required field left empty takes its default. Throws `DeskError`
 * `UNKNOWN_FIELD`, `READ_ONLY_FIELD` or `FIELD_VALUE`, before anything is written.
 */
export function checkedFields(described: FieldDescription[], fields: Record<string, string>): Record<string, string> {
	const checked = Object.entries(fields).map(([name, value]): [string, string] => {
		const description = described.find((candidate) => candidate.name === name);
		if (!description) {
			const known = described.filter(({ writable }) => writable).map((candidate) => candidate.name);
			throw new DeskError('UNKNOWN_FIELD', `The built-in help desk has no field "${name.slice(0, 60)}"`, { fault: 'settings', remedy: `Use one of: ${known.join(', ')}.` });
		}
		if (!description.writable) {
			throw new DeskError('READ_ONLY_FIELD', `The field "${description.label}" is set by the help desk`, { fault: 'settings', remedy: 'Remove it from the fields to write.' });
		}
		if (description.type === 'boolean') {
			return [name, /^(?:true|1|yes|on)$/i.test(value.trim()) ? 'true' : 'false'];
		}
		if (description.options.length === 0) {
			return [name, value];
		}
		return [name, pickListValue(description, value)];
	});
	return Object.fromEntries(checked);
}
