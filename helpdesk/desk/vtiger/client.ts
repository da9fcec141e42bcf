import { missingRight, whyDenied } from './rights';
import type { VtigerFile } from './request';
import type { Call, Session } from './session';
import { VtigerError } from './VtigerError';
import { queryText, type Query } from './vtql';

/** A record as Vtiger gives it: every value is text, an empty reference is ''. */
export type VtigerRecord = Record<string, string>;

export interface VtigerField {
	name: string;
	label: string;
	mandatory: boolean;
	editable: boolean;
	type: string;
	default: string;
	/** Values of a pick list. */
	values: string[];
	refersTo: string[];
}

export interface VtigerModule {
	name: string;
	idPrefix: string;
	createable: boolean;
	updateable: boolean;
	fields: VtigerField[];
}

/** What the web service does, with answers in types. All reject with `VtigerError`; a right that this user lacks is `VTIGER_RIGHTS`. */
export interface VtigerClient {
	session: Session;
	describe(module: string): Promise<VtigerModule>;
	query(query: Query): Promise<VtigerRecord[]>;
	/** Null when there is no such record, it was deleted, or this user may not see it: Vtiger does not say which. */
	retrieve(id: string): Promise<VtigerRecord | null>;
	create(module: string, element: Record<string, string>, file?: VtigerFile): Promise<VtigerRecord>;
	/** Changes the given fields only. Vtiger's `update` is never used: it damages the fields that are not given. */
	revise(module: string, id: string, changes: Record<string, string>): Promise<VtigerRecord>;
	/** Into the recycle bin of Vtiger. */
	remove(id: string): Promise<void>;
	relate(source: string, related: string, label: string): Promise<void>;
	related(id: string, type: string, label: string): Promise<VtigerRecord[]>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');

function recordOf(value: unknown): VtigerRecord {
	return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, text(each)])) : {};
}

function listOf(value: unknown): VtigerRecord[] {
	return Array.isArray(value) ? value.map(recordOf) : [];
}

function fieldOf(value: unknown): VtigerField {
	const described = isObject(value) ? value : {};
	const type = isObject(described.type) ? described.type : {};
	const values = Array.isArray(type.picklistValues) ? type.picklistValues : [];
	return {
		name: text(described.name),
		label: text(described.label),
		mandatory: described.mandatory === true,
		editable: described.editable === true,
		type: text(type.name),
		default: text(described.default),
		values: values.map((each) => (isObject(each) ? text(each.value) : '')).filter((each) => each !== ''),
		refersTo: Array.isArray(type.refersTo) ? type.refersTo.map(text) : [],
	};
}

function moduleOf(value: unknown, name: string): VtigerModule {
	const described = isObject(value) ? value : {};
	const fields = Array.isArray(described.fields) ? described.fields.map(fieldOf) : [];
	const idPrefix = text(described.idPrefix);
	if (!/^\d+$/.test(idPrefix) || fields.length === 0) {
		throw new VtigerError('VTIGER_ODD_ANSWER', `Vtiger does not describe its module ${name}`, { fault: 'settings', remedy: 'Check that the module is switched on and that this user may use it.' }, false);
	}
	return { name, idPrefix, createable: described.createable === true, updateable: described.updateable === true, fields };
}

/** A record was asked for and something else came: text before the JSON hides a ghost without fields (capture C8b). */
function madeRecord(result: unknown, preceded: boolean): VtigerRecord {
	const record = recordOf(result);
	if (!/^\d+x\d+$/.test(record.id ?? '') || (preceded && record.assigned_user_id === '')) {
		throw new VtigerError('VTIGER_ODD_ANSWER', 'Vtiger did not say what it has made', { fault: 'world', remedy: 'Look into the log of PHP. What was made is looked for before it is made again.' }, true);
	}
	return record;
}

/** Of a whole module Vtiger denies access only where the user may not see it. */
async function seen<T>(module: string, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw error instanceof VtigerError && error.code === 'VTIGER_DENIED' ? missingRight(module, 'see') : error;
	}
}

export function createClient(session: Session): VtigerClient {
	const describe: VtigerClient['describe'] = async (module) =>
		await seen(module, async () => moduleOf((await session.call({ operation: 'describe', method: 'GET', parameters: { elementType: module } })).result, module));

	async function written(module: string, what: 'create' | 'edit', call: Call): Promise<VtigerRecord> {
		try {
			const { result, preceded } = await session.call(call);
			return madeRecord(result, preceded);
		} catch (error) {
			throw await whyDenied(error, module, what, describe);
		}
	}

	return {
		session,
		describe,
		query: async (query) => await seen(query.from, async () => listOf((await session.call({ operation: 'query', method: 'GET', parameters: { query: queryText(query) } })).result)),
		retrieve: async (id) => {
			try {
				const record = recordOf((await session.call({ operation: 'retrieve', method: 'GET', parameters: { id } })).result);
				return record.id === id ? record : null;
			} catch (error) {
				if (error instanceof VtigerError && (error.code === 'VTIGER_DENIED' || error.code === 'VTIGER_REFERENCE')) {
					return null;
				}
				throw error;
			}
		},
		create: async (module, element, file) =>
			await written(module, 'create', { operation: 'create', method: 'POST', parameters: { elementType: module, element: JSON.stringify(element) }, ...(file ? { file } : {}) }),
		revise: async (module, id, changes) => await written(module, 'edit', { operation: 'revise', method: 'POST', parameters: { element: JSON.stringify({ id, ...changes }) } }),
		remove: async (id) => {
			await session.call({ operation: 'delete', method: 'POST', parameters: { id } });
		},
		relate: async (source, related, label) => {
			await session.call({ operation: 'add_related', method: 'POST', parameters: { sourceRecordId: source, relatedRecordId: related, relationIdLabel: label } });
		},
		related: async (id, type, label) => listOf((await session.call({ operation: 'retrieve_related', method: 'GET', parameters: { id, relatedType: type, relatedLabel: label } })).result),
	};
}
