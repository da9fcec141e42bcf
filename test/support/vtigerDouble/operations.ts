import { Crash, denied, internal, Refusal } from './failures';
import type { Form } from './form';
import { runQuery, type View } from './queries';
import { changeable, fieldsAsSeen, moduleAsSeen, mustChange, mustCreate, mustDelete, mustSee } from './rights';
import { SIGN_IN } from './signIn';
import { isBefore, livingRecord, moduleOfPrefix, type DoubleRecord, type DoubleUser, type VtigerState } from './VtigerState';
import { createRecord, recordOf, reviseRecord, wholeRecord } from './writing';

export interface OperationCall {
	/** Parameters where this operation looks for them: the query of a GET, the form of a POST. */
	values: Record<string, string>;
	files: Form['files'];
	user: DoubleUser;
}

export interface Operation {
	method: 'GET' | 'POST';
	run(state: VtigerState, call: OperationCall): unknown;
}

function elementOf(text: string | undefined): Record<string, unknown> {
	try {
		const value = JSON.parse(text ?? '') as unknown;
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
	} catch {
		// Vtiger takes broken JSON for an empty element (capture 34d).
		return {};
	}
}

function describe(state: VtigerState, user: DoubleUser, name: string | undefined): unknown {
	const module = state.modules.get(name ?? '');
	if (!module) {
		throw denied();
	}
	mustSee(user, module.name);
	const limit = user.limits?.[module.name];
	const rights = { createable: false, updateable: false, deleteable: limit === 'read and delete' };
	return { ...moduleAsSeen(user, module), ...(limit ? rights : {}) };
}

/** Users and groups are no records here: they are only asked for. */
function recordsOf(state: VtigerState, user: DoubleUser, module: string): DoubleRecord[] {
	if (module === 'Groups') {
		return state.groups.map(({ id, ...fields }) => ({ id, module, fields, deleted: false, ghost: false }));
	}
	mustSee(user, module);
	return [...state.records.values()].filter((record) => record.module === module && !record.deleted && !record.ghost);
}

function usersOf(state: VtigerState, { isAdmin }: DoubleUser, query: string): unknown {
	if (!isAdmin) {
		throw denied();
	}
	const columns = /^select (.+?) from/i.exec(query)?.[1]?.split(',').map((column) => column.trim()) ?? [];
	return state.users.map((user) => {
		const whole: Record<string, string> = { id: user.id, user_name: user.name, first_name: '', last_name: user.name, email1: `${user.name}@example.test`, status: 'Active' };
		return columns[0] === '*' ? whole : Object.fromEntries(columns.map((column) => [column, whole[column] ?? '']));
	});
}

const RELATIONS: Record<string, string[]> = { HelpDesk: ['Documents', 'ModComments', 'Emails'], Contacts: ['HelpDesk', 'Documents', 'ModComments'], Accounts: ['HelpDesk', 'Documents', 'ModComments'] };

function related(state: VtigerState, user: DoubleUser, { id = '', relatedType = '', relatedLabel = '' }: Record<string, string>): unknown {
	if (state.records.get(id)?.deleted) {
		throw denied(' for name : ');
	}
	const record = recordOf(state, id);
	if (!(RELATIONS[record.module] ?? []).includes(relatedLabel) || user.limits?.[relatedType] === 'nothing') {
		throw new Refusal('UNKOWN_ENTITY', 'Relation specified is incorrect');
	}
	const shown = (each: DoubleRecord): Record<string, string> => fieldsAsSeen(state, user, each, { ...each.fields, id: each.id });
	if (relatedType === 'ModComments') {
		return [...state.records.values()].filter(({ module, fields, deleted }) => module === relatedType && fields.related_to === id && !deleted).map(shown);
	}
	const ids = [...(state.related.get(id) ?? [])];
	const found = ids.map((each) => state.records.get(each)).filter((each): each is DoubleRecord => each !== undefined && each.module === relatedType && !each.deleted);
	return found.map(shown);
}

function relate(state: VtigerState, source: string, related: string): void {
	state.related.set(source, (state.related.get(source) ?? new Set()).add(related));
}

