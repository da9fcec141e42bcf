import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { openStore } from '../../../helpdesk/store/openStore';
import { storeSecret } from '../../../helpdesk/store/settings';
import { temporaryFolder } from '../../support/sqlDeskHarness';
import { buildStoreChild, startStoreProcess, type StoreProcess } from '../../support/storeProcess';

describe('While another process holds the write lock', () => {
	const child = buildStoreChild();
	let folder: string;

	beforeEach(async () => {
		folder = await temporaryFolder();
	});
	afterEach(async () => await rm(folder, { recursive: true }));
	afterAll(() => child.remove());

	async function holdLock(file: string): Promise<StoreProcess> {
		const holder = startStoreProcess(child.script, 'holdLock', file);
		expect(await holder.line()).toBe('locked');
		return holder;
	}

	/** Waits of half a second each inside SQLite would be given up before so many. */
	const TURNS = 100;

	/** The other process lets go only when the event loop has turned so often while `work` waited. */
	async function waitsWithoutBlocking(holder: StoreProcess, work: () => Promise<unknown>): Promise<void> {
		let done = false;
		const working = work().finally(() => (done = true));
		for (let turn = 0; turn < TURNS && !done; turn += 1) await sleep(1);
		expect(done).toBe(false);
		holder.tell();
		await working;
		await holder.ended;
	}

	it('the event loop keeps turning, reading works, and the transaction succeeds afterwards', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		await storeSecret(store);
		const holder = await holdLock(file);
		let readWhileWaiting = false;
		await waitsWithoutBlocking(holder, async () => {
			const writing = store.transaction(async (trx) => await trx.insertInto('settings').values({ name: 'waited', value: 'yes' }).execute());
			const reading = store.db.selectFrom('settings').select('name').where('name', '=', 'waited').execute();
			readWhileWaiting = (await reading).length === 0;
			await writing;
		});
		expect(readWhileWaiting).toBe(true);
		expect(await store.db.selectFrom('settings').select('value').where('name', '=', 'waited').execute()).toEqual([{ value: 'yes' }]);
		await store.close();
	});

	it('a single statement waits too, without blocking', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		const holder = await holdLock(file);
		await waitsWithoutBlocking(holder, async () => await store.db.insertInto('settings').values({ name: 'single', value: '' }).execute());
		await store.close();
	});

	it('it is given up after a time, as a fault of the world, and nothing was written', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file, busyLimitMs: 200 });
		const holder = await holdLock(file);
		const writing = store.transaction(async (trx) => await trx.insertInto('settings').values({ name: 'never', value: '' }).execute());
		await expect(writing).rejects.toMatchObject({ code: 'STORE_BUSY', fault: 'world', remedy: expect.stringContaining('PostgreSQL') as unknown });
		holder.tell();
		await holder.ended;
		expect(await store.db.selectFrom('settings').select('name').where('name', '=', 'never').execute()).toEqual([]);
		await expect(store.transaction(async (trx) => await trx.selectFrom('settings').select('name').execute())).resolves.toBeDefined();
		await store.close();
	});

	it('a new file is opened and migrated as soon as the lock is gone', async () => {
		const file = join(folder, 'a.sqlite');
		const holder = await holdLock(file);
		await waitsWithoutBlocking(holder, async () => await (await openStore({ file })).close());
	});
});
