import type { CopyResponseObject } from 'imapflow';
import { offers, type Connection } from '../connection';
import { readEnvelopes } from '../fetchEnvelopes';
import { search, searchMessageId } from '../findUids';
import { selectFolder } from '../folders';
import type { Envelope } from '../MailboxSession';

/** A message in the folder it was put into, and how that is known. */
export interface Arrival {
	folder: string;
	uid: number | null;
	uidValidity: string | null;
	verifiedBy: 'COPYUID' | 'search';
}

/** State of the target folder before: what a search must look above when the server does not tell the new UID (RFC 4315). */
export async function uidNextBefore({ client }: Connection, folder: string, envelope: Envelope): Promise<number | null> {
	if (offers(client, 'UIDPLUS') && envelope.messageId !== null) return null;
	const status = await client.status(folder, { uidNext: true });
	return status ? (status.uidNext ?? null) : null;
}

/** Proves that the message lies in `folder`: by COPYUID, otherwise by searching it there. Null when it is not found. Selects `folder` then. */
export async function findArrival(
	connection: Connection,
	folder: string,
	envelope: Envelope,
	response: CopyResponseObject,
	uidNext: number | null,
): Promise<Arrival | null> {
	const uid = response.uidMap?.get(envelope.uid);
	if (uid !== undefined) return { folder, uid, uidValidity: String(response.uidValidity ?? ''), verifiedBy: 'COPYUID' };
	const { uidValidity } = await selectFolder(connection, folder, 'read');
	await connection.client.noop();
	const candidates = uidNext === null ? await uidsLike(connection, envelope) : await search(connection, { uid: `${uidNext}:*` });
	const found = (await readEnvelopes(connection, candidates)).filter(
		(candidate) => candidate.uid >= (uidNext ?? 0) && candidate.messageId === envelope.messageId && candidate.size === envelope.size,
	);
	const newest = found.at(-1);
	return newest ? { folder, uid: newest.uid, uidValidity, verifiedBy: 'search' } : null;
}

/**
 * The same message in `folder`, put there by an earlier run: same Message-ID and, where `envelope` is known, same size and INTERNALDATE (COPY keeps
 * both, RFC 9051 section 6.4.7). A Message-ID alone would let a forged one pass for the message. Null when there is none, or when the mail has no Message-ID.
 */
export async function findEarlier(connection: Connection, folder: string, messageId: string | null, envelope: Envelope | null): Promise<Arrival | null> {
	if (messageId === null) return null;
	const { uidValidity } = await selectFolder(connection, folder, 'read');
	await connection.client.noop();
	const found = (await readEnvelopes(connection, await searchMessageId(connection, messageId))).filter(
		(candidate) =>
			envelope === null || (candidate.size === envelope.size && candidate.receivedAt?.getTime() === envelope.receivedAt?.getTime()),
	);
	const newest = found.at(-1);
	return newest ? { folder, uid: newest.uid, uidValidity, verifiedBy: 'search' } : null;
}

async function uidsLike(connection: Connection, envelope: Envelope): Promise<number[]> {
	return envelope.messageId === null ? [] : await searchMessageId(connection, envelope.messageId);
}
