import type { Connection } from './connection';
import { readOnlyMailbox } from './readOnly';
import { targetFolder } from './tidy/intoFolder';

/** Stores a message in a folder (APPEND). Rejects with `FOLDER_MISSING`, `READ_ONLY`, or `IMAP_ERROR` when the server refuses it. */
export async function append(
	connection: Connection,
	path: string,
	source: Buffer,
	flags: string[],
	{ createFolder = false, receivedAt = null }: { createFolder?: boolean; receivedAt?: string | null } = {},
): Promise<void> {
	if (connection.account.readOnly) throw readOnlyMailbox();
	const folder = await targetFolder(connection, path, createFolder);
	await connection.client.append(folder, source, flags, receivedAt === null ? undefined : new Date(receivedAt));
}
