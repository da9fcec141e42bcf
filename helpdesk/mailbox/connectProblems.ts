import { certificateProblem } from '../certificateProblem';
import type { FaultOf } from '../errors';
import type { MailboxAccount } from './MailboxAccount';
import type { ImapFailure } from './imapFailure';

/** Where a connection was tried. `received` counts the bytes that came back. */
export interface Attempt {
	account: Pick<MailboxAccount, 'host' | 'port' | 'security'>;
	received: number;
}

/** One kind of failure: how it is recognised, and what people are told. */
export interface Problem {
	code: string;
	fault: FaultOf;
	message: string;
	remedy: string;
}

type Row = { when: (failure: ImapFailure, attempt: Attempt) => boolean; say: (attempt: Attempt, failure: ImapFailure) => Problem };

const coded = (...codes: string[]) => (failure: ImapFailure) => codes.includes(failure.code);
const place = ({ account }: Attempt) => `${account.host}:${account.port}`;

const OTHER_ENCRYPTION: Record<MailboxAccount['security'], string> = {
	tls: 'The port seems to expect an unencrypted start: choose STARTTLS, or the port for TLS (usually 993).',
	starttls: 'If this is the port for TLS (usually 993), choose TLS; STARTTLS usually goes with port 143.',
	none: 'If this is the port for TLS (usually 993), choose TLS.',
};

/** A port for TLS waits for the client to speak first, so that nothing at all comes from it; the same may be said of a server that is far away. */
const silentPort = ({ account, received }: Attempt) => (received === 0 && account.security !== 'tls' ? ` ${OTHER_ENCRYPTION[account.security]}` : '');

/** Every way in which connecting fails before the server is asked for anything; the first row that matches speaks. */
const ROWS: Row[] = [
	{
		when: ({ code }) => ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST'].includes(code),
		say: (attempt) => ({
			code: 'TLS_FAILED',
			fault: 'settings',
			message: `${place(attempt)} does not answer in TLS.`,
			remedy: OTHER_ENCRYPTION[attempt.account.security],
		}),
	},
	{
		when: ({ message, tlsFailed }) => tlsFailed && /does not support STARTTLS/i.test(message),
		say: (attempt) => ({
			code: 'STARTTLS_MISSING',
			fault: 'settings',
			message: `${place(attempt)} does not offer STARTTLS, so nothing was sent to it.`,
			remedy: 'Choose TLS with its port (usually 993). If STARTTLS worked before, somebody between n8n and the server may be removing it.',
		}),
	},
	{
		when: coded('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL'),
		say: ({ account }, { code }) => ({
			code: 'HOST_NOT_FOUND',
			fault: 'world',
			message: `The mail server ${account.host} was not found.`,
			remedy: code === 'ENOTFOUND' ? 'Check the spelling of the server name.' : 'The name could not be looked up: check the spelling and the DNS of this machine.',
		}),
	},
	{
		when: coded('ECONNREFUSED'),
		say: (attempt) => ({
			code: 'CONNECTION_REFUSED',
			fault: 'world',
			message: `${place(attempt)} refused the connection.`,
			remedy: 'Check the port (TLS: 993, STARTTLS: 143) and whether the server is running. Inside a container, "localhost" is the container itself.',
		}),
	},
	{
		when: coded('EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'),
		say: (attempt) => ({
			code: 'CONNECTION_REFUSED',
			fault: 'world',
			message: `${place(attempt)} cannot be reached from here.`,
			remedy: 'Check the network and the firewall of the machine that n8n runs on.',
		}),
	},
	{
		when: ({ code }, { received }) => received > 0 && ['GREETING_TIMEOUT', 'ParserError'].includes(code),
		say: (attempt) => ({
			code: 'NOT_AN_IMAP_SERVER',
			fault: 'settings',
			message: `${place(attempt)} answers, but not as an IMAP server.`,
			remedy: 'Check the port: 993 or 143 are usual for IMAP; 25, 465 and 587 are for sending, 110 and 995 for POP3.',
		}),
	},
	{
		when: coded('GREETING_TIMEOUT'),
		say: (attempt) => ({
			code: 'TIMEOUT',
			fault: 'world',
			message: `${place(attempt)} accepts the connection but says nothing.`,
			remedy: attempt.account.security === 'tls' ? 'Check that this is the IMAP port, and try again later.' : OTHER_ENCRYPTION[attempt.account.security],
		}),
	},
	{
		when: coded('CONNECT_TIMEOUT', 'ETIMEDOUT', 'ETIMEOUT', 'UPGRADE_TIMEOUT', 'SIGN_IN_TIMEOUT'),
		say: (attempt) => ({
			code: 'TIMEOUT',
			fault: 'world',
			message: `${place(attempt)} did not answer in time.`,
			remedy: `Check server name and port, and whether a firewall drops the connection.${silentPort(attempt)}`,
		}),
	},
	{
		when: ({ code, tlsFailed }) => tlsFailed || code.startsWith('ERR_SSL_') || code === 'EPROTO' || code === 'STARTTLS_INJECTION',
		say: (attempt, { code }) => ({
			code: 'TLS_FAILED',
			fault: 'settings',
			message: `No encrypted connection to ${place(attempt)} could be made${code ? ` (${code})` : ''}.`,
			remedy: 'The server may only speak an outdated TLS version, or the port is not for TLS.',
		}),
	},
];

/** What is wrong when no session could be made, or null when the failure is of another kind. */
export function connectProblem(failure: ImapFailure, attempt: Attempt): Problem | null {
	const certificate = certificateProblem(failure.code, attempt.account.host, failure.certificateNames);
	if (certificate) return { code: 'CERTIFICATE', fault: 'settings', ...certificate };
	const row = ROWS.find(({ when }) => when(failure, attempt));
	return row ? row.say(attempt, failure) : null;
}
