import type { UnderstandingKnowledge } from '../conversation/understand';
import { foundAll } from '../email/findSetAside';
import { splitMessage } from '../email/headerBlock';
import { HelpdeskError } from '../errors';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { accountName } from '../mailbox/MailboxAccount';
import type { MailboxSession, MessageSource, Spooled, Spooling } from '../mailbox/MailboxSession';
import { createReader } from '../reading/readAside';
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
const read = createReader();

/** As many bytes of a body as its message is known by, see `contentHash`. */
const BODY_PREFIX = 2048;

/**
 * Reads one message without changing it and makes an item of it. Whatever the bytes are, an item comes out (`partial` says what is missing); of a message that broke
 * the reader, what its header says. Rejects with `MailboxError` when the server does not give the bytes, and with `READING_INTERRUPTED` when another message broke
 * the reader: it is to be read again then.
 */
export async function readMessage(
	{ session, account, settings, knowledge, spooling }: ReadContext,
	folder: string,
	uidValidity: string,
	uid: number,
	test: boolean,
): Promise<Omit<ScannedMessage, 'attempt'>> {
	const context = { account, settings, knowledge };
	const place = { folder, uidValidity, uid };
	const fetch = async (into?: Spooling) => await session.fetchSource(folder, uid, settings.maxBytes, into);
	try {
		const fetched = await fetch(spooling);
		return await (fetched.spool ? spooledOf(context, fetched, fetched.spool, place, test) : messageOf(context, fetched, place, test));
	} catch (error) {
		if (!(error instanceof HelpdeskError) || error.code !== BROKE_READER) throw error;
		// Its bytes are gone with the thread that read them.
		return await headOf(context, await fetch(), place, test);
	}
}

/** The item of a large message. Where something that was set aside is no file of its own, all of it comes into memory, and nothing is left on the disk. */
async function spooledOf(context: Omit<ReadContext, 'session'>, fetched: MessageSource, spool: Spooled, place: MessagePlace, test: boolean): Promise<Omit<ScannedMessage, 'attempt'>> {
	let isKept = false;
	try {
		const found = await messageOf(context, fetched, place, test);
		isKept = foundAll(found.attachments, fetched.setAside);
		if (isKept) return { ...found, spool };
		const { envelope, partial } = fetched;
		return await messageOf(context, { envelope, partial, source: await spool.whole() }, place, test);
	} finally {
		if (!isKept) await spool.release();
	}
}

/** The item of a message whose body nobody can read. */
async function headOf(context: Omit<ReadContext, 'session'>, fetched: MessageSource, place: MessagePlace, test: boolean): Promise<Omit<ScannedMessage, 'attempt'>> {
	const { source, bodyPrefix, partial } = fetched;
	const { bodyStart } = splitMessage(source);
	const prefix = bodyPrefix ?? Buffer.from(source.subarray(bodyStart, bodyStart + BODY_PREFIX));
	const head = { ...fetched, source: Buffer.from(source.subarray(0, bodyStart)), bodyPrefix: prefix, partial: partial ?? 'broken-mime' };
	return { ...(await messageOf(context, head, place, test)), source, bodyPrefix };
}

/** Makes an item of bytes that were read; `place` is where the message was found first. Rejects with `BROKE_READER` and `READING_INTERRUPTED`, see `ReadingThread`. */
export async function messageOf(
	{ account, settings, knowledge }: Omit<ReadContext, 'session'>,
	{ source, envelope, partial, bodyPrefix, setAside, spool }: MessageSource,
	{ folder, uidValidity, uid }: MessagePlace,
	test: boolean,
): Promise<Omit<ScannedMessage, 'attempt'>> {
	const mailbox = { name: settings.name, account: accountName(account), address: account.address, folder, uid, uidValidity, test };
	const context = {
		mailbox,
		receivedAt: envelope.receivedAt,
		flags: envelope.flags,
		size: envelope.size || (spool?.length ?? source.length),
		partial,
		bodyPrefix,
		setAside,
		trustedAuthserv: settings.trustedAuthserv,
	};
	return { ...(await read({ source, context, account }, knowledge)), bodyPrefix };
}

/** The same message under another key, see `keyInFolder`. */
export function withKey<T extends Pick<ScannedMessage, 'email'>>(read: T, key: string): T {
	return { ...read, email: { ...read.email, mailbox: { ...read.email.mailbox, key } } };
}
