import { createOwnership } from '../../../helpdesk/scanner/ownership';
import { createJournal } from '../../../helpdesk/store/createJournal';
import type { Journal, JournalMessage } from '../../../helpdesk/store/Journal';
import { openStore, type Store, type StorePlace } from '../../../helpdesk/store/openStore';
import { describeOnBothStores } from '../../support/storeKinds';

const SCOPE = 'workflow|node|alice';
const AT = '2026-03-01T08:00:00.000Z';
const now = () => new Date(AT);

describeOnBothStores('Messages in hand', (kind) => {
	let store: Store;
	let journal: Journal;
	let place: StorePlace;
	let clock = 0;

	beforeEach(async () => {
		place = await kind.place();
		store = await openStore(place);
		journal = createJournal(store);
		clock = 0;
	});
	afterEach(async () => await store.close());

	async function started(owner: string, uid = 1): Promise<JournalMessage> {
		await journal.discover(SCOPE, { folder: 'INBOX', uidValidity: '7', contiguousUid: uid, newestReceivedAt: AT }, [{ uid, messageId: null }], AT);
		const [message] = await journal.due(SCOPE, ['INBOX'], AT, 1);
		await journal.start(SCOPE, message!, `key ${uid}`, '', owner);
		return message!;
	}
	const running = async () => (await journal.inState(SCOPE, 'running')).length;

	it('stay with a run of this process until it lets go of them', async () => {
		const former = createOwnership(journal, now, () => clock);
		await former.announce();
		await started(former.id);
		const next = createOwnership(journal, now, () => clock);
		expect(await next.takeBack(SCOPE)).toBe(0);
		former.release();
		await journal.endRun(former.id);
		expect(await next.takeBack(SCOPE)).toBe(1);
		next.release();
	});

	it('of a run that has ended are taken back at once', async () => {
		await started('a run that ended');
		const next = createOwnership(journal, now, () => clock);
		expect(await next.takeBack(SCOPE)).toBe(1);
		expect(await running()).toBe(0);
		next.release();
	});

	if (kind.name === 'PostgreSQL') {
		it('of another process are left alone while it gives signs of life, and taken back when it is silent', async () => {
			await journal.beat('another main');
			await started('another main');
			const next = createOwnership(journal, now, () => clock);
			for (let seconds = 0; seconds < 120; seconds += 3) {
				clock = seconds * 1000;
				if (seconds % 6 === 0) await journal.beat('another main');
				expect(await next.takeBack(SCOPE)).toBe(0);
			}
			const lastSign = 114_000;
			while ((await next.takeBack(SCOPE)) === 0 && clock < lastSign + 120_000) clock += 3_000;
			expect(clock - lastSign).toBeGreaterThanOrEqual(45_000);
			expect(clock - lastSign).toBeLessThan(60_000);
			next.release();
		});

		it('of another process are left alone when it was the store that was away', async () => {
			await journal.beat('another main');
			await started('another main');
			const next = createOwnership(journal, now, () => clock);
			expect(await next.takeBack(SCOPE)).toBe(0);
			clock += 10 * 60_000;
			expect(await next.takeBack(SCOPE)).toBe(0);
			next.release();
		});

		it('can be finished by the former leader after the change', async () => {
			await journal.beat('former leader');
			const message = await started('former leader');
			const leader = createOwnership(journal, now, () => clock);
			expect(await leader.takeBack(SCOPE)).toBe(0);
			await journal.succeed(SCOPE, message);
			expect(await journal.inState(SCOPE, 'acknowledging')).toHaveLength(1);
			leader.release();
		});
	}
});
