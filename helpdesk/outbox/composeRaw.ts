import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanMail } from './cleanMail';
import type { OutgoingMail } from './Outbox';

/** A mail as bytes, with the addresses of its envelope (domains in ASCII). */
export interface ComposedMail {
	raw: Buffer;
	envelope: { from: string; to: string[] };
}

/** Builds the bytes of a mail and its envelope. `now` (ISO 8601) becomes the Date header. Bcc is in the envelope and not in the bytes. */
export async function composeMail(mail: OutgoingMail, now?: string): Promise<ComposedMail> {
	const clean = cleanMail(mail);
	const node = new MailComposer({
		from: clean.from,
		to: clean.to,
		cc: clean.cc,
		bcc: clean.bcc,
		replyTo: clean.replyTo,
		subject: clean.subject,
		text: clean.text,
		...(clean.html === '' ? {} : { html: clean.html }),
		messageId: clean.messageId,
		...(clean.inReplyTo === null ? {} : { inReplyTo: clean.inReplyTo }),
		references: clean.references,
		headers: clean.headers,
		...(now === undefined ? {} : { date: new Date(now) }),
		disableFileAccess: true,
		disableUrlAccess: true,
	}).compile();
	const envelope = node.getEnvelope();
	return { raw: await node.build(), envelope: { from: envelope.from === false ? '' : envelope.from, to: envelope.to } };
}

/**
 * The mail as the bytes that are sent, for the copy in Sent (C7). Bcc is left out. Throws `OutboxError` as `sendMail` does for a mail that cannot be sent.
 *
 * @param now ISO 8601 for the Date header; the time of the call when missing.
 */
export async function composeRaw(mail: OutgoingMail, now?: string): Promise<Buffer> {
	return (await composeMail(mail, now)).raw;
}
