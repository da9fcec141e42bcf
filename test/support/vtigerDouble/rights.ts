import { denied, mayNot } from './failures';
import { UNDESCRIBED, type DoubleModule, type DoubleRecord, type DoubleUser, type VtigerState } from './VtigerState';

/** Rights as restricted profiles give them; every rule was recorded from a Vtiger 8.0. */
const hidden = (user: DoubleUser, module: string): string[] => [
	...Object.entries(user.fieldRights?.[module] ?? {}).filter(([, right]) => right === 'hidden').map(([field]) => field),
	// What is not described is shown to administrators only.
	...(user.isAdmin ? [] : (UNDESCRIBED[module] ?? [])),
];

/** A module as this user sees it. */
export function moduleAsSeen(user: DoubleUser, module: DoubleModule): DoubleModule {
	const rights = user.fieldRights?.[module.name];
	if (!rights) {
		return module;
	}
	const fields = module.fields.filter(({ name }) => rights[name] !== 'hidden').map((field) => (rights[field.name] === 'read' ? { ...field, editable: false } : field));
	return { ...module, fields };
}

/** The fields of a record that this user sees. A reference to a deleted record reads as empty, though some are still found by it. */
export function fieldsAsSeen(state: VtigerState, user: DoubleUser, { module, savedBy }: Pick<DoubleRecord, 'module' | 'savedBy'>, values: Record<string, string>): Record<string, string> {
	const out = new Set(hidden(user, module));
	const references = new Set(state.modules.get(module)?.fields.filter(({ type }) => type.name === 'reference').map(({ name }) => name));
	const entries = Object.entries(values).filter(([name]) => !out.has(name)).map(([name, value]): [string, string] => {
		const isGone = references.has(name) && state.records.get(value)?.deleted === true;
		const isOthers = name === 'starred' && savedBy !== undefined && !savedBy.includes(user.id);
		return [name, isGone || isOthers ? '' : value];
	});
	return Object.fromEntries(entries);
}

export function mustSee({ limits }: DoubleUser, module: string): void {
	if (limits?.[module] === 'nothing') {
		throw denied();
	}
}

export function mustCreate(user: DoubleUser, module: string): void {
	mustSee(user, module);
	if (user.limits?.[module]) {
		throw mayNot('write');
	}
}

/** Of a record that is there: asked after it was found. */
export function mustChange(user: DoubleUser, module: string): void {
	mustSee(user, module);
	if (user.limits?.[module]) {
		throw mayNot('read given object');
	}
}

export function mustDelete(user: DoubleUser, module: string): void {
	mustSee(user, module);
	if (user.limits?.[module] === 'read') {
		throw mayNot('read given object');
	}
}

/** Only what the profile lets it change; a new record takes all. */
export function changeable(user: DoubleUser, module: string, element: Record<string, unknown>): Record<string, unknown> {
	const rights = user.fieldRights?.[module] ?? {};
	return Object.fromEntries(Object.entries(element).filter(([name]) => !rights[name]));
}
