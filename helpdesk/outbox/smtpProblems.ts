import { appPasswordRemedy, isMicrosoft } from '../appPasswords';
import { certificateProblem } from '../certificateProblem';
import type { FaultOf } from '../errors';
import type { SmtpAccount } from './Outbox';
import { OutboxError } from './OutboxError';
import { smtpFailure, type SmtpFailure as Failure } from './smtpFailure';

type SmtpFailure = Failure & { token: boolean };

type Place = Pick<SmtpAccount, 'host' | 'port' | 'security'>;

interface Row {
	code: string;
	fault: FaultOf;
	when: (failure: SmtpFailure) => boolean;
	message: (place: Place, failure: SmtpFailure) => string;
	remedy: (place: Place, failure: SmtpFailure) => string;
}

const at = ({ host, port }: Place): string => `${host}:${String(port)}`;
const answered = ({ response }: SmtpFailure): string => (response === '' ? '' : ` The server said: ${response}`);
const temporary = ({ reply }: SmtpFailure): boolean => reply >= 400 && reply < 500;
const permanent = ({ reply }: SmtpFailure): boolean => reply >= 500 && reply < 600;
const AGAIN = 'It is tried again by itself.';

const OTHER_ENCRYPTION: Readonly<Record<SmtpAccount['security'], string>> = {
	tls: 'The port seems to expect an unencrypted start: choose STARTTLS (usually port 587), or the port for TLS (usually 465).',
	starttls: 'If this is the port for TLS (usually 465), choose TLS; STARTTLS usually goes with port 587.',
	none: 'If this is the port for TLS (usually 465), choose TLS.',
};

function signInRemedy({ host }: Place, { token, status, response }: SmtpFailure): string {
	if (status === '5.7.139' || /SmtpClientAuthentication is disabled/i.test(response)) {
		return 'Switch "Authenticated SMTP" on for the mailbox (Microsoft 365 admin center > user > Mail > Manage email apps), and use the Microsoft OAuth2 credential of this package.';
	}
	if (token) return 'Connect the OAuth2 credential again, with the permission to send mail by SMTP. Microsoft also wants "Authenticated SMTP" switched on for the mailbox.';
	if (isMicrosoft(host)) return 'Microsoft wants the Microsoft OAuth2 credential of this package, and "Authenticated SMTP" switched on for the mailbox.';
	return appPasswordRemedy(host) ?? 'Check user and password in the credential. Some providers want an app password instead of the account\'s own.';
}

