import type { ImapFlow } from 'imapflow';
import { offers, type Connection } from './connection';
import { serverName } from './folders';
import type { FolderState } from './MailboxSession';

/** A refusal may pass, but a question that is refused each time is a round trip for nothing; and some servers hang up after a number of BADs. */
const ASK_AGAIN_MS = 60 * 60_000;

/**
 * What STATUS says of a folder (RFC 9051 section 6.3.11), which must not be asked of the selected one: that is left first. Null when nothing can be had in this way,
 * and opening the folder will tell what is the matter: it is missing, the server refuses or leaves something out, or has no UNSELECT.
 */
export async function folderStatus(connection: Connection, path: string): Promise<FolderState | null> {
	const { client, withoutStatus } = connection;
	// The folder that stays selected grows old from here on: whoever searches in it next must not take it for fresh.
	connection.justSelected = false;
	if ((withoutStatus.get(path) ?? 0) > Date.now()) return null;
	const name = serverName(connection, path);
	if (client.mailbox && client.mailbox.path === name && !(await unselect(client))) return null;
	// imapflow rejects where the folder is missing, and answers false where the server refuses it or the line is cut.
	const status = await client.status(name, { uidNext: true, uidValidity: true, messages: true }).catch(() => null);
	if (status === null) return null;
	if (status && status.uidNext && status.uidValidity && status.messages !== undefined) {
		return { path, uidValidity: String(status.uidValidity), uidNext: status.uidNext, messages: status.messages };
	}
	withoutStatus.set(path, Date.now() + ASK_AGAIN_MS);
	return null;
}

/** Inside imapflow, which by itself only knows CLOSE: that would remove for good what another client has marked as deleted. */
interface Inside {
	exec?: (command: string) => Promise<{ next(): void }>;
}

/** UNSELECT (RFC 3691): leaves the folder as it is. False where the server does not offer it, or refuses: then the folder is still selected. */
async function unselect(client: ImapFlow): Promise<boolean> {
	const { exec } = client as unknown as Inside;
	if (typeof exec !== 'function' || !offers(client, 'UNSELECT')) return false;
	try {
		(await exec.call(client, 'UNSELECT')).next();
	} catch {
		return false;
	}
	client.mailbox = false;
	client.state = client.states.AUTHENTICATED;
	return true;
}
