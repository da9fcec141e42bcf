import { ANSWERS_TO_ADDRESS, brokenLimit, limitInWords, MESSAGES_OF_TICKET, ticketLadder } from '../../helpdesk';
import type { Email, OutgoingMail, Traffic } from '../../helpdesk';
import { mailboxOf } from '../common/mailboxOf';

export interface AnswerLimits {
	/** Automatic answers to one person for one ticket in 24 hours. Zero: no limit of this kind. */
	perTicketAndDay: number;
	/** ISO 8601 in UTC. */
	now: string;
	/** The effect that is counted, see `AnswerChoices`. */
	purpose: string;
}

const DAY = 24 * 60;

/** Recipients that wrote the message: only they can answer an answer for ever. Agents may be told of as many as there are. */
function answeredPeople({ from, replyTo }: Email, { to, cc }: OutgoingMail): string[] {
	const writers = new Set([from, ...replyTo].map(({ address }) => address.toLowerCase()));
	return [...new Set([...to, ...cc].map(({ address }) => address.toLowerCase()))].filter((address) => writers.has(address));
}

/** Why an automatic answer may not go out now; null when it may. Another try of the same answer never counts against itself. */
export async function overAnswerLimit(traffic: Traffic, email: Email, mail: OutgoingMail, ticket: string, { perTicketAndDay, now, purpose }: AnswerLimits): Promise<string | null> {
	const of = { mailbox: mailboxOf(email), kinds: ['answer' as const], except: { key: email.mailbox.key, purpose } };
	const ofTicket = brokenLimit(await traffic.times({ ...of, ticket }), now, ticketLadder(MESSAGES_OF_TICKET));
	if (ofTicket !== null) return `Automatic answers of this ticket: ${limitInWords(ofTicket)}, the limit against loops`;
	for (const person of answeredPeople(email, mail)) {
		const toTicket = brokenLimit(await traffic.times({ ...of, person, ticket }), now, [{ messages: perTicketAndDay, minutes: DAY }]);
		if (toTicket !== null) return `${person} had an automatic answer for this ticket within 24 hours; see the option Answers per Ticket and Day`;
		const toPerson = brokenLimit(await traffic.times({ ...of, person }), now, [ANSWERS_TO_ADDRESS]);
		if (toPerson !== null) return `Automatic answers to ${person}: ${limitInWords(toPerson)}, the limit against loops`;
	}
	return null;
}

/** Counts an answer before it is sent, so that one whose end nobody knows counts too. */
export async function recordAnswer(traffic: Traffic, email: Email, mail: OutgoingMail, ticket: string, { now, purpose }: AnswerLimits): Promise<void> {
	for (const person of answeredPeople(email, mail)) {
		await traffic.record({ key: email.mailbox.key, purpose, kind: 'answer', mailbox: mailboxOf(email), person, ticket, at: now });
	}
}
