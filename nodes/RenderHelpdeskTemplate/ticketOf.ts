import type { INodeExecutionData } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import type { Email, Ticket } from '../../helpdesk';
import type { HelpdeskStore } from '../common/store';

/** The ticket as it is now; in a test, where none was made, one that only shows what the mail would look like. */
export async function ticketOf({ desk }: HelpdeskStore, item: INodeExecutionData, email: Email, simulate: boolean): Promise<Ticket> {
	const { id } = (item.json.ticket ?? {}) as { id?: unknown };
	const ticket = typeof id === 'string' ? await desk.getTicket(id) : null;
	if (ticket) return ticket;
	if (!simulate) {
		throw new HelpdeskError('NO_TICKET', 'This item has no ticket to write about', {
			fault: 'settings',
			remedy: 'Wire this node behind the output Created or Updated of a Create/Update Ticket node.',
		});
	}
	const at = email.receivedAt ?? '';
	const empty = { description: email.text, status: '', priority: '', category: '', queue: '', assignee: '', createdAt: at, changedAt: at, fields: {} };
	const nobody = { contactId: null, organizationId: null, closedAt: null, mergedInto: null, group: '', service: null };
	return { ...empty, ...nobody, id: '0', number: 'TT0', title: email.subject || 'Untitled', state: 'open' };
}
