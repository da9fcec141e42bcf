import type { ImapFlow, MailboxObject } from 'imapflow';
import { commandRefused } from './commandProblems';
import type { Connection } from './connection';
import { matchFolder, nearNames } from './folderNames';
import { readFailure } from './imapFailure';
import { MailboxError } from './MailboxError';
import type { FolderInfo, FolderState } from './MailboxSession';

/** A folder that is selected now. */
export interface OpenFolder {
	/** The server's name. */
	path: string;
	uidValidity: string;
	mailbox: MailboxObject;
}

/** LIST "" "*". The special use comes from the server (RFC 6154) or, where it tells none, from the usual names in many languages. */
export async function listFolders(connection: Connection): Promise<FolderInfo[]> {
	const listed = await connection.client.list();
	connection.folders = listed.map(({ path, specialUse, flags }) => ({
		path,
		specialUse: specialUse ?? '',
		selectable: !flags.has('\\Noselect') && !flags.has('\\NonExistent'),
	}));
	return connection.folders;
}

/** Opens the folder anew, so that counts and UIDNEXT are those of now. Rejects with `FOLDER_MISSING`, naming what looks like it. */
export async function openFolder(connection: Connection, path: string): Promise<FolderState> {
	const { mailbox, uidValidity } = await select(connection, path, 'read');
	connection.reported.set(path, uidValidity);
	connection.justSelected = true;
	return { path, uidValidity, uidNext: mailbox.uidNext > 0 ? mailbox.uidNext : await uidNextOf(connection), messages: mailbox.exists };
}

/**
 * Makes the folder the selected one for commands by UID. Rejects with `FOLDER_CHANGED` when its UIDVALIDITY is not the one that `openFolder`
 * reported: UIDs that the caller holds would name other messages.
 */
export async function enterFolder(connection: Connection, path: string): Promise<OpenFolder> {
	const open = await selectFolder(connection, path, 'read');
	const reported = connection.reported.get(path);
	if (reported !== undefined && reported !== open.uidValidity) throw folderChanged(path);
	return open;
}

/** `FOLDER_CHANGED`. */
export function folderChanged(path: string): MailboxError {
	return new MailboxError('FOLDER_CHANGED', `The server has renumbered the messages of the folder "${path}".`, {
		fault: 'world',
		remedy: 'The folder is read anew by itself.',
	});
}

/** As `enterFolder`, without the comparison; for `write` the folder must not be read-only. */
export async function selectFolder(connection: Connection, path: string, intent: 'read' | 'write'): Promise<OpenFolder> {
	const current = connection.client.mailbox;
	if (current && current.path === serverName(connection, path) && (intent === 'read' || !current.readOnly)) return opened(current);
	const open = await select(connection, path, intent);
	if (intent === 'write' && open.mailbox.readOnly) {
		throw new MailboxError('READ_ONLY', `The server lets this user only read the folder "${path}".`, {
			fault: 'settings',
			remedy: 'Give the user the right to change this folder.',
		});
	}
	return open;
}

/** The server's name of a folder that may be spelled differently, or null. Lists the folders when they are not known or it is not among them. */
export async function findFolder(connection: Connection, path: string): Promise<FolderInfo | null> {
	const known = connection.folders ? matchFolder(connection.folders, path) : null;
	return known ?? matchFolder(await listFolders(connection), path);
}

/** `FOLDER_MISSING`, with the names that look like it. */
export async function folderMissing(connection: Connection, path: string): Promise<MailboxError> {
	const folders = await listFolders(connection).catch(() => connection.folders ?? []);
	const near = nearNames(folders, path);
	const remedy = near.length > 0 ? `Did you mean ${near.map((name) => `"${name}"`).join(', ')}?` : 'Choose a folder from the list of the server.';
	return new MailboxError('FOLDER_MISSING', `There is no folder "${path}" in this mailbox.`, { fault: 'settings', remedy });
}

/** Inside imapflow, which by itself asks LIST and LSUB of a folder before it opens it for the first time: two round trips for an answer that nobody here reads. */
interface Inside {
	folders?: Map<string, { path: string }>;
}

function withoutListing(client: ImapFlow, name: string): void {
	const { folders } = client as unknown as Inside;
	if (folders instanceof Map && !folders.has(name)) folders.set(name, { path: name });
}

async function select(connection: Connection, path: string, intent: 'read' | 'write'): Promise<OpenFolder> {
	const { client, account } = connection;
	const readOnly = account.readOnly && intent === 'read';
	connection.justSelected = false;
	const open = async () => {
		withoutListing(client, serverName(connection, path));
		const folder = opened(await client.mailboxOpen(serverName(connection, path), { readOnly }));
		// imapflow has put the prefix of the namespace before it where that was missing.
		if (folder.path !== serverName(connection, path)) connection.aliases.set(path, folder.path);
		return folder;
	};
	try {
		return await open();
	} catch (error) {
		const failure = readFailure(error);
		if (failure.status === '') throw error;
		// Why STATUS was refused as well.
		connection.withoutStatus.delete(path);
		const folder = matchFolder(await listFolders(connection), path);
		if (!folder) throw await folderMissing(connection, path);
		if (!folder.selectable) {
			throw new MailboxError('FOLDER_MISSING', `The folder "${path}" only holds other folders.`, { fault: 'settings', remedy: 'Choose one of those.' });
		}
		if (folder.path === serverName(connection, path)) throw commandRefused(`Opening the folder "${path}"`, 'IMAP_ERROR', failure.responseCode);
		connection.aliases.set(path, folder.path);
		return await open();
	}
}

/** The name that the server knows the folder by, as far as we know. */
export function serverName(connection: Connection, path: string): string {
	return path.toUpperCase() === 'INBOX' ? 'INBOX' : (connection.aliases.get(path) ?? path);
}

function opened(mailbox: MailboxObject): OpenFolder {
	return { path: mailbox.path, uidValidity: String(mailbox.uidValidity), mailbox };
}

/** For servers that leave [UIDNEXT] out of the answer to SELECT (RFC 9051 section 6.3.2 requires it). */
async function uidNextOf({ client }: Connection): Promise<number> {
	const last = await client.search({ uid: '*' }, { uid: true });
	return (Array.isArray(last) ? Math.max(0, ...last) : 0) + 1;
}
