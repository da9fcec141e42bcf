import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { VtigerAccount } from '../../../helpdesk/desk/vtiger/VtigerAccount';
import { Crash, Refusal, RestrictedFile } from './failures';
import { readForm, type Form } from './form';
import { operationOf } from './operations';
import { SIGN_IN } from './signIn';
import { createState, isBefore, type DoubleUser, type VtigerState } from './VtigerState';

/** Looked at for every request, counted from 1. `before` and `after` drop the connection before or after the request had its effect, `crash` lets PHP die after it. */
export type Fault = (request: { number: number; operation: string }) => 'before' | 'after' | 'crash' | { status: number; body: string } | null;

/** A server that answers as Vtiger 8.0's `webservice.php` does, by rules that were read off a real one; or as that of 7.x, by its sources. */
export interface VtigerDouble {
	account: VtigerAccount;
	state: VtigerState;
	/** Requests so far, by operation. */
	calls: string[];
	/** What goes wrong from now on; null: nothing. */
	fault: Fault | null;
	close(): Promise<void>;
}

const USERS: DoubleUser[] = [
	{ id: '19x1', name: 'admin', accessKey: 'double-access-key', isAdmin: true },
	{ id: '19x5', name: 'agent', accessKey: 'agent-access-key', isAdmin: false },
];

interface Answer {
	status: number;
	type: string;
	body: string;
}

const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });

/** Before 7.3 no answer names the attachment of a document. */
const answerOf = ({ version }: VtigerState, result: unknown): Answer => {
	const { body, ...rest } = json({ success: true, result });
	return { ...rest, body: isBefore(version, '7.3') ? JSON.stringify(JSON.parse(body, (name, value: unknown) => (name === 'imageattachmentids' ? undefined : value))) : body };
};

function failed(error: unknown): Answer {
	if (error instanceof Refusal) {
		return json({ success: false, error: { message: error.message, code: error.code } });
	}
	if (error instanceof RestrictedFile) {
		return { status: 200, type: 'text/html; charset=UTF-8', body: 'Sorry! Attempt to access restricted file.' };
	}
	if (error instanceof Crash) {
		return { status: 500, type: 'text/html; charset=UTF-8', body: '' };
	}
	throw error;
}

/** PHP empties a form and a file that is too large, without a word (own exchanges P02, P03). */
function withinLimits({ php }: VtigerState, form: Form): Form {
	if (!php) {
		return form;
	}
	const size = Object.values(form.values).reduce((sum, value) => sum + Buffer.byteLength(value), 0) + form.files.reduce((sum, { content }) => sum + content.length, 0);
	const files = form.files.map((file) => (file.content.length > php.upload_max_filesize ? { ...file, content: Buffer.alloc(0) } : file));
	return size > php.post_max_size ? { values: {}, files: [] } : { ...form, files };
}

/** One request to `webservice.php`, with its form already read. */
export function answerRequest(state: VtigerState, method: string, query: Record<string, string>, sent: Form): Answer {
	const form = withinLimits(state, sent);
	const name = form.values.operation ?? query.operation ?? '';
	try {
		const operation = operationOf(state, name);
		// Vtiger looks in one place only; from the other one parameters are missing.
		const values: Record<string, string> = operation.method === 'GET' ? query : form.values;
		if (SIGN_IN[name]) {
			return json({ success: true, result: operation.run(state, { values: method === operation.method ? values : {}, files: [], user: { id: '', name: '', accessKey: '', isAdmin: false } }) });
		}
		const sessionName = (name === 'extendsession' ? values : { ...query, ...form.values }).sessionName ?? '';
		if (sessionName === '') {
			throw new Refusal('AUTHENTICATION_REQUIRED', 'Authencation required');
		}
		const user = state.sessions.get(sessionName);
		if (!user) {
			throw new Refusal('INVALID_SESSIONID', 'Session Identifier provided is Invalid');
		}
		return answerOf(state, operation.run(state, { values, files: form.files, user }));
	} catch (error) {
		return failed(error);
	}
}

/** Listens on this machine only. The Vtiger lies in a sub-directory, as many do. */
export async function startVtigerDouble(version = '8.0.0'): Promise<VtigerDouble> {
	const state = createState(structuredClone(USERS), version);
	const calls: string[] = [];

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '', 'http://double.invalid');
		const form = await readForm(request);
		if (url.pathname !== '/crm/webservice.php') {
			response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html><title>404 Not Found</title>');
			return;
		}
		const query = Object.fromEntries(url.searchParams);
		const operation = form.values.operation ?? query.operation ?? '';
		calls.push(operation);
		const fault = double.fault?.({ number: calls.length, operation }) ?? null;
		if (fault === 'before') {
			response.destroy();
			return;
		}
		const instead = typeof fault === 'object' && fault !== null ? { type: 'text/html', ...fault } : null;
		const processed = instead ?? answerRequest(state, request.method ?? '', query, form);
		const answer = fault === 'crash' ? { status: 500, type: 'text/html', body: '' } : processed;
		if (fault === 'after') {
			response.destroy();
			return;
		}
		response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
	}

	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			response.writeHead(599).end(String(error));
		});
	});
	// It shares its event loop with whoever calls it: where that stands still for some seconds, the time of a quiet connection must not be over before what was sent on it is read.
	server.keepAliveTimeout = 120_000;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const double: VtigerDouble = {
		account: { url: `http://127.0.0.1:${port}/crm`, user: 'admin', accessKey: 'double-access-key' },
		state,
		calls,
		fault: null,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
	return double;
}
