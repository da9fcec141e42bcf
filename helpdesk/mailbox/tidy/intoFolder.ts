import { commandRefused } from '../commandProblems';
import type { Connection } from '../connection';
import { findFolder, folderMissing } from '../folders';
import { MailboxError } from '../MailboxError';

/** Response codes with which a server says that the target is not there (RFC 9051 section 7.1). */
const MISSING = ['TRYCREATE', 'NONEXISTENT'];

/** The server's name of the folder to put a message into; created, with its subscription, when asked for. Rejects with `FOLDER_MISSING`. */
export async function targetFolder(connection: Connection, wanted: string, createFolder: boolean): Promise<string> {
	const folder = await findFolder(connection, wanted);
	if (folder?.selectable) return folder.path;
	if (!createFolder) throw await folderMissing(connection, wanted);
	const { path } = await connection.client.mailboxCreate(wanted);
	connection.folders = null;
	return path;
}

/** What a refused COPY or MOVE means. The list of folders is read anew next time: the target may have been deleted meanwhile. */
export async function notMoved(connection: Connection, what: string, folder: string): Promise<MailboxError> {
	const { refusal } = connection;
	connection.folders = null;
	return MISSING.includes(refusal) ? await folderMissing(connection, folder) : commandRefused(what, 'NOT_MOVED', refusal);
}

/** The server said OK, and the message is not where it should be. */
export function notFoundThere(what: string, folder: string): MailboxError {
	return new MailboxError('NOT_MOVED', `${what} could not be confirmed: the message was not found in "${folder}".`, {
		fault: 'world',
		remedy: 'It is tried again by itself. Look whether a rule of the mail server takes messages out of that folder.',
	});
}
