import { describeDeskContract } from '../../../support/deskContract';
import { startVtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk } from '../../../support/vtigerHarness';

describe.each(['8.0.0', '7.1.1', '7.0.2'])('Vtiger %s', (version) => {
	describeDeskContract(`Vtiger ${version}`, async () => {
		const double = await startVtigerDouble(version);
		const harness = await openVtigerDesk(double.account);
		return {
			...harness,
			close: async () => {
				await harness.close();
				await double.close();
			},
		};
	});
});
