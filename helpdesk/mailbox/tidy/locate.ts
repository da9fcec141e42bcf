import type { Connection } from '../connection';
import { readEnvelopes } from '../fetchEnvelopes';
import { searchMessageId } from '../findUids';
import { selectFolder } from '../folders';
import { MailboxError } from '../MailboxError';
import type { Envelope, MessageTarget } from '../MailboxSession';

/** What an item carries when the mail has no Message-ID of its own: see `identity.ts` in `email/`. */
const GENERATED = /^<gen-[0-9a-f]{32}@mail-helpdesk\.invalid>$/;

/** Where the message lies now, after every check; `envelope` is null when it is no longer in its folder. */
export interface Located {
	/** The server's name of the folder the message was read from. */
	folder: string;
	uidValidity: string;
	envelope: Envelope | null;
	/** Null when the mail has none of its own. */
	messageId: string | null;
	/** The folder has another UIDVALIDITY than when the message was read from it. */
	renumbered: boolean;
}

/**
 * Finds the message in its folder. With the same UIDVALIDITY its UID must carry its Message-ID; with another one, the UIDs mean nothing (RFC 9051
 * section 2.3.1.1) and only the Message-ID counts, if exactly one message has it. Rejects with `MESSAGE_MISMATCH` in any doubt.
 */
export async function locate(connection: Connection, asked: MessageTarget): Promise<Located> {
	const target = { ...asked, messageId: asked.messageId !== null && GENERATED.test(asked.messageId) ? null : asked.messageId };
	const { path, uidValidity } = await selectFolder(connection, target.folder, 'write');
	const renumbered = uidValidity !== target.uidValidity;
	const envelope = renumbered ? await byMessageId(connection, target.messageId) : await byUid(connection, target);
	return { folder: path, uidValidity, envelope, messageId: target.messageId, renumbered };
}

async function byUid(connection: Connection, { uid, messageId }: MessageTarget): Promise<Envelope | null> {
	const [envelope] = await readEnvelopes(connection, [uid]);
	if (envelope && messageId !== null && envelope.messageId !== messageId) throw mismatch('Another message lies where the message was.');
	return envelope ?? null;
}

async function byMessageId(connection: Connection, messageId: string | null): Promise<Envelope | null> {
	if (messageId === null) return null;
	const uids = await searchMessageId(connection, messageId);
	if (uids.length > 1) throw mismatch('The folder was renumbered, and several messages carry the same Message-ID.');
	return (await readEnvelopes(connection, uids))[0] ?? null;
}

function mismatch(message: string): MailboxError {
	return new MailboxError('MESSAGE_MISMATCH', message, { fault: 'message', remedy: 'Nothing was changed. Look at the message in the mailbox.' });
}
