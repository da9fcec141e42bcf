import { offers, type Connection } from '../connection';
import { readEnvelopes } from '../fetchEnvelopes';
import { selectFolder } from '../folders';
import { messageGone } from '../MailboxError';
import type { Envelope, TidyAction, TidyResult } from '../MailboxSession';
import { findArrival, findEarlier, uidNextBefore, type Arrival } from './arrival';
import { copyTo } from './copy';
import { expunge, LEFT_MARKED } from './expunge';
import { notFoundThere, notMoved, targetFolder } from './intoFolder';
import type { Located } from './locate';

/** Moves the message, verified. Run again after a success, it finds the message in the target and changes nothing. */
export async function move(connection: Connection, located: Located, action: Extract<TidyAction, { kind: 'move' }>): Promise<TidyResult> {
	return { action: 'move', ...(await moveTo(connection, located, await targetFolder(connection, action.folder, action.createFolder))) };
}

export type Moved = Omit<TidyResult, 'action'>;

/** As `move`, into a folder that exists. */
export async function moveTo(connection: Connection, located: Located, folder: string): Promise<Moved> {
	const { envelope, folder: from, uidValidity } = located;
	if (!envelope) {
		const earlier = await findEarlier(connection, folder, located.messageId, null);
		if (!earlier || folder === from) throw messageGone();
		return { done: true, already: true, ...earlier };
	}
	if (folder === from) return { done: true, already: true, folder, uid: envelope.uid, uidValidity, verifiedBy: 'search' };
	if (offers(connection.client, 'MOVE')) return { done: true, already: false, ...(await moveByServer(connection, from, envelope, folder)) };
	return await moveByCopy(connection, from, envelope, folder);
}

/** UID MOVE (RFC 6851): nothing can be lost between the two folders. */
async function moveByServer(connection: Connection, from: string, envelope: Envelope, folder: string): Promise<Arrival> {
	const before = await uidNextBefore(connection, folder, envelope);
	await selectFolder(connection, from, 'write');
	const response = await connection.client.messageMove(String(envelope.uid), folder, { uid: true });
	if (!response) throw await notMoved(connection, `Moving the message to "${folder}"`, folder);
	const arrival = await findArrival(connection, folder, envelope, response, before);
	if (!arrival) throw notFoundThere(`Moving to "${folder}"`, folder);
	if (arrival.verifiedBy === 'search' && (await isStillIn(connection, from, envelope.uid))) throw notFoundThere(`Moving to "${folder}"`, folder);
	return arrival;
}

/**
 * COPY, verified, and only then the removal. imapflow's own way for servers without MOVE ends in a plain EXPUNGE, which would remove what other
 * people marked as deleted. A copy that an earlier run left behind is used instead of a second one.
 */
async function moveByCopy(connection: Connection, from: string, envelope: Envelope, folder: string): Promise<Moved> {
	const earlier = await findEarlier(connection, folder, envelope.messageId, envelope);
	const arrival = earlier ?? (await copyTo(connection, from, envelope, folder));
	if (earlier && envelope.flags.includes('\\Deleted')) return { done: true, already: true, ...arrival, note: LEFT_MARKED };
	const removal = await expunge(connection, from, envelope.uid);
	return { done: true, already: false, ...arrival, ...(removal === 'marked' ? { note: LEFT_MARKED } : {}) };
}

async function isStillIn(connection: Connection, folder: string, uid: number): Promise<boolean> {
	await selectFolder(connection, folder, 'read');
	return (await readEnvelopes(connection, [uid])).length > 0;
}
