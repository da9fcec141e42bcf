import type { Ticket } from '../../helpdesk';
import { HelpdeskError } from '../../helpdesk';
import type { DeskCall } from '../common/deskAction';
import { ticketProperty } from '../common/properties';

/** The ticket that an action is about. */
export const theTicket = ticketProperty({
	displayName: 'Ticket',
	name: 'ticket',
	default: { mode: 'id', value: '={{ $json.ticket.id }}' },
	description: 'The ticket: picked from the list, by number, or by ID. By default the one that the message belongs to.',
});

/** The ticket that a locator names. Rejects with `TICKET_MISSING`. */
export async function ticketNamed({ context, itemIndex, desk, text }: DeskCall, parameter = 'ticket'): Promise<Ticket> {
	const { mode } = context.getNodeParameter(parameter, itemIndex, {}) as { mode?: string };
	const value = text(parameter);
	const found = mode === 'number' ? await desk.findTickets([{ kind: 'ticket-number', value, confidence: 1, where: 'node' }]) : [];
	const ticket = mode === 'number' ? (found[0]?.ticket ?? null) : await desk.getTicket(value);
	if (ticket) return ticket;
	throw new HelpdeskError('TICKET_MISSING', 'There is no such ticket in this desk', {
		fault: 'settings',
		remedy: 'Pick it from the list, or check the number or ID; "={{ $json.ticket.id }}" is filled behind a Create/Update Ticket node.',
	});
}

/** What a change without a mail says. */
export function plainChange(fields: Record<string, string>) {
	return { fields, reopen: false, message: null, participants: [], files: [], links: [] };
}
