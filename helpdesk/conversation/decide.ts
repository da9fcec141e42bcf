import type { TicketFound } from '../desk/Desk';
import type { Email } from '../email/Email';
import { findTicketId } from '../email/ticketTag';
import type { Decision, DecisionPolicy, SenderTrust } from './Decision';
import { brokenLimit, limitInWords, MESSAGES_OF_TICKET, NEW_TICKETS_OF_SENDER, ticketLadder } from './limits';
import { isFromOurselves, isOwn } from './ownMail';
import { forwardsMail } from './replyForward';
import { admit, trustSender } from './senderTrust';
import { judgeState, liveTickets } from './ticketState';
import { chooseTicket, ticketName, type Weighed } from './weighEvidence';

/** What the desk knows of this very message. */
export interface DecisionKnowledge {
	/** Where an earlier handling of it had its effect; null: it had none. */
	earlierEffect: { ticketId: string } | null;
	/** What came in lately. Without it there are no limits. */
	traffic?: RecentTraffic;
}

/** Times as ISO 8601 in UTC. */
export interface RecentTraffic {
	/** When this sender made new tickets in this mailbox. */
	newTickets: string[];
	/** When each ticket that was found took in messages of this sender, by id. */
	added: Record<string, string[]>;
}

/** Reports and automatic answers: they are noted on their ticket or passed over, but make none. Form mails and monitoring do. */
const CLASSES_WITHOUT_TICKET = ['bounce', 'delay', 'out-of-office', 'auto-reply', 'receipt', 'own-system', 'complaint', 'calendar'];

/** A policy with everything at its default but what is given. `now` is ISO 8601 in UTC. */
export function defaultPolicy(given: Partial<DecisionPolicy> & Pick<DecisionPolicy, 'now'>): DecisionPolicy {
	return {
		mode: 'create-or-update',
		colleaguesMayJoin: false,
		reopenWithinDays: 14,
		reopensPerHour: 3,
		newTickets: NEW_TICKETS_OF_SENDER,
		messagesOfTicket: MESSAGES_OF_TICKET,
		classesWithoutTicket: [...CLASSES_WITHOUT_TICKET],
		ownAddresses: [],
		...given,
	};
}

/**
 * What is to be done with a mail, given the tickets that its evidence points at (merged ones together with their targets). Pure: no clock, no look-ups. Asks in turn:
 * was it handled before, is it our own, which ticket is meant, who is the sender to that ticket, and does the ticket's state let it in. Promises: a stranger never
 * adds anything but an internal, unverified note; what would be more than a limit against loops allows is parked, never dropped; neither a stranger nor automatic mail opens a ticket again; every outcome has its reasons.
 */
export function decide(email: Email, found: TicketFound[], policy: DecisionPolicy, knowledge: DecisionKnowledge): Decision {
	if (knowledge.earlierEffect !== null) return duplicate(found, knowledge.earlierEffect.ticketId);
	if (email.automatic.class === 'own-system') return decision('ignore', { reasons: [...email.automatic.reasons, 'Mail of the help desk itself is passed over'] });
	if (isFromOurselves(email, policy.ownAddresses)) {
		return decision('ignore', { reasons: [`${email.from.address} is an address of the help desk itself: its mail is passed over`] });
	}
	const { live, unknownTargets, reasons: states } = liveTickets(found);
	const choice = chooseTicket(email, live);
	const situation: Situation = { email, policy, traffic: knowledge.traffic ?? { newTickets: [], added: {} }, noteOnly: policy.classesWithoutTicket.includes(email.automatic.class), reasons: [...states], links: unknownTargets };
	if (choice.kind === 'none') {
		situation.reasons.push(nothingFound(email, found));
		return withoutTicket(situation, 'unknown');
	}
	situation.reasons.push(...choice.reasons);
	if (choice.kind === 'conflict' && !situation.noteOnly) {
		situation.links = linked(choice.tickets, unknownTargets);
		situation.reasons.push('Thread and subject name different tickets: it joins neither');
		return withoutTicket(situation, 'unknown');
	}
	const [winner, ...others] = choice.kind === 'conflict' ? choice.tickets : [choice.winner, ...choice.others];
	if (winner === undefined) return withoutTicket(situation, 'unknown');
	return withTicket(situation, winner, linked(others, unknownTargets));
}

interface Situation {
	email: Email;
	policy: DecisionPolicy;
	traffic: RecentTraffic;
	/** Its class makes no ticket: it becomes a note or is passed over. */
	noteOnly: boolean;
	reasons: string[];
	links: string[];
}

