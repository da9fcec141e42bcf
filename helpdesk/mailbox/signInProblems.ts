import { appPasswordRemedy, isMicrosoft } from '../appPasswords';
import type { Attempt, Problem } from './connectProblems';
import type { ImapFailure } from './imapFailure';

/** How the mailbox was signed in to. */
export type SecretKind = 'password' | 'token';

interface Row {
	when: (failure: ImapFailure, text: string, kind: SecretKind, host: string) => boolean;
	say: (attempt: Attempt) => Problem;
}

const refused = (message: string, remedy: string) => (): Problem => ({ code: 'AUTHENTICATION_FAILED', fault: 'settings', message, remedy });

const BUSY_CODES = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CORRUPTION'];

/** Every way in which a server turns a sign-in down; the first row that matches speaks. Order matters: what passes by itself comes first. */
const ROWS: Row[] = [
	{
		when: (_, text) => /too many|simultaneous connections|maximum number of connections/i.test(text),
		say: ({ account }) => ({
			code: 'TOO_MANY_CONNECTIONS',
			fault: 'world',
			message: `${account.host} allows no further connection for this mailbox.`,
			remedy: 'Close other mail programs, or watch fewer folders. It is tried again by itself.',
		}),
	},
	{
		when: ({ responseCode }, text) => BUSY_CODES.includes(responseCode) || /temporar|try again|not connected|internal server error/i.test(text),
		say: ({ account }) => ({
			code: 'UNAVAILABLE',
			fault: 'world',
			message: `${account.host} cannot sign anybody in at the moment.`,
			remedy: 'This is not about the password. It is tried again by itself.',
		}),
	},
	{
		when: ({ responseCode, message }) => responseCode === 'PRIVACYREQUIRED' || /login is disabled/i.test(message),
		say: ({ account }) => ({
			code: 'LOGIN_DISABLED',
			fault: 'settings',
			message: `${account.host} takes no password${account.security === 'none' ? ' over an unencrypted connection' : ''}.`,
			remedy: account.security === 'none' ? 'Choose TLS or STARTTLS.' : 'The server allows other ways to sign in only, for example OAuth2.',
		}),
	},
	{
		when: ({ message }) => /unsupported authentication mechanism|no matching authentication method/i.test(message),
		say: refused('The server does not offer this way to sign in.', 'Use a credential with a password for this server, or one with OAuth2 where passwords are off.'),
	},
	{
		when: ({ message }) => /no password configured|please configure the login/i.test(message),
		say: refused('The credential holds no password.', 'Enter the password of the mailbox.'),
	},
	{
		when: (_, text) => /not enabled for IMAP|IMAP access is disabled|IMAP (is )?disabled/i.test(text),
		say: refused('IMAP is switched off for this mailbox.', 'Switch IMAP on in the settings of the mailbox.'),
	},
	{
		when: (_, __, kind, host) => kind === 'password' && isMicrosoft(host),
		say: refused(
			'Microsoft refused the sign-in with a password.',
			'Microsoft has switched off passwords for IMAP: use the Microsoft OAuth2 credential of this package.',
		),
	},
	{
		when: (_, __, kind, host) => kind === 'password' && appPasswordRemedy(host) !== null,
		say: ({ account }) => refused('The server refused user name or password.', appPasswordRemedy(account.host) ?? '')(),
	},
	{
		when: (_, text, kind) => kind === 'password' && /app(lication)?[- ](specific )?password/i.test(text),
		say: refused('The server wants an app password.', 'Make an app password in the security settings of the mail account and enter it here.'),
	},
	{
		when: (_, __, kind) => kind === 'token',
		say: refused(
			'The server refused the OAuth2 sign-in.',
			'Connect the OAuth2 credential again, with the mailbox as its user and with the permission to read mail by IMAP.',
		),
	},
	{
		when: () => true,
		say: refused('The server refused user name or password.', 'Check both; many servers want the whole address as the user name.'),
	},
];

/** What is wrong when the server answered but did not let us in. */
export function signInProblem(failure: ImapFailure, attempt: Attempt, kind: SecretKind): Problem {
	const text = `${failure.serverText} ${failure.message}`;
	const host = attempt.account.host.toLowerCase();
	const row = ROWS.find(({ when }) => when(failure, text, kind, host)) as Row;
	return row.say(attempt);
}
