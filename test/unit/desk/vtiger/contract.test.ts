import { describeDeskContract } from '../../../support/deskContract';
import { startVtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk } from '../../../support/vtigerHarness';

describeDeskContract('Vtiger', async () => {
	const double = await startVtigerDouble();
	const harness = await openVtigerDesk(double.account);
	return {
		...harness,
		close: async () => {
			await harness.close();
			await double.close();
		},
	};
});
