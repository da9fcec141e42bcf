import { normaliseMessageId } from '../email/messageIds';
import type { MessageColumns } from '../store/deskSchema';
import type { MessageRecord } from './Desk';

/** References of one message that are kept for looking up: the first, which began the thread, and the newest. */
const MOST_REFERENCES = 100;

/** Message-IDs that a mail refers to, as they are looked up. */
export function lookupIds({ inReplyTo, references }: MessageRecord): string[] {
	const ids = [...references, inReplyTo ?? ''].map(normaliseMessageId).filter((id) => id !== '');
	const [first, ...rest] = [...new Set(ids)];
	return first === undefined ? [] : [first, ...rest.slice(-(MOST_REFERENCES - 1))];
}

/** A mail as both desks keep it in the store. */
export function messageColumns(message: MessageRecord): MessageColumns {
	return {
		key: message.key,
		message_id: message.messageId,
		lookup_id: normaliseMessageId(message.messageId),
		in_reply_to: message.inReplyTo,
		reference_ids: JSON.stringify(message.references),
		direction: message.direction,
		sender: message.from,
		recipients: JSON.stringify(message.recipients),
		subject: message.subject,
		at: message.at,
	};
}

export function messageOf(row: MessageColumns): MessageRecord {
	return {
		key: row.key,
		messageId: row.message_id,
		inReplyTo: row.in_reply_to,
		references: JSON.parse(row.reference_ids) as string[],
		direction: row.direction,
		from: row.sender,
		recipients: JSON.parse(row.recipients) as string[],
		subject: row.subject,
		at: row.at,
	};
}

/** People who take part in a ticket because of this mail: its sender, or those we wrote to. */
export function peopleIn(message: MessageRecord | null): string[] {
	if (message === null) {
		return [];
	}
	return message.direction === 'in' ? [message.from] : message.recipients;
}
