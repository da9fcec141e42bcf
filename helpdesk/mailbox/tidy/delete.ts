import type { Connection } from '../connection';
import { listFolders } from '../folders';
import { messageGone } from '../MailboxError';
import type { TidyResult } from '../MailboxSession';
import { expunge, LEFT_MARKED } from './expunge';
import { targetFolder } from './intoFolder';
import type { Located } from './locate';
import { moveTo, type Moved } from './move';

/** Made when the server names no trash folder and has none with a usual name. */
const NEW_TRASH = 'Trash';

/** Deletes the message: into the trash folder, or for good. Run again after a success, it changes nothing. */
export async function remove(connection: Connection, located: Located, forGood: boolean): Promise<TidyResult> {
	if (!forGood) return { action: 'delete', ...(await moveTo(connection, located, await trashOf(connection))) };
	const { envelope, folder, uidValidity, messageId, renumbered } = located;
	if (!envelope) {
		// After a renumbering only a Message-ID could tell whether the message is gone.
		if (renumbered && messageId === null) throw messageGone();
		return { action: 'delete', ...gone(true) };
	}
	const removed =
		connection.client.capabilities.has('X-GM-EXT-1') && folder !== (await trashOf(connection))
			? await removeFromGmail(connection, located)
			: await removeFrom(connection, { folder, uid: envelope.uid, uidValidity });
	return { action: 'delete', ...removed };
}

/** In Gmail a message that is removed from a folder lives on in All Mail; only what is removed from the trash is gone. */
async function removeFromGmail(connection: Connection, located: Located): Promise<Moved> {
	const { folder, uid, uidValidity } = await moveTo(connection, located, await trashOf(connection));
	return folder === null || uid === null ? gone(false) : await removeFrom(connection, { folder, uid, uidValidity });
}

async function removeFrom(connection: Connection, place: { folder: string; uid: number; uidValidity: string | null }): Promise<Moved> {
	const removal = await expunge(connection, place.folder, place.uid);
	return removal === 'gone' ? gone(false) : { done: true, already: false, ...place, verifiedBy: 'flags', note: LEFT_MARKED };
}

function gone(already: boolean): Moved {
	return { done: true, already, folder: null, uid: null, uidValidity: null, verifiedBy: 'gone' };
}

/** The folder that the server calls its trash (RFC 6154), or that has a usual name for it; created when there is none. */
async function trashOf(connection: Connection): Promise<string> {
	const folders = connection.folders ?? (await listFolders(connection));
	return folders.find(({ specialUse }) => specialUse === '\\Trash')?.path ?? (await targetFolder(connection, NEW_TRASH, true));
}
