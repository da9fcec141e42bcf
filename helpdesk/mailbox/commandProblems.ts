import type { FaultOf } from '../errors';
import type { ImapFailure } from './imapFailure';
import { MailboxError } from './MailboxError';

interface Meaning {
	code?: string;
	fault: FaultOf;
	because: string;
	remedy: string;
}

const AGAIN = 'It is tried again by itself.';

/** Response codes of RFC 5530 and RFC 9051 section 7.1 that a refused command may carry. */
const MEANINGS: Record<string, Meaning> = {
	UNAVAILABLE: { code: 'UNAVAILABLE', fault: 'world', because: 'the server is not available at the moment', remedy: AGAIN },
	INUSE: { code: 'UNAVAILABLE', fault: 'world', because: 'the folder is in use', remedy: AGAIN },
	LIMIT: { code: 'UNAVAILABLE', fault: 'world', because: 'a limit of the server was reached', remedy: AGAIN },
	SERVERBUG: { code: 'UNAVAILABLE', fault: 'world', because: 'the server met an error of its own', remedy: AGAIN },
	EXPUNGEISSUED: { code: 'UNAVAILABLE', fault: 'world', because: 'messages were removed at the same time', remedy: AGAIN },
	CORRUPTION: { fault: 'settings', because: 'the server reports damaged data', remedy: 'Ask whoever runs the mail server to repair the mailbox.' },
	OVERQUOTA: { fault: 'settings', because: 'the mailbox is full', remedy: 'Make room in the mailbox.' },
	NOPERM: { fault: 'settings', because: 'this user may not do it', remedy: 'Give the user the right to change this folder.' },
	CONTACTADMIN: { fault: 'settings', because: 'the server asks to contact its administrator', remedy: 'Contact whoever runs the mail server.' },
	CANNOT: { fault: 'settings', because: 'the server cannot do this at all', remedy: 'Choose another folder or another action.' },
	APPENDLIMIT: { fault: 'message', because: 'the message is larger than the server allows', remedy: 'Send smaller attachments.' },
	TRYCREATE: { code: 'FOLDER_MISSING', fault: 'settings', because: 'the folder does not exist', remedy: 'Create the folder, or choose another one.' },
	NONEXISTENT: { code: 'FOLDER_MISSING', fault: 'settings', because: 'the folder does not exist', remedy: 'Create the folder, or choose another one.' },
};

const LOST = ['NoConnection', 'EConnectionClosed', 'StateLogout', 'ECONNRESET', 'EPIPE', 'ClosedAfterConnectTLS', 'ClosedAfterConnectText', 'ECONNABORTED'];
const LATE = ['ETIMEOUT', 'ETIMEDOUT', 'LockTimeout', 'ETHROTTLE'];

/** True when the connection went away under the command. */
export function isConnectionLost({ code, authenticationFailed, responseCode }: ImapFailure): boolean {
	// imapflow marks every failure during a sign-in as a refused one, also a cable that was pulled.
	return LOST.includes(code) || (LATE.includes(code) && !(authenticationFailed && responseCode !== ''));
}

/** The connection is gone; `reason` is what the server said when it left, if anything. */
export function connectionLost(host: string, reason: string): MailboxError {
	const said = reason ? ` The server said: "${reason}".` : '';
	return new MailboxError('CONNECTION_LOST', `The connection to ${host} was lost.${said}`, { fault: 'world', remedy: AGAIN });
}

/**
 * The server refused a command of a working session. `what` is the deed in plain words ("Moving the message"), `fallback` the code when the
 * server gives no better one.
 */
export function commandRefused(what: string, fallback: string, responseCode: string): MailboxError {
	const meaning = MEANINGS[responseCode];
	return new MailboxError(meaning?.code ?? fallback, `${what} failed: ${meaning?.because ?? 'the server refused it'}.`, {
		fault: meaning?.fault ?? 'world',
		remedy: meaning?.remedy ?? AGAIN,
	});
}

/** Any failure of a command in a working session as a `MailboxError`. */
export function commandProblem(failure: ImapFailure, what: string, host: string, reason: string): MailboxError {
	if (LATE.includes(failure.code)) {
		return new MailboxError('TIMEOUT', `${what} failed: ${host} did not answer in time.`, { fault: 'world', remedy: AGAIN });
	}
	if (isConnectionLost(failure)) return connectionLost(host, reason);
	if (failure.status !== '') return commandRefused(what, 'IMAP_ERROR', failure.responseCode);
	return new MailboxError('IMAP_ERROR', `${what} failed${failure.code ? ` (${failure.code})` : ''}.`, { fault: 'world', remedy: AGAIN });
}
