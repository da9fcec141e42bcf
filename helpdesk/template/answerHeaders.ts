import { normaliseMessageId } from '../email/messageIds';
import { oneLine } from './escape';

export interface AnswerHeaderOptions {
	/** Signed id of the answer, made by the caller. */
	messageId: string;
	/** Message-ID of the customer's mail that is answered; null for a mail that starts a conversation. */
	answers: string | null;
	/** In-Reply-To and References of that mail. */
	inReplyTo: string | null;
	references: readonly string[];
	/** Sent without a person having written it (an acknowledgement), as opposed to an agent's comment. */
	automatic: boolean;
	/** Id of this help desk, by which it knows its own mail. */
	systemId: string;
}

export interface AnswerHeaders {
	messageId: string;
	inReplyTo: string | null;
	references: string[];
	headers: Record<string, string>;
}

const MAX_REFERENCES = 1_500;

/** Tells mail systems that no vacation notice or other automatic answer is wanted (RFC 3834 section 5; MS-OXCMAIL for Exchange). */
const AUTOMATIC_HEADERS: Readonly<Record<string, string>> = { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' };

export const LOOP_HEADER = 'X-Mail-Helpdesk-Loop';

function referencesOf(options: AnswerHeaderOptions): string[] {
	// RFC 5322 section 3.6.4: the parent's References, else its In-Reply-To, and the parent itself.
	const parents = options.references.length > 0 ? options.references : options.inReplyTo === null ? [] : [options.inReplyTo];
	const ids = [...parents, options.answers ?? ''].map(normaliseMessageId).filter((id) => id.includes('@') && id.length <= 250);
	const unique = [...new Set(ids.reverse())].reverse();
	const first = unique[0];
	if (first === undefined) return [];
	const last: string[] = [];
	let length = first.length;
	for (let i = unique.length - 1; i > 0; i--) {
		const id = unique[i] as string;
		length += id.length + 1;
		if (length > MAX_REFERENCES) break;
		last.unshift(id);
	}
	return [first, ...last];
}

/**
 * Headers that make an answer thread in the customer's mail program (C14) and end loops (C12): In-Reply-To is the customer's mail; References are the first
 * and as many of the last ids as fit into 1,500 characters; an automatic answer says so; our own loop header is on every mail. Ids come out in angle brackets
 * and without white space, so that nothing else can be in them.
 */
export function answerHeaders(options: AnswerHeaderOptions): AnswerHeaders {
	const answers = options.answers === null ? '' : normaliseMessageId(options.answers);
	const systemId = oneLine(options.systemId);
	return {
		messageId: normaliseMessageId(options.messageId),
		inReplyTo: answers === '' ? null : answers,
		references: referencesOf(options),
		headers: { ...(options.automatic ? AUTOMATIC_HEADERS : {}), ...(systemId === '' ? {} : { [LOOP_HEADER]: systemId }) },
	};
}
