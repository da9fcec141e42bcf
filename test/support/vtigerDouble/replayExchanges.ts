import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { answerRequest } from './startVtigerDouble';
import { createState, emptyFields, moduleOfPrefix, type DoubleUser, type VtigerState } from './VtigerState';

interface RecordedFile {
	filename: string;
	'content-type': string;
	bytes: number;
	base64?: string;
}

/** One exchange with a real Vtiger. Placeholders stand for sessions, tokens and keys. */
export interface Exchange {
	/** What it was recorded for. */
	shows?: string;
	/** Who asked; the first user when nobody is named. */
	user?: string;
	/** Where PHP was set up narrowly. */
	php?: VtigerState['php'];
	request: { method: string; form: Record<string, unknown>; files?: Record<string, RecordedFile> };
	response: { status: number; body: unknown };
}

export interface Replay {
	folder: string;
	users: DoubleUser[];
	/** Fields that every Vtiger sets anew: not compared. */
	volatile: ReadonlySet<string>;
	/** Why an exchange is not replayed; null: it is. */
	leftOut(name: string): string | null;
	/** Whether a new Vtiger was recorded from this exchange on. */
	startsAnew(name: string): boolean;
	/** Whether the double is taught what the answers show, because not everything that led to them was recorded. */
	isTaught: boolean;
}

type Body = { success?: boolean; result?: unknown; error?: { code: unknown; message: unknown } } | string;

const isRecord = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const GONE = 'SESSION-THAT-IS-GONE';
const RIGHTS = ['createable', 'updateable', 'deleteable', 'retrieveable'] as const;

type Described = Record<(typeof RIGHTS)[number], boolean> & { fields: Array<{ name: string; mandatory: boolean; editable: boolean; type: { name: string } }> };

/** Of a description: the rights, which fields there are and what each is; labels and values of pick lists are for the admin to change. */
function outline(described: Described): unknown {
	return [RIGHTS.filter((right) => described[right]).join(' '), ...described.fields.map(({ name, mandatory, editable, type }) => [name, mandatory, editable, type.name].join(' '))];
}

function withoutVolatile(value: object, volatile: ReadonlySet<string>): object {
	const entries = Object.entries(value).filter(([name]) => !volatile.has(name));
	// The number of an attachment means nothing, that there is one does.
	return Object.fromEntries(entries.map(([name, each]) => [name, name === 'imageattachmentids' ? each !== '' : (each as unknown)]));
}

function comparable(value: unknown, volatile: ReadonlySet<string>): unknown {
	if (Array.isArray(value)) {
		return (value as unknown[]).map((each) => (isRecord(each) ? { ...withoutVolatile(each, volatile), id: each.id } : each));
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	return 'fields' in value ? outline(value as Described) : withoutVolatile(value, volatile);
}

/** In one order of keys. */
function sortedKeys(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.map(sortedKeys);
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, each]) => [key, sortedKeys(each)]));
	}
	return value;
}

/** Vtiger gives a list in an order only when it was asked for one, and fields as they were made or by their name, as the user is. */
function inOneOrder(value: unknown, isOrdered: boolean): unknown {
	const once = sortedKeys(value);
	return Array.isArray(once) && !isOrdered ? [...once].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)) : once;
}

function shown(status: number, body: Body, { volatile, isTaught }: Replay, isOrdered: boolean): unknown {
	if (typeof body === 'string') {
		return { status, body };
	}
	// Messages of the exchanges that are taught differ in the names of things that the double has not.
	const error = isTaught ? body.error?.code : body.error;
	return sortedKeys({ status, success: body.success, error, result: inOneOrder(comparable(body.result, volatile), isOrdered) });
}

/** Makes the double know a record as the exchange shows it. */
function learn(state: VtigerState, record: Record<string, string>): void {
	const module = moduleOfPrefix(state, record.id?.split('x')[0] ?? '');
	if (!module || !record.id || module.name === 'Groups') {
		return;
	}
	const known = state.records.get(record.id);
	const { id } = record;
	const fields = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'id' && name !== 'label'));
	state.records.set(id, { id, module: module.name, fields: { ...(known?.fields ?? emptyFields(module)), ...fields }, deleted: known?.deleted ?? false, ghost: false });
}

