import type { Decision } from './Decision';
import { ticketName } from './weighEvidence';

const OUTCOMES: Record<Decision['action'], (decision: Decision, ticket: string) => string> = {
	append: (decision, ticket) => `${decision.internal ? 'Added as an internal note to' : 'Added to'} ${ticket}${decision.reopen ? ', which was opened again' : ''}`,
	create: (decision) => (decision.links.length > 0 ? 'New ticket, linked to what it refers to' : 'New ticket'),
	'not-found-or-not-allowed': () => 'No ticket was changed',
	park: () => 'Parked for a person to look at',
	ignore: () => 'Passed over',
	duplicate: (_, ticket) => `Handled before${ticket === '' ? '' : `, for ${ticket}`}`,
};

/** A decision in one plain sentence, its reasons included, for logs and tables. */
export function explain(decision: Decision): string {
	const outcome = OUTCOMES[decision.action](decision, decision.ticket === null ? '' : ticketName(decision.ticket));
	return decision.reasons.length === 0 ? `${outcome}.` : `${outcome}: ${decision.reasons.join('; ')}.`;
}
