import type { Email, RecentTraffic, TicketFound, Traffic } from '../../helpdesk';
import { mailboxOf } from '../common/mailboxOf';

const PURPOSE = 'ticket';

/** What the limits against loops ask: when this sender made new tickets, and wrote to the tickets that were found. Two look-ups, and one more for each ticket beyond the first. */
export async function recentTraffic(traffic: Traffic, email: Email, person: string, found: readonly TicketFound[]): Promise<RecentTraffic> {
	const of = { mailbox: mailboxOf(email), person, except: { key: email.mailbox.key, purpose: PURPOSE } };
	const newTickets = await traffic.times({ ...of, kinds: ['new-ticket'] });
	const added: Record<string, string[]> = {};
	for (const { ticket } of found) added[ticket.id] ??= await traffic.times({ ...of, kinds: ['added', 'new-ticket'], ticket: ticket.id });
	return { newTickets, added };
}

/** Counts a message that had its effect; once, however often it is tried. */
export async function recordArrival(traffic: Traffic, email: Email, person: string, ticket: string, kind: 'new-ticket' | 'added', at: string): Promise<void> {
	await traffic.record({ key: email.mailbox.key, purpose: PURPOSE, kind, mailbox: mailboxOf(email), person, ticket, at });
}
