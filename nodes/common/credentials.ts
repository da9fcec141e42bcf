import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { DEFAULT_SCHEMA, findServer, HelpdeskError } from '../../helpdesk';
import type { FoundSettings, MailboxAccount, PostgresSettings, SmtpAccount, VtigerAccount } from '../../helpdesk';

/** The credential types of the package; n8n shares these names with every other package, hence the prefix. */
export const IMAP = 'mailHelpdeskImapApi';
export const SMTP = 'mailHelpdeskSmtpApi';
export const MICROSOFT = 'mailHelpdeskMicrosoftOAuth2Api';
export const GOOGLE = 'mailHelpdeskGoogleOAuth2Api';
export const POSTGRES = 'mailHelpdeskPostgresApi';
export const VTIGER = 'mailHelpdeskVtigerApi';

/** Gives the access token of an OAuth2 credential; `refused` is the one that the server has just refused: another is given. */
export type AccessToken = (refused: string | null) => Promise<string>;

type Security = MailboxAccount['security'];

function text(data: ICredentialDataDecryptedObject, name: string, otherwise = ''): string {
	const value = data[name];
	return typeof value === 'string' ? value.trim() : otherwise;
}

function security(data: ICredentialDataDecryptedObject): Security {
	const value = data.security;
	return value === 'starttls' || value === 'none' ? value : 'tls';
}

/** Passwords are taken as they are: a blank at an end may be part of one. */
function password(data: ICredentialDataDecryptedObject): string {
	return typeof data.password === 'string' ? data.password : '';
}

/** Used when the host is given and the port is not. */
const USUAL_PORTS = { imap: { tls: 993, starttls: 143, none: 143 }, smtp: { tls: 465, starttls: 587, none: 25 } };

function server(data: ICredentialDataDecryptedObject, protocol: keyof typeof USUAL_PORTS) {
	return {
		host: text(data, 'host'),
		port: Number(data.port) || USUAL_PORTS[protocol][security(data)],
		security: security(data),
		checkCertificate: data.checkCertificate !== false,
		certificateAuthority: text(data, 'certificateAuthority'),
		user: text(data, 'user'),
	};
}

/** Where the mailbox was found when the credential names no server, or null when it names one. Rejects with `HelpdeskError`. */
export async function imapServerFound(data: ICredentialDataDecryptedObject): Promise<FoundSettings | null> {
	if (text(data, 'host') !== '') return null;
	const user = text(data, 'user');
	return await findServer('imap', user.includes('@') ? user : text(data, 'address'));
}

/** Without a host, the account finds its server by itself at every connect. */
export function imapAccount(data: ICredentialDataDecryptedObject): MailboxAccount {
	const user = text(data, 'user');
	const address = (text(data, 'address') || user).toLowerCase();
	return {
		...server(data, 'imap'),
		locate: async () => await findServer('imap', user.includes('@') ? user : address),
		address,
		secret: async () => ({ kind: 'password', password: password(data) }),
		readOnly: data.readOnly === true,
	};
}

/** An app that signs in by itself has no account whose mailbox could be meant. */
function microsoftAddress(data: ICredentialDataDecryptedObject): string {
	const address = (text(data, 'address') || text(data, 'user')).toLowerCase();
	if (address !== '') return address;
	throw new HelpdeskError('MAILBOX_MISSING', 'The Microsoft credential names no mailbox.', { fault: 'settings', remedy: 'Fill in "Mailbox to Read".' });
}

/** For a shared mailbox Exchange wants the mailbox, not the account, as the user of the sign-in. */
export function microsoftMailbox(data: ICredentialDataDecryptedObject, token: AccessToken): MailboxAccount {
	const address = microsoftAddress(data);
	return {
		host: text(data, 'imapHost') || 'outlook.office365.com',
		port: 993,
		security: 'tls',
		checkCertificate: true,
		certificateAuthority: '',
		user: address,
		address,
		secret: async (refused) => ({ kind: 'token', accessToken: await token(refused) }),
		readOnly: false,
	};
}

const GOOGLE_SERVER = { security: 'tls', checkCertificate: true, certificateAuthority: '' } as const;

export function googleMailbox(data: ICredentialDataDecryptedObject, token: AccessToken): MailboxAccount {
	const user = text(data, 'user');
	return {
		...GOOGLE_SERVER,
		host: 'imap.gmail.com',
		port: 993,
		user,
		address: (text(data, 'address') || user).toLowerCase(),
		secret: async (refused) => ({ kind: 'token', accessToken: await token(refused) }),
		readOnly: false,
	};
}

/** An outgoing server, and the sender that the credential names. */
export interface Sender {
	account: SmtpAccount;
	/** Empty: the address of the scanned mailbox. */
	address: string;
	name: string;
}

/** Where an outgoing server was found that the credential does not name, or null when it names one. Rejects with `HelpdeskError`. */
export async function smtpServerFound(data: ICredentialDataDecryptedObject): Promise<FoundSettings | null> {
	if (text(data, 'host') !== '') return null;
	const user = text(data, 'user');
	return await findServer('smtp', user.includes('@') ? user : text(data, 'fromAddress'));
}

/** `found` as `smtpServerFound` gives it. */
export function smtpSender(data: ICredentialDataDecryptedObject, found: FoundSettings | null): Sender {
	const account = { ...server(data, 'smtp'), ...(found && { host: found.host, port: found.port, security: found.security }) };
	return {
		account: {
			...account,
			secret: async () => (account.user ? { kind: 'password', password: password(data) } : { kind: 'none' }),
		},
		address: text(data, 'fromAddress').toLowerCase(),
		name: text(data, 'fromName'),
	};
}

export function googleSender(data: ICredentialDataDecryptedObject, token: AccessToken): Sender {
	const { user, address } = googleMailbox(data, token);
	return {
		account: {
			...GOOGLE_SERVER,
			host: 'smtp.gmail.com',
			port: 465,
			user,
			secret: async (refused) => ({ kind: 'token', accessToken: await token(refused) }),
		},
		address,
		name: text(data, 'fromName'),
	};
}

export function microsoftSender(data: ICredentialDataDecryptedObject, token: AccessToken): Sender {
	const address = microsoftAddress(data);
	return {
		account: {
			host: text(data, 'smtpHost') || 'smtp.office365.com',
			port: 587,
			security: 'starttls',
			checkCertificate: true,
			certificateAuthority: '',
			user: address,
			secret: async (refused) => ({ kind: 'token', accessToken: await token(refused) }),
		},
		address,
		name: text(data, 'fromName'),
	};
}

/** Anything but the two weaker choices is the strict one. */
function encryption(data: ICredentialDataDecryptedObject): PostgresSettings['encryption'] {
	return data.encryption === 'none' || data.encryption === 'unchecked' ? data.encryption : 'checked';
}

export function postgresSettings(data: ICredentialDataDecryptedObject): PostgresSettings {
	return {
		host: text(data, 'host'),
		port: Number(data.port) || 5432,
		database: text(data, 'database'),
		user: text(data, 'user'),
		password: password(data),
		encryption: encryption(data),
		certificateAuthority: text(data, 'certificateAuthority'),
		schema: text(data, 'schema') || DEFAULT_SCHEMA,
	};
}

export function vtigerAccount(data: ICredentialDataDecryptedObject): VtigerAccount {
	return { url: text(data, 'url'), user: text(data, 'user'), accessKey: text(data, 'apiKey') };
}
