import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createClient, type VtigerClient } from '../../helpdesk/desk/vtiger/client';
import { createVtigerDesk, type VtigerDeskOptions } from '../../helpdesk/desk/vtiger/createVtigerDesk';
import { fittingTexts } from '../../helpdesk/desk/vtiger/fullText';
import { keepableText } from '../../helpdesk/desk/vtiger/keepableText';
import { ownSession } from '../../helpdesk/desk/vtiger/session';
import type { VtigerAccount } from '../../helpdesk/desk/vtiger/VtigerAccount';
import { openStore, type Store } from '../../helpdesk/store/openStore';
import type { DeskHarness } from './deskContract';
import { temporaryFolder } from './sqlDeskHarness';

export interface VtigerHarness extends DeskHarness {
	store: Store;
	/** Signed in beside the desk, as a person in Vtiger would be. */
	client: VtigerClient;
	/** Another desk on the same store and Vtiger, as another process would have it. */
	another(more?: VtigerDeskOptions): DeskHarness['desk'];
}

/** The Vtiger desk on this Vtiger, with an empty store. Nothing is waited for after a lost answer unless the test says so. */
export async function openVtigerDesk(account: VtigerAccount, more: VtigerDeskOptions = {}): Promise<VtigerHarness> {
	const folder = await temporaryFolder();
	const store = await openStore({ file: join(folder, 'desk.sqlite') });
	const client = createClient(ownSession(account, { fetch, timeoutMs: 60_000 }));
	const another = (other: VtigerDeskOptions = {}) => createVtigerDesk(store, account, { ownSession: true, settleMs: 0, ...more, ...other });
	const idOf = async (module: string, number: string) => `${(await client.describe(module)).idPrefix}x${number}`;
	return {
		store,
		client,
		another,
		desk: another(),
		deleteTicket: async (id) => await client.remove(await idOf('HelpDesk', id)),
		mergeTicket: null,
		addOrganization: async ({ name, domains, addresses }) => {
			const { userId } = await client.session.signedIn();
			const [email1 = '', email2 = ''] = addresses;
			const record = await client.create('Accounts', { accountname: name, website: domains[0] ?? '', email1, email2, assigned_user_id: userId });
			return (record.id ?? '').replace(/^\d+x/, '');
		},
		storedAs: (text, kind = 'text') => (kind === 'line' ? keepableText(text).text : fittingTexts(null, text, 'description').text),
		close: async () => {
			await store.close();
			await rm(folder, { recursive: true });
		},
	};
}
