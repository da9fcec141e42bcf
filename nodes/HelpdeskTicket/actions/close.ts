import type { IDataObject } from 'n8n-workflow';
import type { DeskAction, DeskCall } from '../../common/deskAction';
import { plainChange, theTicket, ticketNamed } from '../ticketNamed';

async function setStatus(call: DeskCall, what: string, status: string): Promise<IDataObject> {
	const { id } = await ticketNamed(call);
	const { ticket, effect } = await call.desk.updateTicket(call.claim(`${what} ${id}`), id, plainChange({ status }));
	return { ticket, effect };
}

export const close: DeskAction = {
	option: { name: 'Close', value: 'close', description: 'Give a ticket the first status that means closed', action: 'Close a ticket' },
	writes: true,
	properties: [theTicket],
	run: async (call) => await setStatus(call, 'close', (await call.desk.describe()).closedStatuses[0] ?? ''),
};

export const reopen: DeskAction = {
	option: { name: 'Reopen', value: 'reopen', description: 'Give a ticket the status of new tickets', action: 'Reopen a ticket' },
	writes: true,
	properties: [theTicket],
	run: async (call) => await setStatus(call, 'reopen', (await call.desk.describe()).openStatus),
};
