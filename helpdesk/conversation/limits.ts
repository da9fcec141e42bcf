/** At most so many within so many minutes. */
export interface Limit {
	messages: number;
	minutes: number;
}

/** Of one sender in one mailbox (as Odoo has it). Zero messages: no limit. */
export const NEW_TICKETS_OF_SENDER: Limit = { messages: 20, minutes: 120 };

/** Messages that one ticket takes in, or automatic answers that go out from it, in ten minutes; more is allowed in longer times. */
export const MESSAGES_OF_TICKET = 10;

/** Zammad's ladder 10/10, 15/30, 25/60, 50/180, 100/600, as multiples of its first step. */
const LADDER = [
	{ times: 1, minutes: 10 },
	{ times: 1.5, minutes: 30 },
	{ times: 2.5, minutes: 60 },
	{ times: 5, minutes: 180 },
	{ times: 10, minutes: 600 },
] as const;

/** Automatic answers to one address, whatever the ticket (as OTRS has it). */
export const ANSWERS_TO_ADDRESS: Limit = { messages: 40, minutes: 24 * 60 };

/** The steps of a ticket whose first one is so many messages in ten minutes; none for zero. */
export function ticketLadder(messages: number): Limit[] {
	return messages > 0 ? LADDER.map(({ times, minutes }) => ({ messages: Math.ceil(messages * times), minutes })) : [];
}

/** The first limit that one more message would break; null when none. Times are ISO 8601 in UTC, in any order; later ones than `now` count. */
export function brokenLimit(times: readonly string[], now: string, limits: readonly Limit[]): Limit | null {
	const present = Date.parse(now);
	const ages = times.map((at) => present - Date.parse(at));
	return limits.find(({ messages, minutes }) => messages > 0 && ages.filter((age) => age < minutes * 60_000).length >= messages) ?? null;
}

/** For people: `20 in 120 minutes`. */
export function limitInWords({ messages, minutes }: Limit): string {
	return minutes % 1_440 === 0 ? `${messages} in ${minutes / 60} hours` : `${messages} in ${minutes} minutes`;
}
