import { createHash } from 'node:crypto';

import type { Answer } from './answer';
import { sendRequest, type Fetch, type VtigerRequest } from './request';
import { webServiceUrl, type VtigerAccount } from './VtigerAccount';
import { VtigerError } from './VtigerError';
import { missingField, PROBLEMS, SESSION_ERRORS, unknownProblem } from './vtigerProblems';

export interface SignedIn {
	sessionName: string;
	/** `19x1`. */
	userId: string;
	/** As Vtiger spells it. */
	userName: string;
	address: string;
	isAdmin: boolean;
	version: string;
	/** Where the web service really is. */
	url: URL;
}

export interface SessionOptions {
	fetch: Fetch;
	timeoutMs: number;
}

export interface Call {
	operation: string;
	method: VtigerRequest['method'];
	parameters?: Record<string, string>;
	file?: VtigerRequest['file'];
}

/** A sign-in that lasts until Vtiger forgets it. */
export interface Session {
	call(call: Call): Promise<{ result: unknown; preceded: boolean }>;
	signedIn(): Promise<SignedIn>;
	/** Requests sent so far, sign-in included. */
	requests(): number;
}

const UNKNOWN_USER = {
	code: 'VTIGER_SIGN_IN',
	message: 'Vtiger does not know this user',
	remedy: 'Check the user name in the credential. It is the name used for signing in, not the e-mail address.',
	fault: 'settings' as const,
};

/** As 7.x says it. */
const INACTIVE_USER = {
	code: 'VTIGER_SIGN_IN',
	message: 'This user is switched off in Vtiger',
	remedy: 'Set the status of the user to "Active" in Vtiger (Settings, Users), or use another user in the credential.',
	fault: 'settings' as const,
};

/** The error that an answer of Vtiger's names, in plain words. Vtiger's own text is left out: it holds values of fields. */
export function vtigerErrorOf({ code, text }: { code: string; text: string }): VtigerError {
	const problem = PROBLEMS[code] ?? unknownProblem(code);
	const field = code === 'MANDATORY_FIELDS_MISSING' ? missingField(text) : null;
	// A crash may come after the record was stored (a handler that runs when it is saved).
	const mayBeDone = problem.code === 'VTIGER_INTERNAL' || problem.code === 'VTIGER_REFUSED';
	return new VtigerError(problem.code, field ? `Vtiger wants a value for the field "${field}"` : problem.message, { fault: problem.fault, remedy: problem.remedy }, mayBeDone);
}

function field(result: unknown, name: string): string {
	const value = typeof result === 'object' && result !== null ? (result as Record<string, unknown>)[name] : undefined;
	return typeof value === 'string' ? value : '';
}

function unreadable(): VtigerError {
	return new VtigerError('VTIGER_ODD_ANSWER', 'Vtiger accepted the sign-in but gave no session', { fault: 'world', remedy: 'Look into the log of PHP: its sessions may not be writable.' }, false);
}

function startUrl(account: VtigerAccount): URL {
	const url = webServiceUrl(account.url);
	if (!url) {
		throw new VtigerError('VTIGER_ADDRESS', 'The address of Vtiger is not one', { fault: 'settings', remedy: 'Use an address such as https://crm.example.com/vtiger, without user and password in it.' }, false);
	}
	return url;
}

