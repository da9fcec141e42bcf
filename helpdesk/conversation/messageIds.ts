import type { EmailFacts } from '../email/Email';
import { parseMessageIds } from '../email/messageIds';

/** A Message-ID that a mail refers to, with angle brackets, and the header in which it stood. */
export interface ThreadId {
	id: string;
	where: 'In-Reply-To' | 'References';
}

/** The chains of hostile mails are endless; people's are shorter than this. */
const MAXIMUM_IDS = 32;

/**
 * The ids that a mail refers to: In-Reply-To first, then References from newest to oldest, each once, at most 32. The headers are read here once more, because
 * In-Reply-To may name several mails and Vtiger writes its ids as `&lt;...&gt;`.
 */
export function threadIds(facts: EmailFacts): ThreadId[] {
	if (facts.inReplyTo === null && facts.references.length === 0 && facts.headers['in-reply-to'] === undefined && facts.headers['references'] === undefined) return [];
	const inReplyTo = [...(facts.inReplyTo === null ? [] : [facts.inReplyTo]), ...(facts.headers['in-reply-to'] ?? []).slice(0, 5)];
	const references = [...(facts.headers['references'] ?? []).slice(0, 5), facts.references.join(' ')];
	const found: ThreadId[] = [
		...inReplyTo.flatMap(splitIds).map((id) => ({ id, where: 'In-Reply-To' as const })),
		...references.flatMap(splitIds).reverse().map((id) => ({ id, where: 'References' as const })),
	];
	const seen = new Set<string>();
	return found.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, MAXIMUM_IDS);
}

function splitIds(header: string): string[] {
	return parseMessageIds(header.includes('&') ? header.replace(/&lt;/gi, '<').replace(/&gt;/gi, '>') : header);
}