/** A ticket forgets its contact at once; other references to what is deleted stay and read as empty. */
function deleteRecord(state: VtigerState, deleted: DoubleRecord): void {
	deleted.deleted = true;
	for (const { fields } of state.records.values()) {
		if (deleted.module === 'Contacts' && fields.contact_id === deleted.id) {
			fields.contact_id = '';
		}
	}
}

const viewOf = (state: VtigerState, user: DoubleUser): View => ({
	module: (module) => moduleAsSeen(user, module),
	record: (record) => fieldsAsSeen(state, user, record, { ...record.fields, id: record.id }),
});

const idIn = (state: VtigerState, module: string, number: string): string => `${state.modules.get(module)?.idPrefix ?? ''}x${number}`;

/** Everything that needs a session. What is missing here crashes PHP 8: status 500 without a body (captures 34e, 84, 86, 87). */
export const OPERATIONS: Record<string, Operation> = {
	listtypes: { method: 'GET', run: (state) => ({ types: [...state.modules.keys()], information: {} }) },
	describe: { method: 'GET', run: (state, { values, user }) => describe(state, user, values.elementType) },
	extendsession: {
		method: 'POST',
		run: (state, { user, values }) => ({ sessionName: values.sessionName, userId: user.id, version: '0.22', vtigerVersion: state.version }),
	},
	query: {
		method: 'GET',
		run: (state, { values, user }) => {
			const query = values.query ?? '';
			return /^select [\w*, ]+ from users\b/i.test(query) ? usersOf(state, user, query) : runQuery(state, query, (module) => recordsOf(state, user, module), viewOf(state, user));
		},
	},
	retrieve: {
		method: 'GET',
		run: (state, { values, user }) => {
			const id = values.id ?? '';
			mustSee(user, moduleOfPrefix(state, id.split('x')[0] ?? '')?.name ?? '');
			const record = recordOf(state, id);
			return fieldsAsSeen(state, user, record, wholeRecord(record));
		},
	},
	create: {
		method: 'POST',
		run: (state, { values, files, user }) => {
			mustCreate(user, values.elementType ?? '');
			const made = createRecord(state, user, values.elementType ?? '', elementOf(values.element), files);
			if (values.createmode === 'link') {
				relate(state, idIn(state, values.return_module ?? '', values.return_id ?? ''), made.id ?? '');
			}
			return fieldsAsSeen(state, user, { module: values.elementType ?? '' }, made);
		},
	},
	revise: {
		method: 'POST',
		run: (state, { values, user }) => {
			const element = elementOf(values.element);
			const record = recordOf(state, typeof element.id === 'string' ? element.id : '');
			mustChange(user, record.module);
			return fieldsAsSeen(state, user, record, reviseRecord(state, user, changeable(user, record.module, element)));
		},
	},
	delete: {
		method: 'POST',
		run: (state, { values, user }) => {
			const record = recordOf(state, values.id ?? '');
			mustDelete(user, record.module);
			deleteRecord(state, record);
			return { status: 'successful' };
		},
	},
	add_related: {
		method: 'POST',
		run: (state, { values }) => {
			const { sourceRecordId = '', relatedRecordId = '' } = values;
			if (!livingRecord(state, sourceRecordId)) {
				throw internal();
			}
			relate(state, sourceRecordId, relatedRecordId);
			return { message: 'successfull' };
		},
	},
	retrieve_related: { method: 'GET', run: (state, { values, user }) => related(state, user, values) },
	query_related: { method: 'GET', run: (state, { values, user }) => related(state, user, { ...values, relatedType: values.relatedLabel ?? '' }) },
};

/** The operation of this name, if this version has it. */
export function operationOf({ version }: VtigerState, name: string): Operation {
	const operation = SIGN_IN[name] ?? (name === 'add_related' && isBefore(version, '7.1') ? undefined : OPERATIONS[name]);
	if (!operation) {
		// PHP 8 stumbles over the exception itself.
		throw isBefore(version, '7.3') ? new Refusal('UNKNOWN_OPERATION', 'Unknown operation requested') : new Crash();
	}
	return operation;
}
