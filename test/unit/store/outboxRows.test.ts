import type { OutboxRows } from '../../../helpdesk/outbox/Outbox';
import { createOutboxRows } from '../../../helpdesk/store/createOutboxRows';
import { openStore, type Store, type StorePlace } from '../../../helpdesk/store/openStore';
import { describeOnBothStores } from '../../support/storeKinds';

const AT = '2026-03-01T08:00:00.000Z';
const LATER = '2026-03-01T09:00:00.000Z';

describeOnBothStores('Outbox rows', (kind) => {
	let place: StorePlace;
	let store: Store;
	let rows: OutboxRows;

	beforeEach(async () => {
		place = await kind.place();
		store = await openStore(place);
		rows = createOutboxRows(store);
	});
	afterEach(async () => await store.close());

	it('keep the first Message-ID of a claim for ever', async () => {
		const first = await rows.reserve('claim', '<one@desk.example>', AT);
		expect(first).toEqual({ claim: 'claim', messageId: '<one@desk.example>', state: 'sending', attempts: 0, response: '', sentAt: null });
		expect(await rows.reserve('claim', '<two@desk.example>', LATER)).toEqual(first);
	});

	it('give one Message-ID to many callers at once', async () => {
		const reserved = await Promise.all(Array.from({ length: 8 }, async (_, index) => await rows.reserve('claim', `<${index}@desk.example>`, AT)));
		expect(new Set(reserved.map(({ messageId }) => messageId)).size).toBe(1);
	});

	it('count tries and remember the sending', async () => {
		await rows.reserve('claim', '<one@desk.example>', AT);
		await rows.trying('claim');
		await rows.trying('claim');
		await rows.markSent('claim', '250 OK', LATER);
		expect(await rows.reserve('claim', '', AT)).toMatchObject({ state: 'sent', attempts: 2, response: '250 OK', sentAt: LATER });
	});

	it('stay sent, whatever is reported later', async () => {
		await rows.reserve('claim', '<one@desk.example>', AT);
		await rows.markSent('claim', '250 OK', AT);
		await rows.trying('claim');
		await rows.markRefused('claim', '550 No');
		await rows.markSent('claim', '250 Again', LATER);
		expect(await rows.reserve('claim', '', AT)).toMatchObject({ state: 'sent', attempts: 0, response: '250 OK', sentAt: AT });
	});

	it('are uncertain again when a refused mail is tried once more', async () => {
		await rows.reserve('claim', '<one@desk.example>', AT);
		await rows.trying('claim');
		await rows.markRefused('claim', '550 No');
		expect(await rows.reserve('claim', '', AT)).toMatchObject({ state: 'refused', response: '550 No', sentAt: null });
		await rows.trying('claim');
		expect(await rows.reserve('claim', '', AT)).toMatchObject({ state: 'sending', attempts: 2 });
	});
});
