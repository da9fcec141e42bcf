import type { MailboxAccount } from '../../helpdesk/mailbox/MailboxAccount';
import { startEmbeddedImap } from '../../runner/embeddedImap';
import { makeCertificates } from './certificates';
import { cyrusMissing, startCyrus } from './cyrus';
import { dovecotMissing, startDovecot } from './dovecot';

export type ServerKind = 'Dovecot' | 'Cyrus' | 'the embedded server';

export interface MailServerOptions {
	/** Folders beside INBOX, with their special use or an empty string. */
	folders?: Record<string, string>;
}

/** One mailbox `alice`/`secret` on a server that tests can look into past IMAP. */
export interface MailServer {
	/** PEM of the authority of its certificate for `localhost`. */
	authority: string;
	/** How to sign in; unencrypted unless said otherwise. */
	account(overrides?: Partial<MailboxAccount> & { password?: string }): MailboxAccount;
	deliver(folder: string, source: string | Buffer, options?: { flags?: string[]; date?: Date }): void;
	messages(folder: string): Array<{ subject: string; flags: string[] }>;
	renumber(folder: string): void;
	removeFolder(folder: string): void;
	/** Ends every connection. */
	cut(): Promise<void>;
	stop(): Promise<void>;
}

export const SERVERS: ServerKind[] = ['the embedded server', 'Dovecot', 'Cyrus'];

const STARTS: Record<ServerKind, { lacking: () => string; start: (options: MailServerOptions) => Promise<MailServer> }> = {
	Dovecot: { lacking: dovecotMissing, start: onDovecot },
	Cyrus: { lacking: cyrusMissing, start: onCyrus },
	'the embedded server': { lacking: () => '', start: onEmbedded },
};

/** Why this server cannot be used here, or an empty string. */
export function lacking(kind: ServerKind): string {
	return STARTS[kind].lacking();
}

export async function startMailServer(kind: ServerKind, options: MailServerOptions = {}): Promise<MailServer> {
	return await STARTS[kind].start(options);
}

type Ports = Record<MailboxAccount['security'], number>;

/** Accounts of a server that listens on this port without encryption. */
export function accountsOn(port: number): MailServer['account'] {
	return accounts({ none: port, starttls: port, tls: port }, '');
}

function accounts(ports: Ports, authority: string): MailServer['account'] {
	return ({ password = 'secret', ...overrides } = {}) => ({
		host: 'localhost',
		port: ports[overrides.security ?? 'none'],
		security: 'none',
		checkCertificate: true,
		certificateAuthority: authority,
		user: 'alice',
		address: 'alice@example.com',
		secret: async () => ({ kind: 'password', password }),
		readOnly: false,
		...overrides,
	});
}

async function onDovecot(options: MailServerOptions): Promise<MailServer> {
	const server = await startDovecot(options);
	if (!server) throw new Error(dovecotMissing());
	const { port, tlsPort, certificates } = server;
	return {
		authority: certificates.authority,
		account: accounts({ none: port, starttls: port, tls: tlsPort }, certificates.authority),
		deliver: server.deliver,
		messages: (folder) => server.messages(folder),
		renumber: server.renumber,
		removeFolder: server.removeFolder,
		cut: server.halt,
		stop: server.stop,
	};
}

async function onCyrus(options: MailServerOptions): Promise<MailServer> {
	const server = await startCyrus(options);
	const { port, tlsPort, certificates } = server;
	return {
		authority: certificates.authority,
		account: accounts({ none: port, starttls: port, tls: tlsPort }, certificates.authority),
		deliver: server.deliver,
		messages: server.messages,
		renumber: server.renumber,
		removeFolder: server.removeFolder,
		cut: async () => server.cut(),
		stop: server.stop,
	};
}

async function onEmbedded(options: MailServerOptions): Promise<MailServer> {
	const certificates = makeCertificates();
	const plain = await startEmbeddedImap({ ...options, certificate: certificates });
	const overTls = await startEmbeddedImap({ ...options, certificate: certificates, tls: true });
	return {
		authority: certificates.authority,
		account: accounts({ none: plain.port, starttls: plain.port, tls: overTls.port }, certificates.authority),
		deliver: (folder, source, more) => void plain.append(folder, source, more),
		messages: (folder) => plain.messages(folder),
		renumber: (folder) => plain.renumber(folder),
		removeFolder: (folder) => plain.removeFolder(folder),
		cut: async () => plain.dropConnections(),
		async stop() {
			await plain.stop();
			await overTls.stop();
		},
	};
}
