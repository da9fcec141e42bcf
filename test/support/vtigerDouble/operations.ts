import { createHash, randomBytes } from 'node:crypto';

import { Crash, denied, internal, Refusal } from './failures';
import type { Form } from './form';
import { runQuery } from './queries';
import { isBefore, type DoubleRecord, type DoubleUser, type VtigerState } from './VtigerState';
import { createRecord, recordOf, reviseRecord, wholeRecord } from './writing';

export interface OperationCall {
	/** Parameters where this operation looks for them: the query of a GET, the form of a POST. */
	values: Record<string, string>;
	files: Form['files'];
	user: DoubleUser;
}

interface Operation {
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

const invalidToken = (): Refusal => new Refusal('INVALID_AUTH_TOKEN', 'Specified token is invalid or expired');

/** Operations before a session; Vtiger ignores the case of user names (capture 98c). */
export const SIGN_IN: Record<string, Operation> = {
	getchallenge: {
		method: 'GET',
		run: (state, { values }) => {
			if (!values.username) {
				throw new Refusal('ACCESS_DENIED', 'No username given');
			}
			const user = state.users.find(({ name }) => name.toLowerCase() === values.username?.toLowerCase());
			if (!user) {
				throw new Refusal('ACCESS_DENIED', 'username does not exists');
			}
			const token = randomBytes(7).toString('hex').slice(0, 13);
			state.challenges.set(user.name, token);
			const serverTime = Math.floor(state.now().getTime() / 1000);
			return { token, serverTime, expireTime: serverTime + 300 };
		},
	},
	login: {
		method: 'POST',
		run: (state, { values }) => {
			const user = state.users.find(({ name }) => name.toLowerCase() === values.username?.toLowerCase());
			const token = user ? state.challenges.get(user.name) : undefined;
			if (!user || token === undefined) {
				throw invalidToken();
			}
			if (createHash('md5').update(token + user.accessKey).digest('hex') !== values.accessKey) {
				throw new Refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password');
			}
			if (user.isInactive) {
				throw isBefore(state.version, '7.3') ? new Refusal('AUTHENTICATION_REQUIRED', 'Given user is inactive') : new Refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password');
			}
			const sessionName = randomBytes(11).toString('hex').slice(0, 21);
			state.sessions.set(sessionName, user);
			const session = { sessionName, userId: user.id, version: '0.22', vtigerVersion: state.version };
			return isBefore(state.version, '7.3') ? session : { username: user.name, is_admin: user.isAdmin ? 'on' : 'off', ...session };
		},
	},
};

/** Rights as a restricted profile gives them, recorded from a Vtiger 8.0 with users of the profiles Support, Sales and Guest. */
function describe(state: VtigerState, user: DoubleUser, name: string | undefined): unknown {
	const module = state.modules.get(name ?? '');
	const limit = user.limits?.[name ?? ''];
	if (!module || limit === 'nothing') {
		throw denied();
	}
	return limit === 'read' ? { ...module, createable: false, updateable: false } : module;
}

function mustNotBeLimited({ limits }: DoubleUser, module: string): void {
	if (limits?.[module]) {
		throw denied();
	}
}

/** Users and groups are no records here: they are only asked for. */
function recordsOf(state: VtigerState, user: DoubleUser, module: string): DoubleRecord[] {
	if (module === 'Groups') {
		return state.groups.map(({ id, ...fields }) => ({ id, module, fields, deleted: false, ghost: false }));
	}
	if (user.limits?.[module] === 'nothing') {
		throw denied();
	}
	return [...state.records.values()].filter((record) => record.module === module && !record.deleted && !record.ghost && mayRead(user));
}

const mayRead = (user: DoubleUser): boolean => user.name !== '';

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

function related(state: VtigerState, { id = '', relatedType = '', relatedLabel = '' }: Record<string, string>): unknown {
	const record = recordOf(state, id);
	if (!(RELATIONS[record.module] ?? []).includes(relatedLabel)) {
		throw new Refusal('UNKOWN_ENTITY', 'Relation specified is incorrect');
	}
	if (relatedType === 'ModComments') {
		return [...state.records.values()].filter(({ module, fields, deleted }) => module === relatedType && fields.related_to === id && !deleted).map((comment) => ({ ...comment.fields, id: comment.id }));
	}
	const ids = [...(state.related.get(id) ?? [])];
	const found = ids.map((each) => state.records.get(each)).filter((each): each is DoubleRecord => each !== undefined && each.module === relatedType && !each.deleted);
	return found.map((each) => ({ ...each.fields, id: each.id }));
}

function relate(state: VtigerState, source: string, related: string): void {
	state.related.set(source, (state.related.get(source) ?? new Set()).add(related));
}

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
			return /^select [\w*, ]+ from users\b/i.test(query) ? usersOf(state, user, query) : runQuery(state, query, (module) => recordsOf(state, user, module));
		},
	},
	retrieve: { method: 'GET', run: (state, { values }) => wholeRecord(recordOf(state, values.id ?? '')) },
	create: {
		method: 'POST',
		run: (state, { values, files, user }) => {
			mustNotBeLimited(user, values.elementType ?? '');
			const made = createRecord(state, user, values.elementType ?? '', elementOf(values.element), files);
			if (values.createmode === 'link') {
				relate(state, idIn(state, values.return_module ?? '', values.return_id ?? ''), made.id ?? '');
			}
			return made;
		},
	},
	revise: {
		method: 'POST',
		run: (state, { values, user }) => {
			const element = elementOf(values.element);
			mustNotBeLimited(user, recordOf(state, typeof element.id === 'string' ? element.id : '').module);
			return reviseRecord(state, user, element);
		},
	},
	delete: {
		method: 'POST',
		run: (state, { values }) => {
			recordOf(state, values.id ?? '').deleted = true;
			return { status: 'successful' };
		},
	},
	add_related: {
		method: 'POST',
		run: (state, { values }) => {
			const { sourceRecordId = '', relatedRecordId = '' } = values;
			if (!state.records.has(sourceRecordId)) {
				throw internal();
			}
			relate(state, sourceRecordId, relatedRecordId);
			return { message: 'successfull' };
		},
	},
	retrieve_related: { method: 'GET', run: (state, { values }) => related(state, values) },
	query_related: { method: 'GET', run: (state, { values }) => related(state, { ...values, relatedType: values.relatedLabel ?? '' }) },
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
