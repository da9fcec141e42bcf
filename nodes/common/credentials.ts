import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { MailboxAccount, SmtpAccount } from '../../helpdesk';

/** The credential types of the package; n8n shares these names with every other package, hence the prefix. */
export const IMAP = 'mailHelpdeskImapApi';
export const SMTP = 'mailHelpdeskSmtpApi';
export const MICROSOFT = 'mailHelpdeskMicrosoftOAuth2Api';

/** Gives the access token of an OAuth2 credential; `renew` asks for a new one because the server refused the last. */
export type AccessToken = (renew: boolean) => Promise<string>;

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

function server(data: ICredentialDataDecryptedObject, defaultPort: number) {
	return {
		host: text(data, 'host'),
		port: Number(data.port) || defaultPort,
		security: security(data),
		checkCertificate: data.checkCertificate !== false,
		certificateAuthority: text(data, 'certificateAuthority'),
		user: text(data, 'user'),
	};
}

export function imapAccount(data: ICredentialDataDecryptedObject): MailboxAccount {
	const user = text(data, 'user');
	return {
		...server(data, 993),
		address: (text(data, 'address') || user).toLowerCase(),
		secret: async () => ({ kind: 'password', password: password(data) }),
		readOnly: data.readOnly === true,
	};
}

/** For a shared mailbox Exchange wants the mailbox, not the account, as the user of the sign-in. */
export function microsoftMailbox(data: ICredentialDataDecryptedObject, token: AccessToken): MailboxAccount {
	const address = (text(data, 'address') || text(data, 'user')).toLowerCase();
	return {
		host: text(data, 'imapHost') || 'outlook.office365.com',
		port: 993,
		security: 'tls',
		checkCertificate: true,
		certificateAuthority: '',
		user: address,
		address,
		secret: async (renew) => ({ kind: 'token', accessToken: await token(renew) }),
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

export function smtpSender(data: ICredentialDataDecryptedObject): Sender {
	const account = server(data, 465);
	return {
		account: {
			...account,
			secret: async () => (account.user ? { kind: 'password', password: password(data) } : { kind: 'none' }),
		},
		address: text(data, 'fromAddress').toLowerCase(),
		name: text(data, 'fromName'),
	};
}

export function microsoftSender(data: ICredentialDataDecryptedObject, token: AccessToken): Sender {
	const address = (text(data, 'address') || text(data, 'user')).toLowerCase();
	return {
		account: {
			host: text(data, 'smtpHost') || 'smtp.office365.com',
			port: 587,
			security: 'starttls',
			checkCertificate: true,
			certificateAuthority: '',
			user: address,
			secret: async (renew) => ({ kind: 'token', accessToken: await token(renew) }),
		},
		address,
		name: text(data, 'fromName'),
	};
}
