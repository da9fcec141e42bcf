import type { DeskAction } from '../../common/deskAction';
import { theTicket, ticketNamed } from '../ticketNamed';

const RECENT = 10;

/** The ticket's page (D6): everything said on it, its files, and the customer with their other recent tickets. */
export const get: DeskAction = {
	option: { name: 'Get', value: 'get', description: 'One ticket with its comments, messages and files, its customer, and their other recent tickets', action: 'Get a ticket' },
	writes: false,
	properties: [theTicket],
	async run(call) {
		const { desk } = call;
		const ticket = await ticketNamed(call);
		const contact = ticket.contactId === null ? null : await desk.getContact(ticket.contactId);
		const organization = ticket.organizationId === null ? null : await desk.getOrganization(ticket.organizationId);
		const recent = contact === null ? [] : (await desk.searchTickets({ contactId: contact.id, limit: RECENT + 1 })).tickets;
		return {
			ticket,
			comments: await desk.listComments(ticket.id),
			messages: await desk.listMessages(ticket.id),
			files: await desk.listFiles(ticket.id),
			contact,
			organization,
			recentTickets: recent.filter(({ id }) => id !== ticket.id).slice(0, RECENT),
		};
	},
};
