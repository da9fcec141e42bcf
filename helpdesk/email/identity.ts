import { hash as digest } from 'node:crypto';
import { firstValue, rawValues, splitMessage, type RawField, type SplitMessage } from './headerBlock';
import { normaliseMessageId, parseMessageIds } from './messageIds';

/** Whose mailbox it is: the sign-in and the address that is read (a shared mailbox differs from the user). */
export interface MailboxIdentity {
	host: string;
	user: string;
	address: string;
}

export interface MessageIdentity {
	/** `<...>`; made from the content hash where the mail has none. */
	messageId: string;
	/** SHA-256 in hex of the raw fields and the start of the body. */
	contentHash: string;
	/** SHA-256 in hex: the identity of the message for its mailbox. */
	key: string;
}

/*
 * Keys are stored: claims, journal and outbox of earlier versions must still match after an upgrade, or every mail is handled a second time.
 * So nothing here may change, and nothing here uses decoding, address parsing or MIME, which improve from version to version:
 * only raw header bytes, unfolded, and the first bytes of the raw body, which are the same however much of the message was fetched.
 * The test holds known keys as constants.
 */
const HASHED_FIELDS = ['date', 'from', 'to', 'cc', 'subject'] as const;
const HASHED_BODY_BYTES = 2048;

function sha256(text: string): string {
	return digest('sha256', Buffer.from(text, 'latin1'));
}

function collapsed(value: string): string {
	// Only what is not one plain blank already: of a long field, every blank replaced by another would cost more than the digest.
	return value.replace(/[\t\r\n][ \t\r\n]*| [ \t\r\n]+/g, ' ').trim();
}

function ownMessageId(fields: readonly RawField[]): string {
	const raw = firstValue(fields, 'message-id');
	if (raw.length > 65_536) return normaliseMessageId(raw);
	return parseMessageIds(raw)[0] ?? normaliseMessageId(raw);
}

function hashOfContent(message: SplitMessage, hasMessageId: boolean, bodyPrefix?: Buffer): string {
	const fields = HASHED_FIELDS.map((name) => rawValues(message.fields, name).map(collapsed));
	const received = hasMessageId ? [] : rawValues(message.fields, 'received').slice(0, 1).map(collapsed);
	// Patterns of fixed characters are replaced in one copy of the text; `replaceAll` makes a piece of each line.
	const body = (bodyPrefix ?? message.source.subarray(message.bodyStart))
		.toString('latin1', 0, HASHED_BODY_BYTES)
		.replace(/\r\n/g, '\n')
		.replace(/\r/g, '\n')
		.trimEnd();
	return sha256(JSON.stringify([...fields, received, body]));
}

/**
 * SHA-256 in hex over the raw Date, From, To, Cc and Subject (unfolded, white space collapsed) and the first 2048 bytes of the raw body; without a
 * Message-ID also over the topmost Received. The same for the whole message and for its header plus at least that much of its body; `bodyPrefix` stands
 * in for the body where `source` has another one (an oversize message, of which only the text was fetched).
 */
export function contentHash(source: Buffer, bodyPrefix?: Buffer): string {
	const message = splitMessage(source);
	return hashOfContent(message, ownMessageId(message.fields) !== '', bodyPrefix);
}

/**
 * SHA-256 in hex of who reads the mailbox, the mail's own Message-ID (`''` when it has none) and its content hash, as a JSON array, so that no two
 * different lists give the same bytes. Holds no UID, folder, scanner name or time.
 */
export function messageKey(mailbox: MailboxIdentity, ownId: string, hash: string): string {
	const parts = [mailbox.host.toLowerCase(), mailbox.user, mailbox.address.toLowerCase(), ownId, hash];
	return digest('sha256', JSON.stringify(parts));
}

/** Identity of a message that is already split; `bodyPrefix` as in `contentHash`. */
export function identityOf(message: SplitMessage, mailbox: MailboxIdentity, bodyPrefix?: Buffer): MessageIdentity {
	const ownId = ownMessageId(message.fields);
	const hash = hashOfContent(message, ownId !== '', bodyPrefix);
	const messageId = ownId === '' ? `<gen-${hash.slice(0, 32)}@mail-helpdesk.invalid>` : ownId;
	return { messageId, contentHash: hash, key: messageKey(mailbox, ownId, hash) };
}

/** Identity of a message from its bytes, or from its header and the first 2048 bytes of its body; `bodyPrefix` as in `contentHash`. Never throws. */
export function identify(source: Buffer, mailbox: MailboxIdentity, bodyPrefix?: Buffer): MessageIdentity {
	return identityOf(splitMessage(source), mailbox, bodyPrefix);
}

const IN_FOLDER = '/';

/** The key of one of several copies of a message, where each folder's is a message of its own. The key of the message itself is its beginning. */
export function keyInFolder(key: string, folder: string): string {
	return `${key}${IN_FOLDER}${digest('sha256', folder).slice(0, 16)}`;
}

/** The key of the message itself, of that of one of its copies. */
export function messageKeyOf(key: string): string {
	return key.split(IN_FOLDER, 1)[0] ?? key;
}

/** Whether these bytes are the message with this key, or with the key of one of its copies. `bodyPrefix` as in `contentHash`. */
export function hasKey(source: Buffer, mailbox: MailboxIdentity, key: string, bodyPrefix?: Buffer): boolean {
	return identify(source, mailbox, bodyPrefix).key === messageKeyOf(key);
}

/** SHA-256 in hex: what the message is in every mailbox that has it. */
export function sharedId(source: Buffer, bodyPrefix?: Buffer): string {
	return identify(source, { host: '', user: '', address: '' }, bodyPrefix).key;
}
