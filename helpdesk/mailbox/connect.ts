import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { HelpdeskError } from '../errors';
import { commandProblem, connectionLost, isConnectionLost } from './commandProblems';
import { connectProblem, type Attempt, type Problem } from './connectProblems';
import { quoteServer, readFailure, type ImapFailure } from './imapFailure';
import type { MailboxAccount } from './MailboxAccount';
import { MailboxError } from './MailboxError';
import { signInProblem } from './signInProblems';

type Secret = Awaited<ReturnType<MailboxAccount['secret']>>;

const DEFAULT_TIMEOUT_MS = 30_000;
/** Dovecot calls it a temporary failure when whoever it asks about a token answers with an HTTP error, as many do for one that has ended. */
const ASKS_FOR_NEW_TOKEN = new Set(['AUTHENTICATION_FAILED', 'UNAVAILABLE']);
/** A command in flight with not one byte for this long means a dead line: imapflow then ends the connection. Quiet sessions are kept alive by NOOP. */
export const SILENCE_MS = 85_000;

/**
 * Connects and signs in. STARTTLS, when chosen, is required: without it nothing is sent. A refused OAuth2 token is renewed once.
 * Without a host, the server is located first.
 * Rejects with `MailboxError`; errors of `locate` and of `secret` that are `HelpdeskError` pass through. Both phases together take at most `timeoutMs`.
 */
