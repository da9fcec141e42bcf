import { readAnswer, type Answer } from './answer';
import { connectProblem } from './connectProblems';
import { VtigerError } from './VtigerError';
import type { VtigerProblem } from './vtigerProblems';

export type Fetch = typeof fetch;

export interface VtigerRequest {
	/** Vtiger takes parameters of GET operations in the query only, and of POST operations as form fields only. */
	method: 'GET' | 'POST';
	parameters: Record<string, string>;
	file?: VtigerFile;
	timeoutMs: number;
}

export interface VtigerFile {
	name: string;
	type: string;
	content: Buffer;
	/** Record that the document is related to while it is made, as the form of Vtiger's own pages does it: before 7.1 the web service has no operation for that. */
	target?: { module: string; number: string };
}

/** More than any answer of Vtiger has (a description of 16 MB in a list of 100 is not asked for). */
const LONGEST_ANSWER = 64 * 1024 * 1024;
const MOST_REDIRECTS = 3;

function failure(problem: VtigerProblem, mayBeDone: boolean, cause?: unknown): VtigerError {
	return new VtigerError(problem.code, problem.message, { fault: problem.fault, remedy: problem.remedy, cause }, mayBeDone);
}

function redirected(host: string): VtigerError {
	return failure(
		{
			code: 'VTIGER_REDIRECTED',
			message: `The web server at ${host} sends requests to another address`,
			remedy: 'Put the address that the browser shows after opening Vtiger into the credential, with https:// and without a page behind it.',
			fault: 'settings',
		},
		false,
	);
}

/** What an answer that is not of Vtiger's web service means, by its HTTP status. */
function oddAnswer(status: number, host: string, { restricted, hadFile }: { restricted: boolean; hadFile: boolean }): VtigerError {
	if (restricted) {
		return failure({ code: 'VTIGER_RESTRICTED', message: 'Vtiger met a record or an owner that does not exist', remedy: 'Check the owner and the ids that are mapped in the node.', fault: 'message' }, true);
	}
	if (status === 404 || status === 401 || status === 403) {
		const why = status === 404 ? 'There is no Vtiger web service at this address' : `The web server at ${host} does not let n8n in (status ${status})`;
		return failure({ code: 'VTIGER_NOT_THERE', message: why, remedy: 'Check the address in the credential, with the sub-directory of Vtiger, and that webservice.php may be called from here.', fault: 'settings' }, false);
	}
	if (hadFile && (status === 413 || status === 500)) {
		// PHP empties a form that is above post_max_size, and Vtiger dies of it (own exchange P03); a web server says 413.
		const remedy = 'Raise post_max_size and upload_max_filesize of PHP, and what the web server takes, above the size of the file, or switch "Attach Files" off. If the file is small, look into the log of PHP at this time.';
		return failure({ code: 'VTIGER_FILE', message: `Vtiger failed when an attached file was sent to it (status ${status})`, remedy, fault: 'message' }, status === 500);
	}
	if (status >= 500) {
		return failure({ code: 'VTIGER_INTERNAL', message: `Vtiger failed inside (status ${status})`, remedy: 'Look into the logs of PHP and of the web server at this time.', fault: status === 500 ? 'message' : 'world' }, true);
	}
	return failure({ code: 'VTIGER_ODD_ANSWER', message: `The answer of ${host} is not one of Vtiger's web service`, remedy: 'Check the address in the credential. If it is right, look into the log of PHP: it wrote something else.', fault: 'world' }, true);
}

function bodyOf({ parameters, file }: VtigerRequest): URLSearchParams | FormData {
	if (!file) {
		return new URLSearchParams(parameters);
	}
	const form = new FormData();
	for (const [name, value] of Object.entries(parameters)) {
		form.append(name, value);
	}
	if (file.target) {
		form.append('createmode', 'link');
		form.append('return_module', file.target.module);
		form.append('return_id', file.target.number);
	}
	form.append('filename', new Blob([new Uint8Array(file.content)], { type: file.type }), file.name);
	return form;
}

/** A redirect of a GET may be followed on the same host, or to the same host with TLS; the key must not go anywhere else. */
function sameServer(from: URL, to: URL): boolean {
	return to.hostname === from.hostname && (to.protocol === from.protocol ? to.port === from.port : to.protocol === 'https:');
}

async function textOf(response: Response): Promise<string> {
	if (Number(response.headers.get('content-length') ?? 0) > LONGEST_ANSWER) {
		throw new Error('answer too long');
	}
	const text = await response.text();
	return text.length > LONGEST_ANSWER ? '' : text;
}

/**
 * One request to `webservice.php`. `url` is where it really is, after redirects. Rejects with `VtigerError` when there was no answer of Vtiger's;
 * errors that Vtiger names in its answer are returned.
 */
export async function sendRequest(fetcher: Fetch, url: URL, request: VtigerRequest): Promise<{ answer: Answer; url: URL }> {
	let target = new URL(url);
	for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
		const address = new URL(target);
		if (request.method === 'GET') {
			address.search = new URLSearchParams(request.parameters).toString();
		}
		let response: Response;
		let text: string;
		try {
			response = await fetcher(address.href, {
				method: request.method,
				redirect: 'manual',
				signal: AbortSignal.timeout(request.timeoutMs),
				headers: { accept: 'application/json' },
				...(request.method === 'POST' ? { body: bodyOf(request) } : {}),
			});
			text = await textOf(response);
		} catch (error) {
			const { problem, neverSent } = connectProblem(error, target.host);
			throw failure(problem, !neverSent && request.method === 'POST', undefined);
		}
		if (response.status >= 300 && response.status < 400) {
			const location = response.headers.get('location') ?? '';
			const next = URL.canParse(location, target.href) ? new URL(location, target.href) : null;
			if (request.method === 'POST' || !next || !sameServer(target, next) || !next.pathname.endsWith('/webservice.php')) {
				throw redirected(target.host);
			}
			next.search = '';
			target = next;
			continue;
		}
		const answer = readAnswer(text);
		if (answer.kind === 'text') {
			throw oddAnswer(response.status, target.host, { restricted: answer.restricted, hadFile: request.file !== undefined });
		}
		return { answer, url: target };
	}
	throw redirected(url.host);
}
