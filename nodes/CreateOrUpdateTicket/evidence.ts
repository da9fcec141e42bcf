import { cleanSubject, compilePattern } from '../../helpdesk';
import type { Email, Evidence, EvidenceKind } from '../../helpdesk';

export type FindBy = 'conversation' | 'ticketId' | 'ticketNumber' | 'sameSubject' | 'pattern' | 'captured';

/** Which of the hints found in the mail each choice in the panel stands for. */
const KINDS: Record<FindBy, EvidenceKind[]> = {
	conversation: ['signed-message-id', 'signed-token', 'message-id', 'referenced-by', 'original-message-id'],
	ticketId: ['ticket-id'],
	ticketNumber: ['ticket-number'],
	sameSubject: [],
	pattern: [],
	captured: [],
};

export interface PatternChoice {
	pattern: string;
	searchIn: 'subject' | 'body' | 'subjectAndBody' | 'source';
	/** The raw message, for `source`. */
	source: string;
}

/** The evidence that the node may use: hints of the mail that are chosen, and those that only the node can make (pattern, capture, subject). */
export function chosenEvidence(email: Email, findBy: FindBy[], choice: PatternChoice): Evidence[] {
	const kinds = new Set(findBy.flatMap((way) => KINDS[way]));
	const evidence = email.ticket.evidence.filter(({ kind }) => kinds.has(kind));
	if (findBy.includes('pattern') && choice.pattern) {
		const value = compilePattern(choice.pattern).find(searched(email, choice))?.captured;
		if (value) evidence.push({ kind: 'pattern', value, confidence: 0.6, where: `pattern in ${choice.searchIn}` });
	}
	const captured = email.verdict.captured;
	if (findBy.includes('captured') && typeof captured === 'string' && captured) {
		evidence.push({ kind: 'pattern', value: captured, confidence: 0.6, where: 'pattern of the rule' });
	}
	const subject = cleanSubject(email.subject);
	if (findBy.includes('sameSubject') && subject) {
		evidence.push({ kind: 'same-subject', value: subject, confidence: 0.4, where: 'Subject' });
	}
	return evidence;
}

function searched(email: Email, { searchIn, source }: PatternChoice): string {
	const texts = { subject: email.subject, body: email.text, subjectAndBody: `${email.subject}\n${email.text}`, source };
	return texts[searchIn];
}
