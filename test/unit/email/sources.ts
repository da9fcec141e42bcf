import type { AttachmentBytes, ParsedEmail, SourceContext } from '../../../helpdesk/email/Email';
import { parseEmail, type ParseLimits } from '../../../helpdesk/email/parseEmail';

export const ACCOUNT = { host: 'imap.example.com', user: 'support', address: 'support@example.com' };

export const RECEIVED = new Date('2026-03-02T10:00:00Z');

/** A context as the scanner gives it; what a test is about is passed in. */
export function contextOf(changes: Partial<SourceContext> = {}): SourceContext {
	return {
		mailbox: { name: 'Support', account: 'support@imap.example.com', address: 'support@example.com', folder: 'INBOX', uid: 7, uidValidity: '1', test: false },
		receivedAt: RECEIVED,
		flags: ['\\Recent'],
		size: 0,
		partial: null,
		...changes,
	};
}

/** Lines of a mail joined as they travel, with CRLF. */
export function mail(...lines: string[]): Buffer {
	return Buffer.from(lines.join('\r\n'), 'utf8');
}

/** The same with every character one byte, for raw 8-bit text. */
export function rawMail(...lines: string[]): Buffer {
	return Buffer.from(lines.join('\r\n'), 'latin1');
}

export function parse(source: Buffer, changes: Partial<SourceContext> = {}, limits?: ParseLimits): Promise<ParsedEmail> {
	return parseEmail(source, contextOf(changes), ACCOUNT, limits);
}

/** The bytes of a file that lies in memory; none for one that was set aside. */
export function bytesOf(file: AttachmentBytes | undefined): Buffer {
	return Buffer.isBuffer(file?.content) ? file.content : Buffer.alloc(0);
}
