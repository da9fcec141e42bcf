import { killClaims } from '../../../faults/claims/claimFaults';
import { describeOnBothStores } from '../../support/storeKinds';

describeOnBothStores('Claims', (kind) => {
	it('give each message exactly one effect, though two processes handle it at once and die at random statements', async () => {
		const sums = await killClaims(await kind.place(), 7, 60);
		expect(sums).toMatchObject({ runs: 60, lost: 0, doubled: 0, strayed: 0 });
		expect(sums.kills).toBeGreaterThan(30);
	});
});
