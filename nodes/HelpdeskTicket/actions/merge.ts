import type { DeskAction } from '../../common/deskAction';
import { ticketProperty } from '../../common/properties';
import { theTicket, ticketNamed } from '../ticketNamed';

export const merge: DeskAction = {
	option: { name: 'Merge', value: 'merge', description: 'Lead mail for one ticket to another from now on', action: 'Merge a ticket into another' },
	needs: 'merge',
	writes: true,
	properties: [theTicket, ticketProperty({ displayName: 'Into', name: 'into', description: 'The ticket that stays. The people of the other one take part in it.' })],
	async run(call) {
		const [from, into] = [await ticketNamed(call), await ticketNamed(call, 'into')];
		const { ticket, effect } = await call.desk.mergeTickets(call.claim(`merge ${from.id} into ${into.id}`), from.id, into.id);
		return { ticket, mergedFrom: from.id, effect };
	},
};
