import { fieldValues } from '../../common/desk';
import type { DeskAction } from '../../common/deskAction';
import { deskFieldsProperty } from '../../common/properties';
import { plainChange, theTicket, ticketNamed } from '../ticketNamed';

export const changeFields: DeskAction = {
	option: { name: 'Change Fields', value: 'changeFields', description: 'Write fields of a ticket: status, priority, queue and all others that the desk has', action: 'Change fields of a ticket' },
	writes: true,
	properties: [theTicket, deskFieldsProperty({ displayName: 'Fields', name: 'fields' }, 'ticketFields')],
	async run(call) {
		const { id } = await ticketNamed(call);
		const { ticket, effect } = await call.desk.updateTicket(call.claim(`change ${id}`), id, plainChange(fieldValues(call.context, 'fields', call.itemIndex)));
		return { ticket, effect };
	},
};
