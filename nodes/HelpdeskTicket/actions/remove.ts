import type { DeskAction } from '../../common/deskAction';
import { theTicket, ticketNamed } from '../ticketNamed';

export const remove: DeskAction = {
	option: { name: 'Delete', value: 'delete', description: 'Take a ticket out of the desk. Later mail for it makes a new ticket.', action: 'Delete a ticket' },
	needs: 'deleteTickets',
	writes: true,
	properties: [theTicket],
	async run(call) {
		const { id } = await ticketNamed(call);
		const { effect } = await call.desk.deleteTicket(call.claim(`delete ${id}`), id);
		return { ticket: await call.desk.getTicket(id), effect };
	},
};
