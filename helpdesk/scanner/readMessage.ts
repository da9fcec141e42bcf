import { understandEmail, type UnderstandingKnowledge } from '../conversation/understand';
import { parseEmail } from '../email/parseEmail';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { accountName } from '../mailbox/MailboxAccount';
import type { MailboxSession, MessageSource } from '../mailbox/MailboxSession';
import type { MessagePlace } from '../store/Journal';
import type { ScannedMessage, ScannerSettings } from './Scanner';

export interface ReadContext {
	session: MailboxSession;
	account: MailboxAccount;
	settings: Pick<ScannerSettings, 'name' | 'maxBytes' | 'trustedAuthserv'>;
	knowledge: UnderstandingKnowledge;
}

/**
 * Reads one message without changing it and makes an item of it. Whatever the bytes are, an item comes out (`partial` says what is missing);
 * rejects only with `MailboxError`, when the server does not give the bytes.
 */
export async function readMessage(
	{ session, account, settings, knowledge }: ReadContext,
	folder: string,
	uidValidity: string,
	uid: number,
	test: boolean,
): Promise<Omit<ScannedMessage, 'attempt'>> {
	const fetched = await session.fetchSource(folder, uid, settings.maxBytes);
	return await messageOf({ account, settings, knowledge }, fetched, { folder, uidValidity, uid }, test);
}

/** Makes an item of bytes that were read; `place` is where the message was found first. Never rejects. */
export async function messageOf(
	{ account, settings, knowledge }: Omit<ReadContext, 'session'>,
	{ source, envelope, partial, bodyPrefix }: MessageSource,
	{ folder, uidValidity, uid }: MessagePlace,
	test: boolean,
): Promise<Omit<ScannedMessage, 'attempt'>> {
	const mailbox = { name: settings.name, account: accountName(account), address: account.address, folder, uid, uidValidity, test };
	const parsed = await parseEmail(
		source,
		{
			mailbox,
			receivedAt: envelope.receivedAt,
			flags: envelope.flags,
			size: envelope.size || source.length,
			partial,
			bodyPrefix,
			trustedAuthserv: settings.trustedAuthserv,
		},
		account,
	);
	return { email: understandEmail(parsed, knowledge), attachments: parsed.attachments, source, bodyPrefix };
}

/** The same message under another key, see `keyInFolder`. */
export function withKey<T extends Pick<ScannedMessage, 'email'>>(read: T, key: string): T {
	return { ...read, email: { ...read.email, mailbox: { ...read.email.mailbox, key } } };
}
