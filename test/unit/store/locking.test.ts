import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { openStore } from '../../../helpdesk/store/openStore';
import { storeSecret } from '../../../helpdesk/store/settings';
import { temporaryFolder } from '../../support/sqlDeskHarness';
import { buildStoreChild, startStoreProcess } from '../../support/storeProcess';

describe('While another process holds the write lock', () => {
	const child = buildStoreChild();
	let folder: string;

	beforeEach(async () => {
		folder = await temporaryFolder();
	});
	afterEach(async () => await rm(folder, { recursive: true }));
	afterAll(() => child.remove());

	/**
	 * Runs `work`, and counts how often the event loop turned until it was done or the other process had ended. Once or twice means that the loop waited inside
	 * SQLite, or that the work waited for nobody.
	 */
	async function turnsDuring(holder: { ended: Promise<unknown> }, work: () => Promise<unknown>): Promise<number> {
		let turns = 0;
		const timer = setInterval(() => turns++, 1);
		void holder.ended.then(() => clearInterval(timer));
		await work();
		clearInterval(timer);
		await holder.ended;
		return turns;
	}
	/** Of some hundreds on an idle machine. */
	const TURNS = 10;

	it('the event loop keeps turning, reading works, and the transaction succeeds afterwards', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		await storeSecret(store);
		const holder = startStoreProcess(child.script, 'holdLock', file, '3000');
		expect(await holder.line()).toBe('locked');
		let readWhileWaiting = false;
		const turns = await turnsDuring(holder, async () => {
			const writing = store.transaction(async (trx) => await trx.insertInto('settings').values({ name: 'waited', value: 'yes' }).execute());
			const reading = store.db.selectFrom('settings').select('name').where('name', '=', 'waited').execute();
			readWhileWaiting = (await reading).length === 0;
			await writing;
		});
		expect(readWhileWaiting).toBe(true);
		expect(turns).toBeGreaterThan(TURNS);
		expect(await store.db.selectFrom('settings').select('value').where('name', '=', 'waited').execute()).toEqual([{ value: 'yes' }]);
		await store.close();
	});

	it('a single statement waits too, without blocking', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		const holder = startStoreProcess(child.script, 'holdLock', file, '2000');
		await holder.line();
		const turns = await turnsDuring(holder, async () => await store.db.insertInto('settings').values({ name: 'single', value: '' }).execute());
		expect(turns).toBeGreaterThan(TURNS);
		await store.close();
	});

	it('it is given up after a time, as a fault of the world, and nothing was written', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file, busyLimitMs: 200 });
		const holder = startStoreProcess(child.script, 'holdLock', file, '3000');
		await holder.line();
		const writing = store.transaction(async (trx) => await trx.insertInto('settings').values({ name: 'never', value: '' }).execute());
		await expect(writing).rejects.toMatchObject({ code: 'STORE_BUSY', fault: 'world', remedy: expect.stringContaining('PostgreSQL') as unknown });
		await holder.ended;
		expect(await store.db.selectFrom('settings').select('name').where('name', '=', 'never').execute()).toEqual([]);
		await expect(store.transaction(async (trx) => await trx.selectFrom('settings').select('name').execute())).resolves.toBeDefined();
		await store.close();
	});

	it('a new file is opened and migrated as soon as the lock is gone', async () => {
		const file = join(folder, 'a.sqlite');
		const holder = startStoreProcess(child.script, 'holdLock', file, '2000');
		await holder.line();
		const turns = await turnsDuring(holder, async () => await (await openStore({ file })).close());
		expect(turns).toBeGreaterThan(TURNS);
	});
});
