import type { Arrival, Envelope, MailboxSession } from '../mailbox/MailboxSession';
import type { JournalMessage } from '../store/Journal';

/**
 * What the server itself tells a message by: the same under every label, after a move and after a renumbering, so that a message that was read once is known without being
 * read again; with a folder, where each folder's copy is a message of its own. Null on servers without such numbers. Its Message-ID stands beside it, because a server that gives one number twice must not cost a message.
 */
export function identityOnServer({ serverId, messageId }: Pick<Arrival, 'serverId'> & Pick<Envelope, 'messageId'>, folder: string | null): string | null {
	if (serverId === undefined) return null;
	return folder === null ? `${serverId} ${messageId ?? ''}` : `${serverId} ${messageId ?? ''}\n${folder}`;
}

/** Where the message of this row lies in its folder now, whatever its UID was. Empty when it is not there, or has nothing to be found by. */
export async function uidsOfRow(session: MailboxSession, { folder, serverId, messageId }: JournalMessage): Promise<number[]> {
	const byServer = serverId ? await session.findUids(folder, { serverId: serverId.slice(0, serverId.indexOf(' ')) }) : [];
	return byServer.length > 0 || !messageId ? byServer : await session.findUids(folder, { messageId });
}
