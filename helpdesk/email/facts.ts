import { parseRecipients } from './addresses';
import { readAuthentication } from './authentication';
import { charsetHint } from './charsetHint';
import type { EmailFacts, SourceContext } from './Email';
import { decodeHeaderText, oneLine } from './encodedWords';
import { domainOf } from './freemail';
import { firstValue, rawValues, type RawField, type SplitMessage } from './headerBlock';
import { readHeaderDate } from './headerDate';
import { readHeaders } from './headerValues';
import { identityOf, type MailboxIdentity } from './identity';
import { parseMessageIds } from './messageIds';
import { readSender } from './sender';

const MAX_SUBJECT = 2_000;
const DELIVERY_FIELDS = ['delivered-to', 'x-original-to', 'envelope-to'];

function recipients(fields: readonly RawField[], names: readonly string[], hint = ''): EmailFacts['to'] {
	return parseRecipients(names.flatMap((name) => rawValues(fields, name)), hint);
}

function headerFromDomain(fields: readonly RawField[]): string {
	return domainOf(parseRecipients(rawValues(fields, 'from'))[0]?.address ?? '');
}

/** What the header alone says of a message, with an empty body: the base of every item, and all of it when the rest cannot be read. */
export function readHeaderFacts(message: SplitMessage, context: SourceContext, mailbox: MailboxIdentity): EmailFacts {
	const { fields } = message;
	const hint = charsetHint(message);
	const trusted = context.trustedAuthserv ?? [];
	const identity = identityOf(message, mailbox, context.bodyPrefix);
	const date = readHeaderDate(firstValue(fields, 'date'), context.receivedAt);
	return {
		mailbox: { ...context.mailbox, key: identity.key },
		messageId: identity.messageId,
		inReplyTo: parseMessageIds(rawValues(fields, 'in-reply-to').join(' '))[0] ?? null,
		references: parseMessageIds(rawValues(fields, 'references').join(' ')),
		date: date.date,
		dateOffset: date.offset,
		receivedAt: context.receivedAt?.toISOString() ?? null,
		subject: oneLine(decodeHeaderText(firstValue(fields, 'subject').slice(0, MAX_SUBJECT * 4), hint)).slice(0, MAX_SUBJECT),
		from: readSender(fields, mailbox.address, hint),
		replyTo: recipients(fields, ['reply-to'], hint),
		to: recipients(fields, ['to'], hint),
		cc: recipients(fields, ['cc'], hint),
		bcc: recipients(fields, ['bcc'], hint),
		deliveredTo: recipients(fields, DELIVERY_FIELDS),
		text: '',
		html: '',
		authentication: readAuthentication(fields, trusted, trusted.length > 0 ? headerFromDomain(fields) : ''),
		security: null,
		calendar: null,
		attachments: [],
		headers: readHeaders(fields, hint),
		size: context.size > 0 ? context.size : message.source.length,
		flags: [...context.flags],
		partial: context.partial,
	};
}
