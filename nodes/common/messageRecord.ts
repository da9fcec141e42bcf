import type { Email, MessageRecord } from '../../helpdesk';

/** What a desk remembers of a received mail. */
export function messageRecord(email: Email): MessageRecord {
	return {
		key: email.mailbox.key,
		messageId: email.messageId,
		inReplyTo: email.inReplyTo,
		references: email.references,
		direction: 'in',
		from: email.from.address,
		recipients: [...email.to, ...email.cc].map(({ address }) => address),
		subject: email.subject,
		at: email.date ?? email.receivedAt ?? '',
	};
}
