import type { Connection } from './connection';
import { findFolder, folderMissing } from './folders';
import { readOnlyMailbox } from './readOnly';

/** Stores a message in a folder (APPEND). Rejects with `FOLDER_MISSING`, `READ_ONLY`, or `IMAP_ERROR` when the server refuses it. */
export async function append(connection: Connection, path: string, source: Buffer, flags: string[]): Promise<void> {
	if (connection.account.readOnly) throw readOnlyMailbox();
	const folder = await findFolder(connection, path);
	if (!folder?.selectable) throw await folderMissing(connection, path);
	await connection.client.append(folder.path, source, flags);
}