/** Every way in which sending fails; the first row that matches speaks. */
const ROWS: readonly Row[] = [
	{
		code: 'STARTTLS_MISSING',
		fault: 'settings',
		when: ({ code, reply, message }) => (code === 'ETLS' && reply >= 400) || /does not support required STARTTLS/.test(message),
		message: (place) => `${at(place)} does not offer STARTTLS, so nothing was sent unencrypted.`,
		remedy: () => 'Choose TLS with its port (usually 465), or ask whoever runs the mail server to switch STARTTLS on.',
	},
	{
		code: 'TLS_FAILED',
		fault: 'settings',
		when: ({ code, cause }) => code === 'ETLS' || /^ERR_SSL|^EPROTO$/.test(cause),
		message: (place) => `No encrypted connection could be made with ${at(place)}.`,
		remedy: ({ security }) => OTHER_ENCRYPTION[security],
	},
	{
		code: 'HOST_NOT_FOUND',
		fault: 'world',
		when: ({ code, cause }) => code === 'EDNS' || cause === 'ENOTFOUND' || cause === 'EAI_AGAIN',
		message: ({ host }) => `The server ${host} was not found.`,
		remedy: () => 'Check the spelling of the host in the credential, and that the machine n8n runs on can resolve names.',
	},
	{
		code: 'CONNECTION_REFUSED',
		fault: 'world',
		when: ({ cause }) => ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'].includes(cause),
		message: (place) => `${at(place)} takes no connection.`,
		remedy: () => 'Check host and port in the credential (usually 465 for TLS, 587 for STARTTLS), and firewalls: many hosting providers block outgoing mail ports.',
	},
	{
		code: 'TIMEOUT',
		fault: 'world',
		when: ({ code, cause }) => code === 'ETIMEDOUT' || cause === 'ETIMEDOUT',
		message: (place) => `${at(place)} did not answer in time.`,
		remedy: ({ security }) => `${OTHER_ENCRYPTION[security]} Many hosting providers also block outgoing mail ports.`,
	},
	{
		code: 'TEMPORARILY_REFUSED',
		fault: 'world',
		when: temporary,
		message: (place, failure) => `${place.host} cannot take the mail at the moment.${answered(failure)}`,
		remedy: () => AGAIN,
	},
	{
		code: 'AUTHENTICATION_REQUIRED',
		fault: 'settings',
		when: ({ reply, command }) => reply === 530 && !command.startsWith('AUTH'),
		message: ({ host }, failure) => `${host} wants a sign-in or an encrypted connection before it takes mail.${answered(failure)}`,
		remedy: ({ security }) => (security === 'none' ? 'Choose TLS or STARTTLS, and enter user and password in the credential.' : 'Enter user and password in the credential.'),
	},
	{
		code: 'AUTHENTICATION_FAILED',
		fault: 'settings',
		when: ({ code, command }) => code === 'EAUTH' || command.startsWith('AUTH'),
		message: ({ host }) => `${host} refused the sign-in.`,
		remedy: signInRemedy,
	},
	{
		code: 'MESSAGE_TOO_LARGE',
		fault: 'message',
		when: ({ reply, status, message }) => reply === 552 || status === '5.3.4' || status === '5.2.3' || /larger than allowed/.test(message),
		message: ({ host }) => `The mail is larger than ${host} allows.`,
		remedy: () => 'Shorten the template (fewer or shorter comments).',
	},
	{
		code: 'SENDER_REFUSED',
		fault: 'settings',
		when: (failure) => permanent(failure) && failure.command === 'MAIL FROM',
		message: ({ host }, failure) => `${host} does not let this user send with this sender address.${answered(failure)}`,
		remedy: () => 'Use the address of the mailbox that signs in, or ask for the right to send as the other one.',
	},
	{
		code: 'RECIPIENT_REFUSED',
		fault: 'message',
		when: (failure) => permanent(failure) && failure.command === 'RCPT TO',
		message: ({ host }, failure) => `${host} refused every recipient.${answered(failure)}`,
		remedy: () => 'The address does not exist or takes no mail from here. If the server speaks of relaying, a sign-in is missing in the credential.',
	},
	{
		code: 'NOT_AN_SMTP_SERVER',
		fault: 'settings',
		when: ({ code }) => code === 'EPROTOCOL',
		message: (place, failure) => `${at(place)} does not answer like a mail server.${answered(failure)}`,
		remedy: ({ security }) => OTHER_ENCRYPTION[security],
	},
	{
		code: 'MESSAGE_REFUSED',
		fault: 'message',
		when: permanent,
		message: ({ host }, failure) => `${host} refused the mail.${answered(failure)}`,
		remedy: () => 'The server took it for spam or for breaking a rule of its own; its answer says more.',
	},
	{
		code: 'CONNECTION_LOST',
		fault: 'world',
		when: ({ code, cause }) => ['ECONNECTION', 'ESOCKET', 'ECONNRESET', 'EPIPE'].includes(code) || ['ECONNRESET', 'EPIPE'].includes(cause),
		message: (place) => `The connection with ${at(place)} was lost.`,
		remedy: () => AGAIN,
	},
];

const UNCERTAIN = 'The server may have taken the mail before the connection ended. ';

/**
 * The error of a failed connection or command in words for people, with nothing secret and no address in it. `uncertain` when the whole mail had been handed
 * over and no answer came. `token`: the sign-in was by an access token.
 */
export function outboxError(error: unknown, place: Place, handedOver: boolean, token = false): OutboxError {
	const failure = { ...smtpFailure(error), token };
	const uncertain = handedOver && failure.reply === 0;
	const certificate = certificateProblem(failure.cause, place.host, failure.certificateNames);
	if (certificate) return new OutboxError('CERTIFICATE', certificate.message, { fault: 'settings', remedy: certificate.remedy, uncertain });
	const row = ROWS.find((candidate) => candidate.when(failure));
	if (row === undefined) {
		return new OutboxError('SMTP_ERROR', `Sending through ${at(place)} failed (${failure.code || 'unknown error'}).${answered(failure)}`, {
			fault: 'world',
			remedy: uncertain ? UNCERTAIN.trim() : AGAIN,
			uncertain,
		});
	}
	const remedy = row.remedy(place, failure);
	return new OutboxError(row.code, row.message(place, failure), { fault: row.fault, remedy: uncertain ? UNCERTAIN + remedy : remedy, uncertain });
}
