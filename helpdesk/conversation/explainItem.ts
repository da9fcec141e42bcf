import type { Email, EvidenceKind } from '../email/Email';

/** What the nodes have found out so far; the shapes are theirs, and items come from workflows that anybody may have edited. */
interface Findings {
	ruleReasons: readonly string[];
	decision: string | null;
}

const MOST = 5;

/** The first few, and how many more there are: a mail can name thousands of tickets. */
function listed(parts: readonly string[]): string {
	const more = parts.length > MOST ? [`${parts.length - MOST} more`] : [];
	return [...parts.slice(0, MOST), ...more].join('; ');
}

type Told = Pick<Email, 'automatic' | 'bounce' | 'reply' | 'ticket' | 'partial'>;

function classLine({ automatic, bounce }: Told): string {
	const because = automatic.reasons.length === 0 ? '' : `, because ${listed(automatic.reasons)}`;
	const answer = automatic.mayAnswer ? 'it may be answered' : 'it must not be answered';
	const failed = bounce === null ? '' : ` It says that ${bounce.recipient || 'somebody'} could not be reached (${bounce.status}, ${bounce.hard ? 'for good' : 'for now'}).`;
	return automatic.isAutomatic ? `Automatic mail of the class ${automatic.class}${because}; ${answer}.${failed}` : `Written by a person (class ${automatic.class})${because}; ${answer}.${failed}`;
}

function replyLine({ reply }: Told): string {
	const sure = `${Math.round(reply.confidence * 100)} % sure`;
	if (reply.text === '' && reply.elided === '') return 'The message has no text.';
	if (reply.elided === '') return `The whole text counts as new (${sure}).`;
	return `${reply.elided.length} characters of quoted text were left out of the reply (found by ${reply.method}, ${sure}).`;
}

/** Null: only asks whether stored mail refers to this one, which nobody wrote into it. */
const HINTS: Readonly<Record<EvidenceKind, string | null>> = {
	'signed-message-id': 'our signed Message-ID, of ticket id',
	'signed-token': 'our signed token, of ticket id',
	'message-id': 'the Message-ID',
	'referenced-by': null,
	'original-message-id': 'the Message-ID of the mail it reports on,',
	'ticket-id': 'the ticket id',
	'ticket-number': 'the ticket number',
	pattern: 'by your pattern',
	'same-subject': 'the same subject',
};

function evidenceLine({ ticket }: Told): string {
	const hints = ticket.evidence.flatMap(({ kind, value, where }) => (HINTS[kind] === null ? [] : [`${HINTS[kind]} ${value} (${where})`]));
	return hints.length === 0 ? 'Nothing in it points at a ticket.' : `It points at a ticket: ${listed(hints)}.`;
}

/**
 * The chain of reasons of one item in plain words, in the order in which things were found out: what is missing, what kind of mail it is, what of it is new,
 * what points at a ticket, what the rules said, and what was decided. No text of the message is in it beside subject tags and what the rules quote.
 */
export function explainItem(email: Told, { ruleReasons, decision }: Findings): string[] {
	return [
		...(email.partial === null ? [] : [`The item is incomplete: ${email.partial}.`]),
		classLine(email),
		replyLine(email),
		evidenceLine(email),
		...ruleReasons,
		...(decision === null ? [] : [decision]),
	];
}
