import type { OutgoingMail } from './Outbox';
import { OutboxError } from './OutboxError';

type Mailbox = OutgoingMail['from'];

/** One address and nothing else: no white space, no control characters, nothing that begins another address or another command. */
const ADDRESS = /^[^\s\p{C}<>()[\]",;:\\@]{1,128}@[^\s\p{C}<>()",;\\@]{1,255}$/u;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,76}$/;
const MESSAGE_ID = /^<[^\s\p{C}<>]{1,500}>$/u;

/** Headers that are made from the other parts of the mail; a second one would contradict them. */
const MADE_ELSEWHERE: ReadonlySet<string> = new Set(
	'from sender to cc bcc reply-to subject date message-id in-reply-to references mime-version content-type content-transfer-encoding content-disposition return-path received'.split(' '),
);

function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/ {2,}/g, ' ').trim();
}

function mailbox({ address, name }: Mailbox, role: string): Mailbox {
	const bare = address.trim();
	if (!ADDRESS.test(bare)) {
		throw new OutboxError('BAD_ADDRESS', `The ${role} address is not a mail address.`, {
			fault: role === 'sender' ? 'settings' : 'message',
			remedy: 'An address looks like name@example.com and stands alone, without line ends or further addresses.',
		});
	}
	return { address: bare, name: oneLine(name) };
}

function unique(mailboxes: Mailbox[], seen: Set<string>): Mailbox[] {
	return mailboxes.filter(({ address }) => {
		const key = address.toLowerCase();
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

function headers(given: Record<string, string>): Record<string, string> {
	const clean: Record<string, string> = {};
	for (const [name, value] of Object.entries(given)) {
		if (!HEADER_NAME.test(name) || MADE_ELSEWHERE.has(name.toLowerCase())) {
			throw new OutboxError('BAD_HEADER', 'A further header has a name that is not allowed.', {
				fault: 'settings',
				remedy: 'Header names are letters, digits and hyphens; sender, recipients, subject, date and ids are set elsewhere.',
			});
		}
		clean[name] = oneLine(value);
	}
	return clean;
}

/**
 * The mail as it may go out: addresses checked and each recipient once, names, subject and header values made one line, so that nobody's text adds a header
 * or a recipient. Throws `OutboxError`: `BAD_ADDRESS`, `NO_RECIPIENT`, `BAD_HEADER`, `BAD_MESSAGE_ID`.
 */
export function cleanMail(mail: OutgoingMail): OutgoingMail {
	const seen = new Set<string>();
	const recipients = (list: Mailbox[]): Mailbox[] => unique(list.map((entry) => mailbox(entry, 'recipient')), seen);
	const clean: OutgoingMail = {
		from: mailbox(mail.from, 'sender'),
		to: recipients(mail.to),
		cc: recipients(mail.cc),
		bcc: recipients(mail.bcc),
		replyTo: unique(mail.replyTo.map((entry) => mailbox(entry, 'reply-to')), new Set()),
		subject: oneLine(mail.subject),
		text: mail.text,
		html: mail.html,
		messageId: mail.messageId.trim(),
		inReplyTo: mail.inReplyTo !== null && MESSAGE_ID.test(mail.inReplyTo.trim()) ? mail.inReplyTo.trim() : null,
		references: mail.references.map((id) => id.trim()).filter((id) => MESSAGE_ID.test(id)),
		headers: headers(mail.headers),
	};
	if (seen.size === 0) {
		throw new OutboxError('NO_RECIPIENT', 'The mail has no recipient.', { fault: 'message', remedy: 'The contact has no address, or no recipient was chosen in the node.' });
	}
	if (!MESSAGE_ID.test(clean.messageId)) {
		throw new OutboxError('BAD_MESSAGE_ID', 'The Message-ID of the mail is not one.', { fault: 'settings', remedy: 'A Message-ID stands in angle brackets and has no blanks.' });
	}
	return clean;
}
