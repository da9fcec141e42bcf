import { commandRefused } from '../commandProblems';
import { offers, type Connection } from '../connection';
import { readEnvelopes } from '../fetchEnvelopes';
import { selectFolder } from '../folders';
import { MailboxError } from '../MailboxError';

/** How a message left its folder. Without UIDPLUS it can only be marked: a plain EXPUNGE would remove every message that anybody marked. */
export type Removal = 'gone' | 'marked';

/**
 * Takes one message out of its folder: STORE \Deleted, then UID EXPUNGE of this UID only (RFC 4315), and looks that it is gone. On a server without
 * UIDPLUS the message is left marked as deleted. Rejects with `NOT_DELETED`.
 */
export async function expunge(connection: Connection, folder: string, uid: number): Promise<Removal> {
	const { client } = connection;
	await selectFolder(connection, folder, 'write');
	const what = 'Deleting the message';
	if (!offers(client, 'UIDPLUS')) {
		if (!(await client.messageFlagsAdd(String(uid), ['\\Deleted'], { uid: true }))) throw commandRefused(what, 'NOT_DELETED', connection.refusal);
		return 'marked';
	}
	if (!(await client.messageDelete(String(uid), { uid: true }))) throw commandRefused(what, 'NOT_DELETED', connection.refusal);
	if ((await readEnvelopes(connection, [uid])).length > 0) {
		throw new MailboxError('NOT_DELETED', 'The server agreed to delete the message, but it is still there.', {
			fault: 'world',
			remedy: 'It is tried again by itself. Look whether this user may delete messages in the folder.',
		});
	}
	return 'gone';
}

export const LEFT_MARKED = 'The server cannot remove a single message, so the original is left in its folder, marked as deleted.';
