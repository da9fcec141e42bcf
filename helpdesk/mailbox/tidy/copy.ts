import type { Connection } from '../connection';
import { selectFolder } from '../folders';
import { messageGone } from '../MailboxError';
import type { Envelope, TidyAction, TidyResult } from '../MailboxSession';
import { findArrival, findEarlier, uidNextBefore, type Arrival } from './arrival';
import { notFoundThere, notMoved, targetFolder } from './intoFolder';
import type { Located } from './locate';

/** Copies the message, verified. Run again, it finds its copy and makes no second one; a mail without Message-ID cannot be recognised and is copied again. */
export async function copy(connection: Connection, located: Located, action: Extract<TidyAction, { kind: 'copy' }>): Promise<TidyResult> {
	const folder = await targetFolder(connection, action.folder, action.createFolder);
	const { envelope } = located;
	if (envelope && folder === located.folder) {
		const { uid } = envelope;
		return { action: 'copy', done: true, already: true, folder, uid, uidValidity: located.uidValidity, verifiedBy: 'search' };
	}
	const earlier = await findEarlier(connection, folder, located.messageId, envelope);
	if (earlier) return { action: 'copy', done: true, already: true, ...earlier };
	if (!envelope) throw messageGone();
	return { action: 'copy', done: true, already: false, ...(await copyTo(connection, located.folder, envelope, folder)) };
}

/** UID COPY, verified. The source folder is selected before; afterwards either may be. */
export async function copyTo(connection: Connection, from: string, envelope: Envelope, folder: string): Promise<Arrival> {
	const before = await uidNextBefore(connection, folder, envelope);
	await selectFolder(connection, from, 'write');
	const response = await connection.client.messageCopy(String(envelope.uid), folder, { uid: true });
	if (!response) throw await notMoved(connection, `Copying the message to "${folder}"`, folder);
	const arrival = await findArrival(connection, folder, envelope, response, before);
	if (!arrival) throw notFoundThere(`Copying to "${folder}"`, folder);
	return arrival;
}
