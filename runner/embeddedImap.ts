import type { Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import fetchHandlers from 'hoodiecrow-imap/lib/commands/handlers/fetch';

export interface EmbeddedImapOptions {
	/** User name -> password; `alice`/`secret` when left out. */
	users?: Record<string, string>;
	/** User name -> OAuth2 access token that is accepted for it (XOAUTH2). */
	tokens?: Record<string, string>;
	/** Folders beside INBOX, with their special use or an empty string: `{ Done: '', Trash: '\\Trash' }`. */
	folders?: Record<string, string>;
	/** Between a folder and those in it; default `/`. */
	separator?: string;
	/** UIDVALIDITY of INBOX; without it every start is the same mailbox again to a client that remembers. Default 1. */
	uidValidity?: number;
	/** TLS from the start; without a certificate STARTTLS is not offered either. */
	tls?: boolean;
	certificate?: { key: string; cert: string };
	/** Extensions to leave out, e.g. `MOVE`, `UIDPLUS`, `IDLE`. */
	without?: string[];
	/** Extensions to add that are off by default: `LOGINDISABLED`, `X-GM-EXT-1` (Gmail). */
	add?: string[];
}

export interface EmbeddedMessage {
	uid: number;
	flags: string[];
	subject: string;
	receivedAt: string;
}

/** An IMAP server in this process, for demonstrations and for tests where no Dovecot is. One mailbox for all users; nothing is kept. */
export interface EmbeddedImap {
	port: number;
	/** Returns the UID. `source` is a whole message; the folder must exist. With X-GM-EXT-1 the same bytes in two folders are one message, unless `gmailId` says otherwise. */
	append(folder: string, source: string | Buffer, options?: { flags?: string[]; date?: Date; gmailId?: string }): number;
	/** In ascending order of UID; empty for a folder that does not exist. */
	messages(folder: string): EmbeddedMessage[];
	folders(): string[];
	removeFolder(folder: string): void;
	/** Accepts another access token for this user from now on. */
	acceptToken(user: string, accessToken: string): void;
	/** Gives every message of the folder a new UID under a new UIDVALIDITY, as a rebuilt mailbox does; for when no client has it open. */
	renumber(folder: string): void;
	/** How many clients are connected. */
	connections(): number;
	/** Ends every connection, without a word, and goes on listening. */
	dropConnections(): void;
	stop(): Promise<void>;
}

const EXTENSIONS: Record<string, string> = {
	ID: 'id',
	IDLE: 'idle',
	UIDPLUS: 'uidplus',
	MOVE: 'move',
	'SPECIAL-USE': 'special-use',
	'LITERAL+': 'literalplus',
	NAMESPACE: 'namespace',
	'SASL-IR': 'sasl-ir',
	'AUTH=PLAIN': 'auth-plain',
	'AUTH=XOAUTH2': 'xoauth2',
	UNSELECT: 'unselect',
	STARTTLS: 'starttls',
	LOGINDISABLED: 'logindisabled',
	'X-GM-EXT-1': 'x-gm-ext-1',
};
const OFF_BY_DEFAULT = ['LOGINDISABLED', 'AUTH=XOAUTH2', 'STARTTLS', 'X-GM-EXT-1'];

/** Starts it on a free port of 127.0.0.1. */
export async function startEmbeddedImap(options: EmbeddedImapOptions = {}): Promise<EmbeddedImap> {
	const server = hoodiecrow({
		plugins: pluginsFor(options),
		users: usersOf(options),
		secureConnection: options.tls === true,
		credentials: options.certificate,
		storage: { INBOX: options.uidValidity ? { uidvalidity: options.uidValidity } : {}, '': { separator: options.separator ?? '/', folders: {} } },
	});
	server.fetchHandlers['BODY.PEEK'] = bodyPeek;
	// hoodiecrow answers to Gmail's extension without announcing it.
	if (options.add?.includes('X-GM-EXT-1')) server.registerCapability('X-GM-EXT-1');
	server.messageHandlers.unshift((_connection, message) => takeNumberOfCopy(server, message));
	const sockets = new Set<Socket>();
	server.connectionHandlers.push(({ socket }) => {
		if (!socket) return;
		sockets.add(socket);
		socket.setNoDelay(true);
		// hoodiecrow takes all listeners off a socket that closes or begins TLS; this one must outlive that.
		setImmediate(() => socket.on('error', () => undefined));
	});
	for (const [path, specialUse] of Object.entries(options.folders ?? {})) {
		server.createMailbox(encodeFolder(path), { flags: [], ...(specialUse ? { 'special-use': specialUse } : {}) });
	}
	await new Promise<void>((resolve, reject) => {
		server.server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.server.address();
	const mailbox = (folder: string) => server.getMailbox(encodeFolder(folder));
	const dropConnections = () => {
		for (const socket of sockets) socket.destroy();
		sockets.clear();
	};

	return {
		port: typeof address === 'object' && address ? address.port : 0,
		append(folder, source, { flags = [], date = new Date(), gmailId } = {}) {
			const raw = (typeof source === 'string' ? Buffer.from(source) : source).toString('latin1');
			const { message } = server.appendMessage(encodeFolder(folder), [...flags], date, raw);
			if (gmailId !== undefined) message['X-GM-MSGID'] = gmailId;
			return message.uid;
		},
		messages: (folder) =>
			(mailbox(folder)?.messages ?? []).map(({ uid, flags, raw, internaldate }) => ({
				uid,
				flags: [...flags],
				subject: /^subject:[ \t]*([^\r\n]{0,998})/im.exec(raw)?.[1] ?? '',
				receivedAt: new Date(internaldate).toISOString(),
			})),
		folders: () => Object.keys(server.folderCache),
		removeFolder: (folder) => server.deleteMailbox(encodeFolder(folder)),
		acceptToken(user, accessToken) {
			const known = server.users[user];
			if (known) known.xoauth2 = { accessToken, sessionTimeout: 3_600_000 };
		},
		renumber(folder) {
			const box = mailbox(folder);
			if (!box) return;
			box.uidvalidity += 1;
			for (const message of box.messages) message.uid = box.uidnext++;
		},
		connections: () => [...sockets].filter(({ destroyed }) => !destroyed).length,
		dropConnections,
		async stop() {
			dropConnections();
			await new Promise<void>((resolve) => server.server.close(() => resolve()));
		},
	};
}

/** On Gmail a copy is the same message under another label; hoodiecrow would give it a number of its own. */
function takeNumberOfCopy({ folderCache }: hoodiecrow.ImapServer, message: hoodiecrow.Message): void {
	for (const { messages } of Object.values(folderCache)) {
		const first = messages.find((other) => other !== message && other['X-GM-MSGID'] !== undefined && other.raw === message.raw);
		if (first) message['X-GM-MSGID'] = first['X-GM-MSGID'];
	}
}

/** hoodiecrow leaves the headers of the parts out of BODY[TEXT]; everything else it answers itself. */
function bodyPeek(connection: hoodiecrow.Connection, message: hoodiecrow.Message, query: hoodiecrow.FetchItem): unknown {
	const { section, partial } = query;
	if (section?.length !== 1 || section[0]?.value.toUpperCase() !== 'TEXT') return fetchHandlers['BODY.PEEK'](connection, message, query);
	const blank = /\r?\n\r?\n/.exec(message.raw);
	const text = blank ? message.raw.slice(blank.index + blank[0].length) : '';
	if (!partial) return { type: 'LITERAL', value: text };
	const [start = 0, length = text.length] = partial;
	// The answer names the origin only: BODY[TEXT]<0>.
	query.partial = [start];
	return { type: 'LITERAL', value: text.slice(start, start + length) };
}

function pluginsFor({ without = [], add = [], certificate, tokens }: EmbeddedImapOptions): string[] {
	const wanted = new Set([...add, ...(certificate ? ['STARTTLS'] : []), ...(tokens ? ['AUTH=XOAUTH2'] : [])]);
	return Object.entries(EXTENSIONS)
		.filter(([name]) => !without.includes(name) && (wanted.has(name) || !OFF_BY_DEFAULT.includes(name)))
		.map(([, plugin]) => plugin);
}

function usersOf({ users = { alice: 'secret' }, tokens = {} }: EmbeddedImapOptions): hoodiecrow.Options['users'] {
	return Object.fromEntries(
		Object.entries(users).map(([user, password]) => {
			const accessToken = tokens[user];
			return [user, { password, ...(accessToken ? { xoauth2: { accessToken, sessionTimeout: 3_600_000 } } : {}) }];
		}),
	);
}

/** Modified UTF-7 (RFC 3501 section 5.1.3): the server keeps names as they come over the wire. */
export function encodeFolder(name: string): string {
	return name.replace(/&/g, '&-').replace(/[^\x20-\x7e]+/g, (run) => {
		const utf16 = Buffer.from(run, 'utf16le').swap16();
		return `&${utf16.toString('base64').replace(/=+$/, '').replace(/\//g, ',')}-`;
	});
}