export async function connect(given: MailboxAccount, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ImapFlow> {
	const account = given.host === '' && given.locate ? { ...given, ...(await given.locate()) } : given;
	const secret = await secretOf(account, null);
	try {
		return await signIn(account, secret, timeoutMs);
	} catch (error) {
		const refused = error instanceof MailboxError && ASKS_FOR_NEW_TOKEN.has(error.code);
		if (!refused || secret.kind !== 'token') throw error;
		return await signIn(account, await secretOf(account, secret.accessToken), timeoutMs);
	}
}

async function secretOf(account: MailboxAccount, refused: string | null): Promise<Secret> {
	try {
		return await account.secret(refused);
	} catch (error) {
		if (error instanceof HelpdeskError) throw error;
		throw new MailboxError('SIGN_IN_DATA', 'The sign-in data of the mailbox could not be obtained.', {
			fault: 'world',
			remedy: 'If this stays, connect the OAuth2 credential again.',
		});
	}
}

async function signIn(account: MailboxAccount, secret: Secret, timeoutMs: number): Promise<ImapFlow> {
	const client: ImapFlow = new ImapFlow(optionsFor(account, secret, timeoutMs, (extension) => client.capabilities.has(extension)));
	// Without a listener an error after the sign-in would end the whole process (n8n#26226); `close` follows every error.
	client.on('error', () => undefined);
	introduceOnce(client);
	const deadline = AbortSignal.timeout(timeoutMs);
	const giveUp = () => client.close();
	deadline.addEventListener('abort', giveUp);
	try {
		await client.connect();
		return client;
	} catch (error) {
		const failure = readFailure(error);
		const attempt: Attempt = { account, received: client.stats().received };
		client.close();
		throw problemOf(deadline.aborted ? { ...failure, code: lateCode(failure) } : failure, attempt, secret);
	} finally {
		deadline.removeEventListener('abort', giveUp);
	}
}

/** Inside imapflow: runs a command by its name. */
interface Inside {
	run?: (command: string, ...rest: unknown[]) => Promise<unknown>;
}

/**
 * imapflow says who it is (ID, RFC 2971) before it signs in, and once more afterwards to a server that gave no more than its name: a round trip for nothing.
 * Servers that insist on it look for it when a folder is opened, so once, after the sign-in, is enough.
 */
function introduceOnce(client: ImapFlow): void {
	const inside = client as unknown as Inside;
	const original = inside.run;
	if (typeof original !== 'function') return;
	inside.run = async (command, ...rest) => (command === 'ID' && !client.authenticated ? false : await original.call(client, command, ...rest));
}

/** Our own deadline closes the connection, which imapflow reports as an unexpected close. */
function lateCode({ code }: ImapFailure): string {
	return isClosed(code) ? 'SIGN_IN_TIMEOUT' : code;
}

const isClosed = (code: string) => code === '' || code.startsWith('ClosedAfterConnect') || code === 'NoConnection' || code === 'EConnectionClosed';

function problemOf(failure: ImapFailure, attempt: Attempt, secret: Secret): MailboxError {
	const secrets = secret.kind === 'password' ? [secret.password] : [secret.accessToken];
	const said = quoteServer(failure.serverText, [...secrets, ...secrets.map((value) => Buffer.from(value).toString('base64'))]);
	const known = connectProblem(failure, attempt);
	if (known) return asError(known, '');
	const problem = signInProblem(failure, attempt, secret.kind);
	if (problem.code !== 'AUTHENTICATION_FAILED') return asError(problem, said);
	// Only a refusal may be called one: it is remembered, so that no account gets locked out.
	if (isConnectionLost(failure)) return connectionLost(attempt.account.host, said);
	return isRefusal(failure) ? asError(problem, said) : commandProblem(failure, 'Signing in', attempt.account.host, said);
}

function isRefusal({ authenticationFailed, message }: ImapFailure): boolean {
	return authenticationFailed || /authentication mechanism/i.test(message);
}

function asError({ code, message, fault, remedy }: Problem, said: string): MailboxError {
	return new MailboxError(code, said ? `${message} The server says: "${said}".` : message, { fault, remedy });
}

function optionsFor(account: MailboxAccount, secret: Secret, timeoutMs: number, offered: (extension: string) => boolean): ImapFlowOptions {
	return {
		host: account.host,
		port: account.port,
		secure: account.security === 'tls',
		doSTARTTLS: account.security === 'tls' ? undefined : account.security === 'starttls',
		tls: { rejectUnauthorized: account.checkCertificate, ...(account.certificateAuthority.trim() ? { ca: account.certificateAuthority } : {}) },
		auth: secret.kind === 'password' ? passwordFor(account.user, secret.password, offered) : { user: tokenUser(account), accessToken: secret.accessToken },
		clientInfo: { name: 'n8n-nodes-mail-helpdesk', vendor: '', version: '', 'support-url': '' },
		logger: false,
		// IDLE is the watcher's business: imapflow would begin it 15 s after the last command and break it for every next one.
		disableAutoIdle: true,
		disableCompression: true,
		// Read after the sign-in. CONDSTORE, which is all that most servers could enable, is of no use here: it would cost a round trip, and a MODSEQ in every answer.
		get disableAutoEnable() {
			return !offered('UTF8=ACCEPT') && !offered('IMAP4rev2');
		},
		connectionTimeout: timeoutMs,
		greetingTimeout: Math.ceil(timeoutMs * 0.7),
		socketTimeout: SILENCE_MS,
	};
}

/** What every server reads alike in a quoted string (RFC 9051 section 9): not all undo its escapes, and for other signs only AUTHENTICATE PLAIN names a charset (RFC 4616). */
const PLAIN_SIGNS = /^(?:(?!["\\])[\x20-\x7e])*$/;

/** LOGIN, which every server has unless it says otherwise (RFC 9051 section 6.2.3), is one round trip; imapflow's AUTHENTICATE PLAIN is two. */
function passwordFor(user: string, password: string, offered: (extension: string) => boolean): ImapFlowOptions['auth'] {
	return {
		user,
		pass: password,
		// Read when the server has said what it offers.
		get loginMethod() {
			return PLAIN_SIGNS.test(user + password) && !offered('LOGINDISABLED') ? 'LOGIN' : undefined;
		},
	};
}

/** Microsoft opens a shared mailbox when its address stands in place of the user's, with the user's own token. */
function tokenUser({ host, user, address }: MailboxAccount): string {
	return /(^|\.)(office365|outlook)\.com$/i.test(host) && address ? address : user;
}
