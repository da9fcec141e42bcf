import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';

import { createOutboxRows } from '../../../helpdesk/store/createOutboxRows';
import { MIGRATIONS } from '../../../helpdesk/store/migrations/migrate';
import { openStore } from '../../../helpdesk/store/openStore';
import { storeSecret, systemId } from '../../../helpdesk/store/settings';
import { loadSqlite } from '../../../helpdesk/store/sqlite/loadSqlite';
import { storeErrorOf } from '../../../helpdesk/store/sqlite/sqliteErrors';
import { StoreError } from '../../../helpdesk/store/StoreError';
import { storeFile } from '../../../helpdesk/store/storeFile';
import { temporaryFolder } from '../../support/sqlDeskHarness';
import { buildStoreChild, startStoreProcess } from '../../support/storeProcess';

function codeThrownBy(work: () => unknown): unknown {
	try {
		work();
		return null;
	} catch (error) {
		return error instanceof StoreError ? error.code : error;
	}
}

describe('Opening the store', () => {
	let folder: string;

	beforeEach(async () => {
		folder = await temporaryFolder();
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	async function failure(work: Promise<unknown>): Promise<StoreError> {
		const error = await work.then(
			() => null,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(StoreError);
		return error as StoreError;
	}

	it('makes folder and file for their owner alone', async () => {
		const file = join(folder, 'n8n', 'mail-helpdesk', 'main.sqlite');
		const store = await openStore({ file });
		expect((await stat(join(folder, 'n8n', 'mail-helpdesk'))).mode & 0o777).toBe(0o700);
		for (const each of [file, `${file}-wal`]) {
			expect((await stat(each)).mode & 0o777).toBe(0o600);
		}
		await store.close();
	});

	it('uses a write-ahead log, syncs every commit and keeps foreign keys', async () => {
		const store = await openStore({ file: join(folder, 'a.sqlite') });
		const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(store.db)).rows;
		expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
		expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
		expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
		expect((await pragma('busy_timeout')) as Array<{ timeout: number }>).toEqual([{ timeout: 10 }]);
		await store.close();
	});

	it('leaves the disk alone for a quick transaction, and waits for it again after that one, however it ended', async () => {
		const store = await openStore({ file: join(folder, 'a.sqlite') });
		const synchronous = async (db: Pick<typeof store, 'db'>['db']) => (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;
		expect(await store.quickTransaction(async (trx) => await synchronous(trx))).toBe(1);
		expect(await store.transaction(async (trx) => await synchronous(trx))).toBe(2);
		await expect(store.quickTransaction(async () => await Promise.reject(new Error('broken')))).rejects.toThrow('broken');
		expect(await synchronous(store.db)).toBe(2);
		await store.quickTransaction(async (trx) => await trx.insertInto('settings').values({ name: 'quick', value: 'kept' }).execute());
		expect(await store.db.selectFrom('settings').select('value').where('name', '=', 'quick').execute()).toEqual([{ value: 'kept' }]);
		await store.close();
	});

	it('shares one handle per file in a process until the last one closes it', async () => {
		const file = join(folder, 'a.sqlite');
		const [one, two] = await Promise.all([openStore({ file }), openStore({ file: join(folder, '.', 'a.sqlite') })]);
		expect(two.db).toBe(one.db);
		await one.close();
		await one.close();
		await expect(systemId(two)).resolves.toMatch(/^[0-9a-f]{16}$/);
		await two.close();
		const three = await openStore({ file });
		expect(three.db).not.toBe(one.db);
		await three.close();
	});

	it('survives opening and closing in any order at once', async () => {
		const file = join(folder, 'a.sqlite');
		const rounds = Array.from({ length: 40 }, async (_, index) => {
			const store = await openStore({ file });
			await createOutboxRows(store).reserve(`claim${index}`, '<a@b>', '2026-01-01T00:00:00.000Z');
			await store.close();
		});
		await Promise.all(rounds);
		const store = await openStore({ file });
		expect(await store.db.selectFrom('outbox').select('claim').execute()).toHaveLength(40);
		await store.close();
	});

	it('waits for a transaction under way before it closes the file', async () => {
		const store = await openStore({ file: join(folder, 'a.sqlite') });
		const writing = store.transaction(async (trx) => {
			await trx.insertInto('settings').values({ name: 'slow', value: 'kept' }).execute();
			await new Promise((resolve) => setTimeout(resolve, 50));
		});
		await store.close();
		await writing;
		const again = await openStore({ file: join(folder, 'a.sqlite') });
		expect(await again.db.selectFrom('settings').select('value').where('name', '=', 'slow').execute()).toEqual([{ value: 'kept' }]);
		await again.close();
	});

	it('opens the file that is there now when it was replaced by a backup meanwhile', async () => {
		const file = join(folder, 'a.sqlite');
		const old = await openStore({ file });
		await rename(file, join(folder, 'moved.sqlite'));
		for (const suffix of ['-wal', '-shm']) {
			await rename(`${file}${suffix}`, join(folder, `moved.sqlite${suffix}`));
		}
		const fresh = await openStore({ file });
		expect(fresh.db).not.toBe(old.db);
		expect(await systemId(fresh)).not.toBe(await systemId(old));
		await old.close();
		await fresh.close();
	});

	it('undoes everything when a transaction fails', async () => {
		const store = await openStore({ file: join(folder, 'a.sqlite') });
		const failing = store.transaction(async (trx) => {
			await trx.insertInto('settings').values({ name: 'half', value: '' }).execute();
			throw new TypeError('stop');
		});
		await expect(failing).rejects.toThrow(TypeError);
		expect(await store.db.selectFrom('settings').select('name').where('name', '=', 'half').execute()).toEqual([]);
		await store.close();
	});

	it('migrates once, and leaves a file alone that is up to date', async () => {
		const file = join(folder, 'a.sqlite');
		for (let round = 0; round < 2; round += 1) {
			const store = await openStore({ file });
			const rows = await store.db.selectFrom('migrations').select(['version', 'name']).orderBy('version').execute();
			expect(rows).toEqual(MIGRATIONS.map(({ name }, index) => ({ version: index + 1, name })));
			await store.close();
		}
	});

	it('migrates once when several processes start at the same moment, and they agree on the secret', async () => {
		const child = buildStoreChild();
		const file = join(folder, 'new', 'a.sqlite');
		const processes = Array.from({ length: 3 }, () => startStoreProcess(child.script, 'open', file));
		for (const each of processes) {
			await each.line();
		}
		for (const each of processes) {
			each.tell();
		}
		const secrets = await Promise.all(processes.map(async (each) => await each.line()));
		expect(await Promise.all(processes.map(async (each) => await each.ended))).toEqual([0, 0, 0]);
		const store = await openStore({ file });
		expect(new Set(secrets)).toEqual(new Set([(await storeSecret(store)).toString('hex')]));
		expect(await store.db.selectFrom('migrations').select('version').execute()).toHaveLength(MIGRATIONS.length);
		await store.close();
		child.remove();
	});

	it('refuses a file of newer code politely and changes nothing in it', async () => {
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		await store.db.insertInto('migrations').values({ version: 99, name: 'from the future', applied_at: '2030-01-01T00:00:00.000Z' }).execute();
		await store.close();
		const before = await readFile(file);
		const error = await failure(openStore({ file }));
		expect(error).toMatchObject({ code: 'STORE_TOO_NEW', fault: 'settings' });
		expect(error.remedy).toContain('Update the package');
		expect((await readFile(file)).equals(before)).toBe(true);
	});

	it('says so when the file is something else, or damaged', async () => {
		const file = join(folder, 'a.sqlite');
		await writeFile(file, 'This is a shopping list, and quite a long one. '.repeat(200));
		expect(await failure(openStore({ file }))).toMatchObject({ code: 'STORE_CORRUPT', fault: 'world' });
		await mkdir(join(folder, 'folder.sqlite'));
		expect(await failure(openStore({ file: join(folder, 'folder.sqlite') }))).toMatchObject({ code: 'STORE_NOT_A_FILE' });
		expect(await failure(openStore({ file: join(file, 'below', 'a.sqlite') }))).toMatchObject({ code: 'STORE_NOT_A_FILE' });
	});

	it('opens again after a failure once the reason is gone', async () => {
		const file = join(folder, 'a.sqlite');
		await writeFile(file, 'x'.repeat(5000));
		expect((await failure(openStore({ file }))).code).toBe('STORE_CORRUPT');
		await rm(file);
		const store = await openStore({ file });
		await store.close();
	});

	it('says that the disk is full, keeps what was there, and goes on when there is room', async () => {
		const store = await openStore({ file: join(folder, 'a.sqlite') });
		const pages = async (limit: number) => await sql.raw(`pragma max_page_count = ${limit}`).execute(store.db);
		const write = async (name: string) => await store.transaction(async (trx) => await trx.insertInto('settings').values({ name, value: 'x'.repeat(500_000) }).execute());
		await pages(1);
		expect(await failure(write('big'))).toMatchObject({ code: 'STORE_FULL', fault: 'world' });
		await pages(1_000_000);
		await write('big');
		await store.close();
	});

	it('says that folder or file cannot be written', async () => {
		for (const code of ['EACCES', 'EPERM', 'EROFS']) {
			expect(storeErrorOf(Object.assign(new Error('no'), { code }))).toMatchObject({ code: 'STORE_NOT_WRITABLE', fault: 'world' });
		}
		const readOnly = storeErrorOf(Object.assign(new Error('attempt to write a readonly database'), { code: 'ERR_SQLITE_ERROR', errcode: 8 }));
		expect(readOnly.remedy).toContain('right to write');
	});

	it('is refused in plain words by a Node.js without SQLite', () => {
		const load = () => loadSqlite(() => undefined, 'v20.19.0');
		expect(load).toThrow(StoreError);
		expect(load).toThrow('This Node.js (v20.19.0) has no SQLite built in');
		expect(codeThrownBy(load)).toBe('STORE_NODE_TOO_OLD');
	});
});

describe('Secret and system id', () => {
	it('are made once, and survive a copy of the file', async () => {
		const folder = await temporaryFolder();
		const file = join(folder, 'a.sqlite');
		const store = await openStore({ file });
		const secrets = await Promise.all(Array.from({ length: 5 }, async () => await storeSecret(store)));
		const id = await systemId(store);
		expect(secrets[0]).toHaveLength(32);
		expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
		await store.close();
		await writeFile(join(folder, 'restored.sqlite'), await readFile(file));
		const restored = await openStore({ file: join(folder, 'restored.sqlite') });
		expect(await storeSecret(restored)).toEqual(secrets[0]);
		expect(await systemId(restored)).toBe(id);
		await restored.close();
		await rm(folder, { recursive: true });
	});
});

describe('Name of a store', () => {
	it('becomes a file in n8n\'s user folder', () => {
		expect(storeFile({ userFolder: '/home/node', name: 'Help-Desk_2' })).toBe('/home/node/.n8n/mail-helpdesk/help-desk_2.sqlite');
	});

	it.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'a b', 'a.b', '-a', 'a-', 'nul', 'COM1', 'ä', 'a\0b', 'a\n', 'x'.repeat(65)])('is refused when it is %j', (name) => {
		expect(codeThrownBy(() => storeFile({ userFolder: '/home/node', name }))).toBe('STORE_NAME');
	});
});
