import { everyRecord } from '../../helpdesk/desk/vtiger/everyRecord';
import { createModules } from '../../helpdesk/desk/vtiger/modules';
import { describeDeskContract } from '../support/deskContract';
import { openVtigerDesk, type VtigerHarness } from '../support/vtigerHarness';
import { handleVtigerMessage } from '../support/vtigerMessage';

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
	it('needs VTIGER_URL, VTIGER_USER, VTIGER_ACCESS_KEY of a Vtiger for tests, and VTIGER_MAY_BE_EMPTIED=yes', () => {
		throw new Error('All tickets, contacts, organizations and documents of this Vtiger are deleted first. Set the variables only for a Vtiger made for tests.');
	});
} else {
	describeDeskContract(`Vtiger at ${url}`, async () => {
		const harness = await openVtigerDesk({ url, user, accessKey });
		await empty(harness);
		return harness;
	});

	describe('One message has exactly one effect', () => {
		/** Answers as Vtiger does, but the answer to so many requests is lost on its way. */
		const losing = (at: number, counted: { requests: number }): typeof fetch => async (...request) => {
			counted.requests += 1;
			const mine = counted.requests;
			const response = await fetch(...request);
			if (mine === at) {
				throw new TypeError('fetch failed');
			}
			return response;
		};

		/** Handles the message until it is through, and says what is in Vtiger then. */
		async function handled(at: number): Promise<{ requests: number; made: number[] }> {
			const harness = await openVtigerDesk({ url, user, accessKey });
			await empty(harness);
			const counted = { requests: 0 };
			await handleVtigerMessage(harness.another({ fetch: losing(at, counted) })).catch(() => undefined);
			const id = await handleVtigerMessage(harness.another());
			const context = { client: harness.client, modules: createModules(harness.client, () => performance.now()) };
			const made: number[] = [];
			for (const module of ['Contacts', 'HelpDesk', 'Documents'] as const) {
				made.push((await everyRecord(context, module)).length);
			}
			made.push((await harness.desk.listComments(id)).length, (await harness.desk.listFiles(id)).length);
			await harness.close();
			return { requests: counted.requests, made };
		}

		it('wherever the answer is lost', async () => {
			const { requests } = await handled(0);
			for (let at = 1; at <= requests; at += 2) {
				expect([at, (await handled(at)).made]).toEqual([at, [1, 1, 3, 1, 3]]);
			}
		}, 900_000);
	});
}
