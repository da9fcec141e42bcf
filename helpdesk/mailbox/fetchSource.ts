import type { FetchMessageObject } from 'imapflow';
import type { Connection } from './connection';
import { ARRIVAL_QUERY, fetchByUid, sizeKey, toArrival } from './fetchEnvelopes';
import { enterFolder } from './folders';
import { search } from './findUids';
import { MailboxError, messageGone } from './MailboxError';
import type { MessageSource } from './MailboxSession';
import { composeOversize, textPartOf } from './oversize';

/** Of an oversize message, at most this much of its header and of its text is read. */
const MAX_HEADER = 512 * 1024;
const MAX_TEXT = 1024 * 1024;
/** What the identity of a message is made from: see `identity.ts` in `email/`. */
const BODY_PREFIX = 2048;

/** Reads a message without setting \Seen. Over `maxBytes` only header and text come. Rejects with `MESSAGE_GONE`. */
export async function fetchSource(connection: Connection, path: string, uid: number, maxBytes: number): Promise<MessageSource> {
	const { uidValidity } = await enterFolder(connection, path);
	const known = connection.sizes.get(sizeKey(path, uidValidity, uid));
	const size = known ?? (await sizeOf(connection, uid));
	if (size > maxBytes) return await fetchOversize(connection, uid, maxBytes);
	const message = await fetchOne(connection, uid, { ...ARRIVAL_QUERY, source: true }, ({ source }) => Buffer.isBuffer(source));
	return { source: message.source ?? Buffer.alloc(0), envelope: toArrival(message), partial: null };
}

async function fetchOversize(connection: Connection, uid: number, maxBytes: number): Promise<MessageSource> {
	const head = await fetchOne(
		connection,
		uid,
		{
			...ARRIVAL_QUERY,
			bodyParts: [
				{ key: 'HEADER', start: 0, maxLength: MAX_HEADER },
				{ key: 'TEXT', start: 0, maxLength: BODY_PREFIX },
			],
		},
		({ bodyParts }) => bodyParts !== undefined,
	);
	// Asked for on its own: a structure nested beyond measure makes imapflow drop the whole answer, and with it the header.
	const [structure] = await fetchByUid(connection, [uid], { uid: true, bodyStructure: true }, ({ bodyStructure }) => bodyStructure ?? null);
	const part = structure ? textPartOf(structure) : null;
	const text = part ? await fetchPart(connection, uid, part.section, Math.min(maxBytes, MAX_TEXT)) : Buffer.alloc(0);
	const bodyPrefix = bytesOf(head.bodyParts?.get('text'));
	return { source: composeOversize(bytesOf(head.headers), part, text), envelope: toArrival(head), partial: 'oversize', bodyPrefix };
}

async function fetchPart(connection: Connection, uid: number, section: string, maxLength: number): Promise<Buffer> {
	const message = await fetchOne(connection, uid, { uid: true, bodyParts: [{ key: section, start: 0, maxLength }] }, ({ bodyParts }) => bodyParts !== undefined);
	return bytesOf(message.bodyParts?.get(section.toLowerCase()));
}

/** RFC822.SIZE in the folder that is selected. Rejects as `fetchOne`. */
export async function sizeOf(connection: Connection, uid: number): Promise<number> {
	return (await fetchOne(connection, uid, { uid: true, size: true }, ({ size }) => size !== undefined)).size ?? 0;
}

/** What the server says of one message, in the folder that is selected; `complete` tells its answer from what it sends on its own. Rejects with `MESSAGE_GONE` or `UNREADABLE`. */
export async function fetchOne(
	connection: Connection,
	uid: number,
	query: Parameters<typeof fetchByUid>[2],
	complete: (message: FetchMessageObject) => boolean,
): Promise<FetchMessageObject> {
	const [message] = await fetchByUid(connection, [uid], query, (answer) => (complete(answer) ? answer : null));
	if (message) return message;
	if ((await search(connection, { uid: String(uid) })).includes(uid)) {
		throw new MailboxError('UNREADABLE', 'The mail server lists the message but does not give it in a form that can be read.', {
			fault: 'message',
			remedy: 'Open the message in a mail program, or move it to another folder.',
		});
	}
	throw messageGone();
}

/** Where the server answers NIL, imapflow answers `false`. */
export function bytesOf(value: unknown): Buffer {
	return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}
