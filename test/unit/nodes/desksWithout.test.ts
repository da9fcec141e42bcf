import { DESK_ABILITIES } from '../../../helpdesk/desk/DeskDescription';
import { CANNOT, DESK_NAMES } from '../../../nodes/common/desksWithout';
import { openSqlDesk } from '../../support/sqlDeskHarness';
import { startVtigerDouble } from '../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk } from '../../support/vtigerHarness';

const gaps = (abilities: readonly string[]): string[] => DESK_ABILITIES.filter((ability) => !abilities.includes(ability)).sort();

describe('What a panel says that a desk cannot do', () => {
	it('is all that the Vtiger desk itself says it cannot, and no more', async () => {
		const double = await startVtigerDouble();
		const harness = await openVtigerDesk(double.account);
		try {
			const { abilities } = await harness.desk.describe();
			expect([...(CANNOT.vtiger ?? [])].sort()).toEqual(gaps(abilities));
		} finally {
			await harness.close();
			await double.close();
		}
	});

	it('is nothing of the built-in desk', async () => {
		const harness = await openSqlDesk();
		const { abilities } = await harness.desk.describe();
		await harness.close();
		expect(gaps(abilities)).toEqual([]);
		expect(Object.keys(CANNOT)).toEqual(Object.keys(DESK_NAMES));
	});
});
