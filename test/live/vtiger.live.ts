import { everyRecord } from '../../helpdesk/desk/vtiger/everyRecord';
import { createModules } from '../../helpdesk/desk/vtiger/modules';
import { describeDeskContract } from '../support/deskContract';
import { openVtigerDesk, type VtigerHarness } from '../support/vtigerHarness';

const { VTIGER_URL: url = '', VTIGER_USER: user = '', VTIGER_ACCESS_KEY: accessKey = '', VTIGER_MAY_BE_EMPTIED: emptied = '' } = process.env;

/** The contract counts what is there, so it begins with a Vtiger without tickets and people. */
async function empty({ client }: VtigerHarness): Promise<void> {
	const context = { client, modules: createModules(client, () => performance.now()) };
	for (const module of ['HelpDesk', 'Contacts', 'Accounts', 'Documents'] as const) {
		for (const { id } of await everyRecord(context, module)) {
			await client.remove(id ?? '');
		}
	}
}

if (url === '' || emptied !== 'yes') {
	it.only('needs VTIGER_URL, VTIGER_USER, VTIGER_ACCESS_KEY of a Vtiger for tests, and VTIGER_MAY_BE_EMPTIED=yes', () => {
		throw new Error('All tickets, contacts, organizations and documents of this Vtiger are deleted first. Set the variables only for a Vtiger made for tests.');
	});
} else {
	describeDeskContract(`Vtiger at ${url}`, async () => {
		const harness = await openVtigerDesk({ url, user, accessKey });
		await empty(harness);
		return harness;
	});
}
