import { createTraffic, type Traffic, type TrafficEntry } from '../../../helpdesk/store/createTraffic';
import { openStore, type Store } from '../../../helpdesk/store/openStore';
import { describeOnBothStores } from '../../support/storeKinds';

const NOON = '2026-03-02T12:00:00.000Z';
const MAILBOX = 'support@imap.example.com support@example.com';

describeOnBothStores('Recent traffic', (kind) => {
	let store: Store;
	let traffic: Traffic;

	beforeEach(async () => {
		store = await openStore(await kind.place());
		traffic = createTraffic(store);
	});
	afterEach(async () => await store.close());

	const record = async (more: Partial<TrafficEntry> = {}) =>
		await traffic.record({ key: 'k1', purpose: 'ticket', kind: 'new-ticket', mailbox: MAILBOX, person: 'a@x.example', ticket: '1', at: NOON, ...more });

	it('counts a message once for each purpose and person, however often it is tried', async () => {
		await record();
		await record({ at: '2026-03-02T12:05:00.000Z' });
		await record({ purpose: 'node', kind: 'answer' });
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket', 'answer'], person: 'a@x.example' })).toEqual([NOON, NOON]);
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'] })).toEqual([NOON]);
	});

	it('keeps senders, tickets, kinds and mailboxes apart', async () => {
		await record();
		const none = await Promise.all([
			traffic.times({ mailbox: 'other', kinds: ['new-ticket'] }),
			traffic.times({ mailbox: MAILBOX, kinds: ['added'] }),
			traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'], person: 'b@x.example' }),
			traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'], ticket: '2' }),
		]);
		expect(none).toEqual([[], [], [], []]);
	});

	it('leaves out a try of the same effect, and only that', async () => {
		await record();
		await record({ key: 'k2' });
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'], except: { key: 'k1', purpose: 'ticket' } })).toHaveLength(1);
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'], except: { key: 'k1', purpose: 'other' } })).toHaveLength(2);
	});

	it('throws away what is older than any limit looks back', async () => {
		await record({ at: '2026-02-28T12:00:00.000Z' });
		await record({ key: 'k2' });
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'] })).toEqual([NOON]);
	});

	it('reads no more than it needs, of a sender who writes without end', async () => {
		for (let n = 0; n < 205; n += 1) await record({ key: `k${String(n)}` });
		expect(await traffic.times({ mailbox: MAILBOX, kinds: ['new-ticket'] })).toHaveLength(200);
	});
});
