import { readAttachments } from './attachments';
import { readBody } from './body';
import { readCalendar } from './calendar';
import { sortContent } from './content';
import type { MailSecurity, ParsedEmail, SourceContext } from './Email';
import { readHeaderFacts } from './facts';
import { findSetAside, foundAll } from './findSetAside';
import { splitMessage, type SplitMessage } from './headerBlock';
import type { MailboxIdentity } from './identity';
import { readMimeTree } from './mimeTree';
import { openWrappings } from './openWrappings';
import { findPictures } from './pictureLocations';
import { readReports } from './reports';
import { shownContentIds } from './sanitizeMailHtml';

export interface ParseLimits {
	/** Milliseconds after which the body is given up and the header alone makes the item. */
	timeBudget: number;
}

const DEFAULT_LIMITS: ParseLimits = { timeBudget: 20_000 };

/** What stands in place of a text that only the owner of the key can read, so that whoever opens the ticket knows why it is empty. */
const SEALED: Readonly<Record<MailSecurity['format'], string>> = {
	smime: 'This message is encrypted (S/MIME) and could not be read here. Open the original message in a mail program that has the key, or ask the sender to write without encryption.',
	pgp: 'This message is encrypted (PGP) and could not be read here. Open the original message in a mail program that has the key, or ask the sender to write without encryption.',
};

/** Ends the reading of a body from inside; never leaves this file. */
class TimeBudgetSpent extends Error {}

/** Something that was set aside is no file, or only a part of one; never leaves this file. */
class NotWhereItBelongs extends Error {}

function stopwatch(limits: ParseLimits): () => void {
	const end = performance.now() + limits.timeBudget;
	return () => {
		if (performance.now() >= end) throw new TimeBudgetSpent();
	};
}

function readWhole(message: SplitMessage, context: SourceContext, account: MailboxIdentity, checkTime: () => void): ParsedEmail {
	const facts = readHeaderFacts(message, context, account);
	const tree = readMimeTree(message, checkTime);
	const sorted = sortContent(tree.root, context.keepSignatures);
	// Of a message that was fetched in part, the last file is cut off: half a file must not look like a whole one.
	if (context.partial !== null) sorted.attachments = sorted.attachments.filter((part) => !part.reachesEnd);
	const content = openWrappings(sorted, checkTime);
	const find = findPictures(content.attachments);
	const own = readBody(content.body, checkTime, find);
	const body = own.text.trim() === '' && own.html === '' ? readBody(content.fallback, checkTime, find) : own;
	const attachments = readAttachments(content.attachments, shownContentIds(body.html), checkTime, findSetAside(context.setAside ?? []));
	if (!foundAll(attachments, context.setAside)) throw new NotWhereItBelongs();
	const reportParts = readReports(content.reports);
	const statusText = reportParts.filter((part) => part.mimeType.endsWith('delivery-status')).map((part) => part.text);
	const isSealed = content.isSealed || (content.security?.kind === 'encrypted' && body.text.trim() === '');
	facts.calendar = readCalendar(reportParts);
	facts.text = body.text || statusText.join('\n').trim() || (facts.calendar?.summary ?? '');
	facts.html = body.html;
	facts.attachments = attachments.map((attachment) => attachment.info);
	facts.security = content.security;
	if (isSealed && content.security !== null) {
		// Armour in the text can be copied out of the ticket into a program that has the key.
		facts.text = `${SEALED[content.security.format]}\n\n${body.text}`.trim();
		facts.html = '';
	}
	facts.partial = context.partial ?? (isSealed ? 'encrypted' : tree.broken ? 'broken-mime' : body.cut ? 'body-cut' : null);
	return { facts, textOfHtml: body.textOfHtml && facts.html !== '' && facts.text === body.text, attachments, reportParts };
}

function readHeaderOnly(message: SplitMessage, context: SourceContext, account: MailboxIdentity): ParsedEmail {
	const facts = readHeaderFacts(message, context, account);
	return { facts: { ...facts, partial: context.partial ?? 'broken-mime' }, attachments: [], reportParts: [] };
}

/**
 * Reads the bytes of a message into the facts of an item, its attachments (in the order of `facts.attachments`) and its report parts.
 * Never rejects, whatever the bytes are: what cannot be read is left out and `partial` says so. When the body takes longer than the budget or breaks the
 * reader, the item holds what the header says, with `partial: 'broken-mime'`; so it does where something that was set aside is not the whole body of a file,
 * which `foundAll` tells: then the whole message must be read.
 */
export function parseEmail(
	source: Buffer,
	context: SourceContext,
	account: MailboxIdentity,
	limits: ParseLimits = DEFAULT_LIMITS,
): Promise<ParsedEmail> {
	const message = splitMessage(source);
	if (context.headerOnly) return Promise.resolve(readHeaderOnly(message, context, account));
	try {
		return Promise.resolve(readWhole(message, context, account, stopwatch(limits)));
	} catch {
		return Promise.resolve(readHeaderOnly(message, context, account));
	}
}
