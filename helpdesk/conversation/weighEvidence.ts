import type { TicketFound } from '../desk/Desk';
import type { Email, Evidence, EvidenceKind } from '../email/Email';

/** Signed: nobody else could have made it. Stored: hard to guess. Named: anybody can write it into a subject. */
export type EvidenceLevel = 'signed' | 'stored' | 'named';

/** Kinds of evidence from the strongest to the weakest, and how a reason says them (`ticket` is the number for people). */
const KINDS: Array<{ kind: EvidenceKind; level: EvidenceLevel; rank: number; say: (evidence: Evidence, ticket: string) => string }> = [
	{ kind: 'signed-message-id', level: 'signed', rank: 5, say: ({ where }, ticket) => `${where} carries our signed id of ${ticket}` },
	{ kind: 'signed-token', level: 'signed', rank: 5, say: ({ where }, ticket) => `${where} carries our signed token of ${ticket}` },
	{ kind: 'message-id', level: 'stored', rank: 4, say: ({ where }, ticket) => `${where} names a mail that belongs to ${ticket}` },
	{ kind: 'original-message-id', level: 'stored', rank: 4, say: (_, ticket) => `It reports on a mail that belongs to ${ticket}` },
	{ kind: 'referenced-by', level: 'stored', rank: 4, say: (_, ticket) => `A mail that belongs to ${ticket} answers this one` },
	{ kind: 'ticket-id', level: 'named', rank: 3, say: ({ value, where }) => `${where} names ticket id ${short(value)}` },
	{ kind: 'pattern', level: 'named', rank: 3, say: ({ value }, ticket) => `The pattern found "${short(value)}", which is ${ticket}` },
	{ kind: 'ticket-number', level: 'named', rank: 2, say: ({ value, where }) => `${where} names ${short(value)}` },
	{ kind: 'same-subject', level: 'named', rank: 1, say: (_, ticket) => `Its subject is that of ${ticket}` },
];

const SUBJECT_TAGS: EvidenceKind[] = ['ticket-id', 'ticket-number'];

/** A ticket with the best evidence for it. */
export interface Weighed {
	found: TicketFound;
	best: Evidence;
	level: EvidenceLevel;
	/** In plain words. */
	reason: string;
}

export type Choice =
	| { kind: 'none' }
	| { kind: 'one'; winner: Weighed; others: Weighed[]; reasons: string[] }
	/** The thread says one ticket, the subject another, and the sender does not settle it. */
	| { kind: 'conflict'; tickets: Weighed[]; reasons: string[] };

/**
 * Which ticket a mail means. The strongest kind of evidence wins, then the newest reference (zammad#5716), then the ticket the sender takes part in, then an open
 * one, then the younger. Where the thread and the subject's tag name different tickets, it is the one that the sender takes part in, or none.
 */
export function chooseTicket(email: Email, live: TicketFound[]): Choice {
	const sender = email.from.address.toLowerCase();
	const weighed = live.flatMap((found) => weigh(email, found) ?? []).sort((one, two) => compare(email, sender, one, two));
	const [winner, ...others] = weighed;
	if (winner === undefined) return { kind: 'none' };
	const rivals = winner.level === 'named' || hasSubjectTag(winner) ? [] : others.filter(hasSubjectTag);
	const reasons = [winner.reason, ...others.map(({ reason }) => reason)];
	if (rivals.length === 0) return { kind: 'one', winner, others, reasons };

	const joined = [winner, ...rivals].filter(({ found }) => takesPart(sender, found));
	const [only] = joined;
	if (only === undefined || joined.length > 1) return { kind: 'conflict', tickets: weighed, reasons };
	reasons.push(`Of these tickets ${sender} takes part only in ${ticketName(only.found)}`);
	return { kind: 'one', winner: only, others: weighed.filter((other) => other !== only), reasons };
}

/** Whether an address is among those who take part in a ticket. */
export function takesPart(sender: string, found: TicketFound): boolean {
	return sender !== '' && (found.requester.toLowerCase() === sender || found.participants.some((participant) => participant.toLowerCase() === sender));
}

/** The number for people, or the id where a desk has no numbers. */
export function ticketName({ ticket }: TicketFound): string {
	return ticket.number || `ticket id ${ticket.id}`;
}

function weigh(email: Email, found: TicketFound): Weighed | null {
	const best = [...found.evidence].sort((one, two) => rankOf(two) - rankOf(one) || positionOf(email, one) - positionOf(email, two))[0];
	const row = KINDS.find(({ kind }) => kind === best?.kind);
	if (best === undefined || row === undefined) return null;
	return { found, best, level: row.level, reason: row.say(best, ticketName(found)) };
}

function compare(email: Email, sender: string, one: Weighed, two: Weighed): number {
	return (
		rankOf(two.best) - rankOf(one.best) ||
		positionOf(email, one.best) - positionOf(email, two.best) ||
		Number(takesPart(sender, two.found)) - Number(takesPart(sender, one.found)) ||
		Number(two.found.ticket.state === 'open') - Number(one.found.ticket.state === 'open') ||
		two.found.ticket.createdAt.localeCompare(one.found.ticket.createdAt) ||
		two.found.ticket.id.localeCompare(one.found.ticket.id)
	);
}

function rankOf(evidence: Evidence): number {
	return KINDS.find(({ kind }) => kind === evidence.kind)?.rank ?? 0;
}

/** The mail's evidence stands in order, newest reference first. */
function positionOf(email: Email, evidence: Evidence): number {
	const position = email.ticket.evidence.findIndex(({ kind, value }) => kind === evidence.kind && value === evidence.value);
	return position === -1 ? Number.MAX_SAFE_INTEGER : position;
}

function hasSubjectTag({ found }: Weighed): boolean {
	return found.evidence.some(({ kind }) => SUBJECT_TAGS.includes(kind));
}

function short(value: string): string {
	return value.replace(/\s+/g, ' ').slice(0, 80);
}