/** Opens a session. Nothing is sent before the first call. */
function openSession(account: VtigerAccount, { fetch: fetcher, timeoutMs }: SessionOptions): Session {
	let current: Promise<SignedIn> | null = null;
	let sent = 0;

	async function send(url: URL, request: Omit<VtigerRequest, 'timeoutMs'>): Promise<{ answer: Answer; url: URL }> {
		sent += 1;
		return await sendRequest(fetcher, url, { ...request, timeoutMs });
	}

	async function signInOnce(): Promise<SignedIn | 'refused'> {
		const challenge = await send(startUrl(account), { method: 'GET', parameters: { operation: 'getchallenge', username: account.user } });
		if (challenge.answer.kind !== 'result') {
			const code = challenge.answer.kind === 'error' ? challenge.answer.code : '';
			if (code === 'ACCESS_DENIED') {
				throw new VtigerError(UNKNOWN_USER.code, UNKNOWN_USER.message, UNKNOWN_USER, false);
			}
			throw vtigerErrorOf({ code, text: '' });
		}
		const token = field(challenge.answer.result, 'token');
		const accessKey = createHash('md5').update(token + account.accessKey).digest('hex');
		const { answer } = await send(challenge.url, { method: 'POST', parameters: { operation: 'login', username: account.user, accessKey } });
		if (answer.kind !== 'result') {
			const code = answer.kind === 'error' ? answer.code : '';
			// A newer one says of a user who is switched off that the key is wrong.
			if (code === 'AUTHENTICATION_REQUIRED') {
				throw new VtigerError(INACTIVE_USER.code, INACTIVE_USER.message, INACTIVE_USER, false);
			}
			if (code === 'INVALID_USER_CREDENTIALS' || code === 'INVALID_AUTH_TOKEN') {
				return 'refused';
			}
			throw vtigerErrorOf({ code, text: '' });
		}
		const { result } = answer;
		const sessionName = field(result, 'sessionName');
		if (sessionName === '') {
			throw unreadable();
		}
		return { sessionName, userId: field(result, 'userId'), userName: field(result, 'username') || account.user, address: field(result, 'email').toLowerCase(), isAdmin: field(result, 'is_admin') === 'on', version: field(result, 'vtigerVersion'), url: challenge.url };
	}

	/** A second challenge of another process replaces ours (capture 98b), so a refusal counts only the second time. */
	async function signIn(): Promise<SignedIn> {
		for (let attempt = 0; attempt < 2; attempt += 1) {
			const result = await signInOnce();
			if (result !== 'refused') {
				return result;
			}
		}
		throw vtigerErrorOf({ code: 'INVALID_USER_CREDENTIALS', text: '' });
	}

	/** Everybody who needs a sign-in at the same time waits for the same one. */
	async function signedIn(): Promise<SignedIn> {
		const mine = (current ??= signIn());
		try {
			return await mine;
		} catch (error) {
			if (current === mine) {
				current = null;
			}
			throw error;
		}
	}

	async function call({ operation, method, parameters = {}, file }: Call): Promise<{ result: unknown; preceded: boolean }> {
		for (let attempt = 0; ; attempt += 1) {
			const mine = current;
			const session = await signedIn();
			const { answer } = await send(session.url, { method, parameters: { operation, sessionName: session.sessionName, ...parameters }, ...(file ? { file } : {}) });
			if (answer.kind === 'result') {
				return { result: answer.result, preceded: answer.preceded };
			}
			if (answer.kind === 'text') {
				throw unreadable();
			}
			if (!SESSION_ERRORS.has(answer.code) || attempt > 0) {
				throw vtigerErrorOf(answer);
			}
			// Somebody else may have signed in again meanwhile; theirs is as good.
			if (mine === null || current === mine) {
				current = null;
			}
		}
	}

	return { call, signedIn, requests: () => sent };
}

const sessions = new Map<string, Session>();

/**
 * The session of this account, one in the process: sign-ins do not break each other, and it stays warm from message to message. `fetch` of the first caller is used.
 */
export function sharedSession(account: VtigerAccount, options: SessionOptions): Session {
	const secret = createHash('sha256').update(account.accessKey).digest('hex');
	const name = [account.url, account.user, secret].join('\n');
	const known = sessions.get(name) ?? openSession(account, options);
	sessions.set(name, known);
	return known;
}

/** A session that nobody shares: for testing a credential, and for tests. */
export function ownSession(account: VtigerAccount, options: SessionOptions): Session {
	return openSession(account, options);
}
