import type { Condition, ConditionGroup, Rule } from '../../helpdesk';

type Unparsed = Record<string, unknown>;

/**
 * The parameter `rules` as the domain wants it. Takes whatever a workflow may hold: what is missing gets the default that the editor shows; an unknown field or operator
 * stays as it is, for `checkRules` to name it.
 */
export function readRules(parameter: unknown): Rule[] {
	return valuesOf(parameter).map((rule) => {
		const limits = objectOf(rule.limits);
		return {
			name: textOf(rule.name),
			enabled: rule.enabled !== false && rule.enabled !== 'false',
			output: textOf(rule.output).trim(),
			folders: listOf(limits.folders),
			mailboxes: listOf(limits.mailboxes),
			combine: combineOf(rule.combine),
			groups: valuesOf(rule.groups).map(readGroup),
		};
	});
}

function readGroup(group: Unparsed): ConditionGroup {
	return { combine: combineOf(group.combine), conditions: valuesOf(group.conditions).map(readCondition) };
}

function readCondition({ field, header, deskField, operator, value }: Unparsed): Condition {
	return {
		field: (textOf(field) || 'subject') as Condition['field'],
		header: textOf(header),
		deskField: textOf(deskField).trim(),
		operator: (textOf(operator) || 'contains') as Condition['operator'],
		value: textOf(value),
	};
}

function combineOf(value: unknown): 'all' | 'any' {
	return value === 'any' ? 'any' : 'all';
}

function objectOf(value: unknown): Unparsed {
	return typeof value === 'object' && value !== null ? (value as Unparsed) : {};
}

function valuesOf(collection: unknown): Unparsed[] {
	const { values } = objectOf(collection);
	return Array.isArray(values) ? values.map(objectOf) : [];
}

function listOf(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	return entries.map(textOf).filter((entry) => entry.trim() !== '');
}

/** A value from an expression may be a number, or a date of JavaScript or of Luxon. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	const { toISO } = objectOf(value);
	return typeof toISO === 'function' ? textOf(toISO.call(value)) : '';
}
