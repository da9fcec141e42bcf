import type { Ticket, TicketFound } from '../desk/Desk';
import type { DecisionPolicy } from './Decision';
import { ticketName } from './weighEvidence';

const MAXIMUM_MERGES = 10;
const DAY = 86_400_000;

export interface LiveTickets {
	/** Open or closed, each once, with the evidence and the people of the tickets that were merged into it. */
	live: TicketFound[];
	/** Ids of merge targets that the desk did not give: to be linked, but they cannot be judged. */
	unknownTargets: string[];
	reasons: string[];
}

/** Follows merged tickets to their targets (zammad#377: answers landed in the dead one), at most ten steps and never in a circle, and leaves out deleted ones. */
export function liveTickets(found: TicketFound[]): LiveTickets {
	const byId = new Map(found.map((entry) => [entry.ticket.id, entry]));
	const live = new Map<string, TicketFound>();
	const unknownTargets: string[] = [];
	const reasons: string[] = [];
	for (const entry of found) {
		const target = followMerges(entry, byId);
		if (target.kind === 'unknown') {
			if (target.id !== null) unknownTargets.push(target.id);
			reasons.push(`${ticketName(entry)} was merged into a ticket that cannot be found`);
			continue;
		}
		if (target.entry !== entry && entry.evidence.length > 0) reasons.push(`${ticketName(entry)} was merged into ${ticketName(target.entry)}`);
		if (target.entry.ticket.state === 'deleted') {
			if (entry.evidence.length > 0) reasons.push(`${ticketName(target.entry)} was deleted`);
			continue;
		}
		const known = live.get(target.entry.ticket.id) ?? { ...target.entry, evidence: [], internal: false };
		live.set(target.entry.ticket.id, {
			...known,
			evidence: [...known.evidence, ...entry.evidence],
			participants: [...new Set([...known.participants, ...entry.participants, entry.requester].filter((address) => address !== ''))],
			addressedTo: [...new Set([...known.addressedTo, ...entry.addressedTo])],
			internal: known.internal || entry.internal,
		});
	}
	return { live: [...live.values()].filter(({ evidence }) => evidence.length > 0), unknownTargets: [...new Set(unknownTargets)], reasons };
}

function followMerges(start: TicketFound, byId: Map<string, TicketFound>): { kind: 'found'; entry: TicketFound } | { kind: 'unknown'; id: string | null } {
	let entry = start;
	for (let step = 0; step <= MAXIMUM_MERGES; step++) {
		if (entry.ticket.state !== 'merged') return { kind: 'found', entry };
		const id = entry.ticket.mergedInto;
		const next = id === null ? undefined : byId.get(id);
		if (next === undefined) return { kind: 'unknown', id };
		entry = next;
	}
	return { kind: 'unknown', id: null };
}

/** What the state of a ticket allows. `too-late`: closed so long ago that a new, linked ticket is better. */
export type StateVerdict = { kind: 'add' | 'reopen' | 'too-late'; reason: string | null };

/**
 * The state gate for a mail whose sender was admitted. `mayReopen` is false for automatic mail and strangers. A ticket without any date of closing counts as just
 * closed, so that a customer's answer is rather seen at its old place than torn off it.
 */
export function judgeState(found: TicketFound, mayReopen: boolean, policy: DecisionPolicy): StateVerdict {
	const name = ticketName(found);
	if (found.ticket.state !== 'closed') return { kind: 'add', reason: null };
	const days = daysClosed(found.ticket, policy.now);
	if (policy.reopenWithinDays <= 0 || days > policy.reopenWithinDays) {
		return { kind: 'too-late', reason: policy.reopenWithinDays <= 0 ? `${name} is closed and closed tickets stay closed` : `${name} was closed ${Math.floor(days)} days ago, more than ${policy.reopenWithinDays}` };
	}
	if (!mayReopen) return { kind: 'add', reason: `${name} is closed and stays closed` };
	if (found.reopenedLastHour >= policy.reopensPerHour) {
		return { kind: 'add', reason: `${name} is closed and was opened again ${found.reopenedLastHour} times within the last hour, so it stays closed` };
	}
	return { kind: 'reopen', reason: `${name} is closed and will be opened again` };
}

function daysClosed(ticket: Ticket, now: string): number {
	const since = Date.parse(ticket.closedAt ?? ticket.changedAt);
	const age = (Date.parse(now) - since) / DAY;
	return Number.isNaN(age) ? 0 : age;
}