/** What must have been there before this exchange. */
function learnBefore(state: VtigerState, { request: { form }, response: { body } }: Exchange): void {
	const result = typeof body === 'object' ? (body as Exclude<Body, string> | null)?.result : undefined;
	if (Array.isArray(result)) {
		result.filter(isRecord).forEach((record) => learn(state, record));
		if (form?.operation === 'retrieve_related') {
			// What was related between two exchanges.
			state.related.set(asText(form.id), new Set(result.filter(isRecord).map(({ id }) => id ?? '')));
		}
	} else if (form?.operation === 'delete' && (body as Exclude<Body, string> | null)?.success === true) {
		learn(state, { id: asText(form.id) });
	} else if (isRecord(result) && form?.operation !== 'create' && !state.records.has(result.id ?? '')) {
		learn(state, result);
	}
}

/** The key as this user sends it after the challenge that the double gave. */
function signature(state: VtigerState, user: DoubleUser, placeholder: string): string {
	const token = state.challenges.get(user.name) ?? '';
	const keys: Record<string, string> = { 'MD5-OF-TOKEN-AND-ACCESS-KEY': user.accessKey, 'MD5-OF-TOKEN-AND-A-WRONG-KEY': 'another' };
	const key = keys[placeholder];
	return key === undefined ? placeholder : createHash('md5').update(token + key).digest('hex');
}

function ask(state: VtigerState, { user: name, request }: Exchange): { status: number; body: Body } {
	const user = state.users.find((each) => each.name === name) ?? state.users[0]!;
	state.sessions.set('s', user);
	const values = Object.fromEntries(Object.entries(request.form ?? {}).map(([key, value]) => [key, asText(value)]));
	if (values.sessionName !== undefined && values.sessionName !== GONE) {
		values.sessionName = 's';
	}
	if (values.operation === 'login') {
		values.accessKey = signature(state, user, values.accessKey ?? '');
	}
	const files = Object.entries(request.files ?? {}).map(([part, file]) => ({
		part,
		fileName: file.filename,
		type: file['content-type'],
		content: file.base64 === undefined ? Buffer.alloc(file.bytes, 'x') : Buffer.from(file.base64, 'base64'),
	}));
	const isGet = request.method === 'GET';
	const { status, body } = answerRequest(state, request.method, isGet ? values : {}, { values: isGet ? {} : values, files });
	return { status, body: body.startsWith('{') ? (JSON.parse(body) as Body) : body };
}

/** Asks the double what a real Vtiger was asked, in the same order, and gives what it answered otherwise. */
export function replayExchanges(replay: Replay): { all: number; replayed: number; differing: unknown[] } {
	const names = readdirSync(replay.folder).filter((name) => name.endsWith('.json')).sort();
	const differing: unknown[] = [];
	let replayed = 0;
	let state = createState(structuredClone(replay.users));
	for (const name of names) {
		const exchange = JSON.parse(readFileSync(join(replay.folder, name), 'utf8')) as Exchange;
		const { form } = exchange.request;
		const body = exchange.response.body as Body;
		const result = typeof body === 'object' ? body?.result : undefined;
		if (replay.startsAnew(name)) {
			state = createState(structuredClone(replay.users));
		}
		if (replay.isTaught) {
			learnBefore(state, exchange);
		}
		if (replay.leftOut(name) === null) {
			replayed += 1;
			if (form?.operation === 'create' && isRecord(result)) {
				state.lastNumber = Number(result.id?.split('x')[1]) - 1;
			}
			if (isRecord(result) && result.modifiedtime && form?.operation !== 'retrieve') {
				// The double works at the time of the recording, so that conditions on times mean the same.
				const at = new Date(`${result.modifiedtime.replace(' ', 'T')}Z`);
				state.now = () => at;
			}
			state.php = exchange.php ?? null;
			const answer = ask(state, exchange);
			const isOrdered = / ORDER BY /i.test(asText(form?.query ?? ''));
			const [theirs, ours] = [shown(exchange.response.status, body, replay, isOrdered), shown(answer.status, answer.body, replay, isOrdered)];
			if (JSON.stringify(theirs) !== JSON.stringify(ours)) {
				differing.push({ name, theirs, ours });
			}
		}
		if (replay.isTaught && isRecord(result)) {
			learn(state, result);
		}
	}
	return { all: names.length, replayed, differing };
}
