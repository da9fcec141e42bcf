import type { Email, MessageRecord } from '../../helpdesk';

/** What a desk remembers of a received mail. The mailbox counts as a recipient too: mail that came by an alias, a list or Bcc does not name it. */
export function messageRecord(email: Email): MessageRecord {
	return {
		key: email.mailbox.key,
		messageId: email.messageId,
		inReplyTo: email.inReplyTo,
		references: email.references,
		direction: 'in',
		from: email.from.address,
		recipients: [...new Set([...[...email.to, ...email.cc].map(({ address }) => address), email.mailbox.address.toLowerCase()])],
		subject: email.subject,
		at: email.date ?? email.receivedAt ?? '',
	};
}
