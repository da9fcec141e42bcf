import type { DeskDescription, FieldDescription } from '../Desk';
import { DeskError } from '../DeskError';

const OPEN_STATUS = 'Open';
const CLOSED_STATUSES = ['Closed'];

function field(name: string, label: string, more: Partial<FieldDescription> = {}): FieldDescription {
	return { name, label, type: 'string', required: false, writable: true, options: [], default: '', ...more };
}

/** Columns of the tickets table that a field of the same name is kept in; other writable fields are kept together. */
export const TICKET_COLUMNS = ['status', 'priority', 'category', 'queue', 'assignee'] as const;
export type TicketColumn = (typeof TICKET_COLUMNS)[number];

export const deskDescription: DeskDescription = {
	name: 'Built-in help desk',
	openStatus: OPEN_STATUS,
	closedStatuses: CLOSED_STATUSES,
	ticketFields: [
		field('status', 'Status', { type: 'options', required: true, options: ['Open', 'In Progress', 'Wait For Response', 'Closed'], default: OPEN_STATUS }),
		field('priority', 'Priority', { type: 'options', required: true, options: ['Low', 'Normal', 'High', 'Urgent'], default: 'Normal' }),
		field('category', 'Category'),
		field('queue', 'Queue'),
		field('assignee', 'Assigned To'),
		field('product', 'Product'),
		field('tags', 'Tags'),
		field('dueAt', 'Due At', { type: 'dateTime' }),
		field('solution', 'Solution', { type: 'text' }),
		field('id', 'Id', { writable: false }),
		field('number', 'Number', { writable: false }),
		field('createdAt', 'Created At', { type: 'dateTime', writable: false }),
		field('changedAt', 'Changed At', { type: 'dateTime', writable: false }),
		field('closedAt', 'Closed At', { type: 'dateTime', writable: false }),
	],
	contactFields: [
		field('firstName', 'First Name'),
		field('lastName', 'Last Name', { required: true }),
		field('phone', 'Phone'),
		field('mobile', 'Mobile Phone'),
		field('jobTitle', 'Job Title'),
		field('note', 'Note', { type: 'text' }),
	],
};

export function isClosedStatus(status: string): boolean {
	return CLOSED_STATUSES.includes(status);
}

function pickListValue({ label, options }: FieldDescription, value: string): string {
	const wanted = value.trim().toLowerCase();
	const option = options.find((candidate) => candidate.toLowerCase() === wanted);
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
		if (description.options.length === 0) {
			return [name, value];
		}
		return [name, pickListValue(description, value.trim() === '' ? description.default : value)];
	});
	return Object.fromEntries(checked);
}
