import type { UnderstandingKnowledge } from '../conversation/understand';
import { foundAll } from '../email/findSetAside';
import { HelpdeskError } from '../errors';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { accountName } from '../mailbox/MailboxAccount';
import { messageGone } from '../mailbox/MailboxError';
import type { MailboxSession, MessageSource, Spooling } from '../mailbox/MailboxSession';
import { createReader, type Reader } from '../reading/createReader';
import { BROKE_READER } from '../reading/readingThread';
import type { MessagePlace } from '../store/Journal';
import type { ScannedMessage, ScannerSettings } from './Scanner';

export interface ReadContext {
	session: MailboxSession;
	account: MailboxAccount;
	settings: Pick<ScannerSettings, 'name' | 'maxBytes' | 'trustedAuthserv'>;
	knowledge: UnderstandingKnowledge;
	/** Large messages are read into a file, which the caller gives back; left out: into memory. */
	spooling?: Spooling;
}

/** What the trigger reads into a file. */
export const SPOOLING: Spooling = { over: 4 * 1024 * 1024 };

/** One for the process: however many scanners there are, they share its thread. */
const reader = createReader();

/** A message in the mailbox, wherever it lies by now: can be fetched again after its bytes are gone. */
type Fetch = () => Promise<MessageSource | null>;

type Read = Omit<ScannedMessage, 'attempt'>;

/**
 * Reads one message without changing it and makes an item of it. Whatever the bytes are, an item comes out (`partial` says what is missing). Rejects with `MailboxError`
 * when the server does not give the bytes, and as `readFetched`.
 */
export async function readMessage({ session, ...context }: ReadContext, folder: string, uidValidity: string, uid: number, test: boolean): Promise<Read> {
	const fetch = async (spooling?: Spooling) => await session.fetchSource(folder, uid, context.settings.maxBytes, spooling);
	return await readFetched(context, await fetch(context.spooling), fetch, { folder, uidValidity, uid }, test);
}

/**
 * Makes an item of bytes that were fetched; `place` is where the message was found first. What a reading thread gives back unread, because of this message or of another,
 * is fetched again and read alone, and then by its header only. Rejects with `BROKE_READER` when even the header cannot be read, and with `MESSAGE_GONE`.
 */
export async function readFetched(context: Omit<ReadContext, 'session'>, fetched: MessageSource, again: Fetch, place: MessagePlace, test: boolean): Promise<Read> {
	const alone = async (headerOnly: boolean) => {
		const source = await again();
		if (!source) throw messageGone();
		return await itemOf(context, source, place, test, reader.readAlone, headerOnly);
	};
	return await orElse(async () => await spooledOf(context, fetched, place, test), async () => await orElse(async () => await alone(false), async () => await alone(true)));
}

/** The reader did not read it, or the disk does not give it back: both are not asked for it again. */
const UNREAD = new Set([BROKE_READER, 'TEMPORARY_FILE']);

/** The other one is for a message that comes back unread. */
async function orElse<T>(one: () => Promise<T>, other: () => Promise<T>): Promise<T> {
	try {
		return await one();
	} catch (error) {
		if (!(error instanceof HelpdeskError) || !UNREAD.has(error.code)) throw error;
	}
	return await other();
}

/** The item of a message that may lie on the disk. Where something that was set aside is no file of its own, all of it comes into memory, and nothing is left on the disk. */
async function spooledOf(context: Omit<ReadContext, 'session'>, fetched: MessageSource, place: MessagePlace, test: boolean): Promise<Read> {
	const { spool, setAside, envelope, partial } = fetched;
	let isKept = false;
	try {
		const found = await itemOf(context, fetched, place, test, reader.read);
		if (!spool) return found;
		isKept = foundAll(found.attachments, setAside);
		return isKept ? { ...found, spool } : await itemOf(context, { envelope, partial, source: await spool.whole() }, place, test, reader.read);
	} finally {
		if (!isKept) await spool?.release();
	}
}

async function itemOf(
	{ account, settings, knowledge }: Omit<ReadContext, 'session'>,
	{ source, envelope, partial, bodyPrefix, setAside, spool }: MessageSource,
	{ folder, uidValidity, uid }: MessagePlace,
	test: boolean,
	read: Reader['read'],
	headerOnly = false,
): Promise<Read> {
	const mailbox = { name: settings.name, account: accountName(account), address: account.address, folder, uid, uidValidity, test };
	const context = {
		mailbox,
		receivedAt: envelope.receivedAt,
		flags: envelope.flags,
		size: envelope.size || (spool?.length ?? source.length),
		partial,
		bodyPrefix,
		setAside,
		headerOnly,
		trustedAuthserv: settings.trustedAuthserv,
	};
	return { ...(await read({ source, context, account }, knowledge)), bodyPrefix };
}

/** The same message under another key, see `keyInFolder`. */
export function withKey<T extends Pick<ScannedMessage, 'email'>>(read: T, key: string): T {
	return { ...read, email: { ...read.email, mailbox: { ...read.email.mailbox, key } } };
}
