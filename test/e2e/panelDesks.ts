import { join } from 'node:path';
import { createSqlDesk } from '../../helpdesk/desk/sql/createSqlDesk';
import { createVtigerDesk } from '../../helpdesk/desk/vtiger/createVtigerDesk';
import type { Desk } from '../../helpdesk/desk/Desk';
import { openStore } from '../../helpdesk/store/openStore';
import { storeFile } from '../../helpdesk/store/storeFile';
import { startVtigerDouble, type VtigerDouble } from '../support/vtigerDouble/startVtigerDouble';

/** Whom and what the lists of the panels show. */
export const ANNA = { name: 'Anna Agent', address: 'anna@helpdesk.example' };
export const TITLES = ['Printer on fire', 'Cannot sign in since Monday', 'Invoice 4711 is missing'];

async function fill(desk: Desk): Promise<void> {
	const { contact } = await desk.createContact({ key: 'eva@customer.example', action: 'panels' }, { address: 'eva@customer.example', name: 'Eva Example' });
	for (const title of TITLES) {
		await desk.createTicket({ key: title, action: 'panels' }, { title, description: title, html: '', contactId: contact.id, organizationId: null, fields: {}, message: null, participants: [], files: [], links: [] });
	}
}

/** Puts people, groups, queues, a contact and tickets into the file that n8n's nodes use by default, and into a Vtiger that runs until it is closed. */
export async function fillDesks(n8nUserFolder: string): Promise<VtigerDouble> {
	const store = await openStore({ file: storeFile({ userFolder: n8nUserFolder, name: 'default' }) });
	const double = await startVtigerDouble();
	try {
		const builtIn = createSqlDesk(store);
		await builtIn.upkeep?.setPerson(ANNA);
		await builtIn.upkeep?.setPerson({ name: 'Bert Agent', address: 'bert@helpdesk.example' });
		await builtIn.upkeep?.setGroup({ name: 'First Line', people: [ANNA.address] });
		await builtIn.upkeep?.setQueue({ name: 'Sales', address: 'sales@helpdesk.example', people: [] });
		await builtIn.upkeep?.setQueue({ name: 'Support', address: 'support@helpdesk.example', people: [ANNA.address] });
		await fill(builtIn);
		const ofVtiger = await openStore({ file: join(n8nUserFolder, 'vtiger.sqlite') });
		await fill(createVtigerDesk(ofVtiger, double.account, { ownSession: true, settleMs: 0 }));
		await ofVtiger.close();
	} finally {
		await store.close();
	}
	return double;
}