function withTicket(situation: Situation, winner: Weighed, others: string[]): Decision {
	const { email, policy, noteOnly, reasons } = situation;
	situation.links = [winner.found.ticket.id, ...others];
	const { trust, reason: who } = trustSender(email, winner.found, policy);
	if (policy.mode === 'create-only') return withoutTicket(situation, trust);

	if (!noteOnly && forwardsMail(email) && cameToAnotherMailbox(winner.found, email.mailbox.address)) {
		reasons.push(`It is a forward to ${email.mailbox.address}, and ${ticketName(winner.found)} came to another mailbox`);
		return withoutTicket(situation, trust);
	}
	const deliveryReport = email.bounce !== null && noteOnly && winner.level !== 'named';
	if (deliveryReport) reasons.push('A delivery report comes from a mail server, so its sender is not asked');
	const gate = deliveryReport ? { admission: 'join' as const, reason: null } : admit(trust, winner.level, policy);
	reasons.push(...(deliveryReport ? [] : [who]), ...(gate.reason === null ? [] : [gate.reason]));
	if (gate.admission === 'park') return decision('park', { trust, links: situation.links, reasons });
	if (gate.admission === 'stay-out') return withoutTicket(situation, trust);

	const unverified = gate.admission === 'join-unverified';
	const state = judgeState(winner.found, !noteOnly && !email.automatic.isAutomatic && !unverified, policy);
	if (state.kind === 'too-late' && !noteOnly) {
		reasons.push(...(state.reason === null ? [] : [state.reason]));
		return withoutTicket(situation, trust);
	}
	if (state.reason !== null) reasons.push(state.reason);
	const broken = brokenLimit(situation.traffic.added[winner.found.ticket.id] ?? [], policy.now, ticketLadder(policy.messagesOfTicket));
	if (broken !== null) {
		const name = ticketName(winner.found);
		return decision('park', { trust, links: situation.links, reasons: [...reasons, `Messages of this sender for ${name}: ${limitInWords(broken)}, the limit against loops`] });
	}
	if (noteOnly || email.automatic.isAutomatic) reasons.push(`It is automatic mail (${email.automatic.class}): added as an internal note`);
	else if (winner.found.internal) reasons.push('It answers an internal note and stays internal');
	return decision('append', {
		ticket: winner.found,
		trust,
		internal: noteOnly || email.automatic.isAutomatic || unverified || winner.found.internal,
		unverified,
		reopen: state.kind === 'reopen',
		links: others,
		reasons,
	});
}

/** No ticket to join: a new one, unless the mail's class or the mode forbids it. */
function withoutTicket({ email, policy, traffic, noteOnly, reasons, links }: Situation, trust: SenderTrust): Decision {
	if (noteOnly) return decision('ignore', { trust, reasons: [...reasons, `It is automatic mail (${email.automatic.class}), which makes no ticket`] });
	if (policy.mode === 'update-only') return decision('not-found-or-not-allowed', { trust, links, reasons: [...reasons, 'Update only: no new ticket is made'] });
	const broken = brokenLimit(traffic.newTickets, policy.now, [policy.newTickets]);
	if (broken !== null) return decision('park', { trust, links, reasons: [...reasons, `New tickets of this sender: ${limitInWords(broken)}, the limit against loops`] });
	if (policy.mode === 'create-only' && links.length > 0) reasons.push('Create only: a new ticket even for a reply');
	const linkReason = links.length === 0 ? 'A new ticket is made' : 'A new ticket is made, linked to what was found';
	return decision('create', { trust, links, staleTag: namesTicket(email), reasons: [...reasons, linkReason] });
}

/** Who passes the mail of one mailbox on to another wants something of the other one (zammad#4965: it was added where it came from). */
function cameToAnotherMailbox({ addressedTo }: TicketFound, mailbox: string): boolean {
	return mailbox !== '' && addressedTo.length > 0 && !addressedTo.some((address) => isOwn(address, [mailbox]));
}

/** Any tag in the title of a new ticket would, in the answers to it, speak for the wrong ticket. */
function namesTicket(email: Email): boolean {
	return findTicketId(email.subject) !== null || email.ticket.evidence.some(({ kind }) => kind === 'ticket-number');
}

function nothingFound(email: Email, found: TicketFound[]): string {
	if (found.length > 0) return 'None of the tickets found can be added to';
	const tag = email.ticket.evidence.find(({ kind }) => kind === 'ticket-id' || kind === 'ticket-number');
	return tag === undefined ? 'Nothing in the mail points at a ticket' : `Subject names ${tag.value}, but there is no such ticket`;
}

function duplicate(found: TicketFound[], ticketId: string): Decision {
	const ticket = found.find((entry) => entry.ticket.id === ticketId) ?? null;
	return decision('duplicate', { ticket, reasons: [`This message was handled before, for ${ticket?.ticket.number || `ticket id ${ticketId}`}`] });
}

function linked(tickets: Weighed[], more: string[]): string[] {
	return [...new Set([...tickets.map(({ found }) => found.ticket.id), ...more])];
}

function decision(action: Decision['action'], given: Partial<Decision>): Decision {
	return { action, ticket: null, trust: 'unknown', internal: false, unverified: false, reopen: false, links: [], staleTag: false, reasons: [], ...given };
}
