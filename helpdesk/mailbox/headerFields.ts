import { parseRecipients } from '../email/addresses';
import { firstValue, rawValues, readHeaderBlock } from '../email/headerBlock';
import { normaliseMessageId, parseMessageIds } from '../email/messageIds';
import type { Envelope } from './MailboxSession';

/** Ids and sender out of a header block as it came from the server, in the same form as in the item. Never throws; what cannot be read is null or empty. */
export function readHeaderFields(header: Buffer): Pick<Envelope, 'messageId' | 'inReplyTo' | 'references' | 'from'> {
	const { fields } = readHeaderBlock(header);
	const own = firstValue(fields, 'message-id');
	return {
		messageId: parseMessageIds(own)[0] ?? (normaliseMessageId(own) || null),
		inReplyTo: parseMessageIds(rawValues(fields, 'in-reply-to').join(' '))[0] ?? null,
		references: parseMessageIds(rawValues(fields, 'references').join(' ')),
		from: parseRecipients(rawValues(fields, 'from'))[0]?.address ?? '',
	};
}
