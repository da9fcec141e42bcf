import { readAttachments } from './attachments';
import { readBody } from './body';
import { sortContent } from './content';
import type { ParsedEmail, SourceContext } from './Email';
import { readHeaderFacts } from './facts';
import { splitMessage, type SplitMessage } from './headerBlock';
import type { MailboxIdentity } from './identity';
import { readMimeTree } from './mimeTree';
import { readReports } from './reports';
import { shownContentIds } from './sanitizeMailHtml';

export interface ParseLimits {
	/** Milliseconds after which the body is given up and the header alone makes the item. */
	timeBudget: number;
}

const DEFAULT_LIMITS: ParseLimits = { timeBudget: 20_000 };

/** Ends the reading of a body from inside; never leaves this file. */
class TimeBudgetSpent extends Error {}

function stopwatch(limits: ParseLimits): () => void {
	const end = performance.now() + limits.timeBudget;
	return () => {
		if (performance.now() >= end) throw new TimeBudgetSpent();
	};
}

function readWhole(message: SplitMessage, context: SourceContext, account: MailboxIdentity, checkTime: () => void): ParsedEmail {
	const facts = readHeaderFacts(message, context, account);
	const tree = readMimeTree(message, checkTime);
	const content = sortContent(tree.root);
	const body = readBody(content.body, checkTime);
	// Of a message that was fetched in part, the last file is cut off: half a file must not look like a whole one.
	const whole = context.partial === null ? content.attachments : content.attachments.filter((part) => !part.reachesEnd);
	const attachments = readAttachments(whole, shownContentIds(body.html), checkTime);
	const reportParts = readReports(content.reports);
	const statusText = reportParts.filter((part) => part.mimeType.endsWith('delivery-status')).map((part) => part.text);
	facts.text = body.text === '' ? statusText.join('\n').trim() : body.text;
	facts.html = body.html;
	facts.attachments = attachments.map((attachment) => attachment.info);
	facts.partial = context.partial ?? (tree.broken ? 'broken-mime' : body.cut ? 'body-cut' : null);
	return { facts, attachments, reportParts };
}

function readHeaderOnly(message: SplitMessage, context: SourceContext, account: MailboxIdentity): ParsedEmail {
	const facts = readHeaderFacts(message, context, account);
	return { facts: { ...facts, partial: context.partial ?? 'broken-mime' }, attachments: [], reportParts: [] };
}

/**
 * Reads the bytes of a message into the facts of an item, its attachments (in the order of `facts.attachments`) and its report parts.
 * Never rejects, whatever the bytes are: what cannot be read is left out and `partial` says so. When the body takes longer than the budget or breaks the
 * reader, the item holds what the header says, with `partial: 'broken-mime'`.
 */
export function parseEmail(
	source: Buffer,
	context: SourceContext,
	account: MailboxIdentity,
	limits: ParseLimits = DEFAULT_LIMITS,
): Promise<ParsedEmail> {
	const message = splitMessage(source);
	try {
		return Promise.resolve(readWhole(message, context, account, stopwatch(limits)));
	} catch {
		return Promise.resolve(readHeaderOnly(message, context, account));
	}
}
