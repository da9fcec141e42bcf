import { sql } from 'kysely';

import { MIGRATIONS } from '../../../helpdesk/store/migrations/migrate';
import { openStore } from '../../../helpdesk/store/openStore';
import type { PostgresSettings } from '../../../helpdesk/store/postgres/PostgresSettings';
import { postgresErrorOf } from '../../../helpdesk/store/postgres/postgresErrors';
import { testPostgres } from '../../../helpdesk/store/postgres/testPostgres';
import { storeSecret } from '../../../helpdesk/store/settings';
import type { StoreError } from '../../../helpdesk/store/StoreError';
import { postgresMissing, startPostgres, type PostgresServer } from '../../support/postgres';
import { needs } from '../../support/requirement';
import { buildStoreChild, startStoreProcess } from '../../support/storeProcess';

const itOnPostgres = needs(postgresMissing() === '', postgresMissing());

async function failure(work: Promise<unknown>): Promise<StoreError> {
	return await work.then(
		() => {
			throw new Error('It did not fail');
		},
		(error: unknown) => error as StoreError,
	);
}

describe('A store in PostgreSQL', () => {
	let server: PostgresServer;
	let schemas = 0;

	beforeAll(async () => {
		if (postgresMissing() === '') server = await startPostgres({ settings: { max_connections: '12', superuser_reserved_connections: '3' } });
	});
	afterAll(async () => await server?.stop());

	const settings = (overrides: Partial<PostgresSettings> = {}) => server.account({ schema: `open_${(schemas += 1)}`, ...overrides });

	itOnPostgres('is one pool for all users in the process, closed by the last', async () => {
		const place = { postgres: settings() };
		const [one, two] = await Promise.all([openStore(place), openStore(place)]);
		expect(two.db).toBe(one.db);
		await one.close();
		expect(await storeSecret(two)).toHaveLength(32);
		await two.close();
		expect(await failure(two.db.selectFrom('settings').selectAll().execute())).toBeInstanceOf(Error);
	});

	itOnPostgres('is made once by several processes that start at the same moment', async () => {
		const child = buildStoreChild();
		try {
			const place = JSON.stringify({ postgres: settings() });
			const processes = [1, 2, 3].map(() => startStoreProcess(child.script, 'open', place));
			for (const each of processes) expect(await each.line()).toBe('ready');
			for (const each of processes) each.tell();
			const secrets = await Promise.all(processes.map(async (each) => await each.line()));
			expect(await Promise.all(processes.map(async (each) => await each.ended))).toEqual([0, 0, 0]);
			expect(new Set(secrets).size).toBe(1);
		} finally {
			child.remove();
		}
	});

	itOnPostgres('of a newer version is refused and left as it is', async () => {
		const place = { postgres: settings() };
		const store = await openStore(place);
		await store.db.insertInto('migrations').values({ version: MIGRATIONS.length + 1, name: 'of tomorrow', applied_at: '' }).execute();
		await store.close();
		expect(await failure(openStore(place))).toMatchObject({ code: 'STORE_TOO_NEW', fault: 'settings' });
		expect(await failure(testPostgres(place.postgres))).toMatchObject({ code: 'STORE_TOO_NEW' });
	});

	itOnPostgres('makes bytewise texts and wide numbers of the same migrations', async () => {
		const store = await openStore({ postgres: settings() });
		const rows = await Promise.all(['a', 'B', 'ä', 'z'].map(async (name) => await store.db.insertInto('settings').values({ name, value: '' }).returning('name').executeTakeFirst()));
		expect(rows).toHaveLength(4);
		expect((await store.db.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name)).toEqual(['B', 'a', 'z', 'ä']);
		expect(await store.db.selectFrom('tickets').select('id').where('id', '=', Number.MAX_SAFE_INTEGER).execute()).toEqual([]);
		await store.close();
	});

	itOnPostgres('repeats transactions that were in each other\'s way, so that none is lost', async () => {
		const store = await openStore({ postgres: settings() });
		await store.db.insertInto('settings').values({ name: 'count', value: '0' }).execute();
		const add = async () =>
			await store.transaction(async (trx) => {
				const { value } = await trx.selectFrom('settings').select('value').where('name', '=', 'count').executeTakeFirstOrThrow();
				await trx.updateTable('settings').set({ value: String(Number(value) + 1) }).where('name', '=', 'count').execute();
			});
		await Promise.all(Array.from({ length: 20 }, add));
		expect(await store.db.selectFrom('settings').select('value').where('name', '=', 'count').executeTakeFirst()).toEqual({ value: '20' });
		await store.close();
	});

	itOnPostgres('is used again after the server came back, and says meanwhile that it is gone', async () => {
		const place = { postgres: settings() };
		const store = await openStore(place);
		const cut = store.transaction(async (trx) => {
			await trx.insertInto('settings').values({ name: 'half', value: '' }).execute();
			await server.halt('immediate');
			await trx.insertInto('settings').values({ name: 'other half', value: '' }).execute();
		});
		expect(await failure(cut)).toMatchObject({ code: 'STORE_CONNECTION_LOST', fault: 'world' });
		expect(await failure(storeSecret(store))).toMatchObject({ code: 'STORE_UNREACHABLE', fault: 'world' });
		await server.resume();
		expect(await store.db.selectFrom('settings').selectAll().execute()).toEqual([]);
		expect(await storeSecret(store)).toHaveLength(32);
		await store.close();
	});

	itOnPostgres('survives that its idle connections are ended by the server', async () => {
		const store = await openStore({ postgres: settings() });
		await storeSecret(store);
		await server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'n8n-nodes-mail-helpdesk'");
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await storeSecret(store)).toHaveLength(32);
		await store.close();
	});

	describe('says what is wrong, and what to do', () => {
		const remedyOf = async (overrides: Partial<PostgresSettings>) => {
			const error = await failure(testPostgres(settings(overrides)));
			expect(error.remedy).not.toBe('');
			expect(`${error.message} ${error.remedy}`).not.toMatch(/secret|wrong password/);
			return error;
		};

		itOnPostgres('with host, port, password and database', async () => {
			expect(await remedyOf({ host: 'nowhere.invalid' })).toMatchObject({ message: expect.stringContaining('nowhere.invalid') });
			expect(await remedyOf({ port: 1 })).toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining('127.0.0.1:1') });
			expect(await remedyOf({ password: 'wrong password' })).toMatchObject({ code: 'STORE_SIGN_IN_REFUSED' });
			expect(await remedyOf({ password: '' })).toMatchObject({ code: 'STORE_SIGN_IN_REFUSED' });
			expect(await remedyOf({ user: 'nobody' })).toMatchObject({ code: 'STORE_SIGN_IN_REFUSED', message: expect.stringContaining('nobody') });
			expect(await remedyOf({ database: 'missing' })).toMatchObject({ code: 'STORE_DATABASE_MISSING', message: expect.stringContaining('missing') });
		});

		itOnPostgres('with the encryption', async () => {
			expect(await remedyOf({ encryption: 'checked', host: 'localhost' })).toMatchObject({ code: 'STORE_TLS', message: expect.stringContaining('not from a known authority') });
			expect(await remedyOf({ encryption: 'checked', certificateAuthority: server.authority })).toMatchObject({ code: 'STORE_TLS', message: expect.stringContaining('another name') });
			await expect(testPostgres(settings({ encryption: 'checked', host: 'localhost', certificateAuthority: server.authority }))).resolves.toMatchObject({ ready: false });
			await expect(testPostgres(settings({ encryption: 'unchecked' }))).resolves.toMatchObject({ ready: false });
		});

		itOnPostgres('with rights', async () => {
			await server.sql("create role guest login password 'secret'; create schema theirs; create schema mine authorization guest");
			expect(await remedyOf({ user: 'guest' })).toMatchObject({ code: 'STORE_NO_RIGHTS' });
			expect(await remedyOf({ user: 'guest', schema: 'theirs' })).toMatchObject({ code: 'STORE_NO_RIGHTS', message: expect.stringContaining('theirs') });
			expect(await failure(openStore({ postgres: settings({ user: 'guest', schema: 'theirs' }) }))).toMatchObject({ code: 'STORE_NO_RIGHTS' });
			const store = await openStore({ postgres: settings({ user: 'guest', schema: 'mine' }) });
			await store.close();
			await expect(testPostgres(settings({ user: 'guest', schema: 'mine' }))).resolves.toMatchObject({ ready: true });
		});

		itOnPostgres('with the number of connections', async () => {
			await server.sql("create role crowd login password 'secret' connection limit 1");
			const holder = await openStore({ postgres: settings() });
			await server.sql('grant create on database helpdesk to crowd');
			const store = await openStore({ postgres: settings({ user: 'crowd' }) });
			const both = Promise.all([sql`select pg_sleep(0.5)`.execute(store.db), sql`select 1`.execute(store.db)]);
			expect(await failure(both)).toMatchObject({ code: 'STORE_TOO_MANY_CONNECTIONS', fault: 'world' });
			await store.close();
			await holder.close();
		});
	});
});

describe('Errors of PostgreSQL', () => {
	const at: PostgresSettings = { host: 'db', port: 5432, database: 'd', user: 'u', password: 'p', encryption: 'none', certificateAuthority: '', schema: 's' };
	const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

	it.each<[string, unknown, string, string]>([
		['a serialization failure', coded('40001'), 'STORE_BUSY', 'world'],
		['a deadlock', coded('40P01'), 'STORE_BUSY', 'world'],
		['a server that shuts down', coded('57P01'), 'STORE_CONNECTION_LOST', 'world'],
		['a full disk', coded('53100'), 'STORE_FULL', 'world'],
		['a standby', coded('25006'), 'STORE_NOT_WRITABLE', 'world'],
		['a constraint', coded('23505'), 'STORE_CONSTRAINT', 'message'],
		['a broken value', coded('22P02'), 'STORE_FAILED', 'message'],
		['a server that wants TLS', coded('28000', 'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption'), 'STORE_TLS', 'settings'],
		['a server that lets nobody in', coded('28000', 'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", SSL encryption'), 'STORE_SIGN_IN_REFUSED', 'settings'],
		['a server without TLS', new Error('The server does not support SSL connections'), 'STORE_TLS', 'settings'],
		['a cut line', new Error('Connection terminated unexpectedly'), 'STORE_CONNECTION_LOST', 'world'],
		['a silent server', new Error('timeout exceeded when trying to connect'), 'STORE_UNREACHABLE', 'world'],
		['all addresses refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'STORE_UNREACHABLE', 'world'],
		['nonsense', 'nonsense', 'STORE_FAILED', 'message'],
	])('%s', (_what, error, code, fault) => {
		expect(postgresErrorOf(error, at)).toMatchObject({ code, fault });
	});
});

describe('Settings of PostgreSQL', () => {
	const complete: PostgresSettings = { host: '127.0.0.1', port: 1, database: 'd', user: 'u', password: 'p', encryption: 'none', certificateAuthority: '', schema: 's' };

	it.each<[string, Partial<PostgresSettings>]>([
		['no host', { host: '' }],
		['no database', { database: '' }],
		['no user', { user: '' }],
		['no port', { port: 0 }],
		['a schema that breaks out of SQL', { schema: 's"; drop schema public; --' }],
		['a schema of PostgreSQL itself', { schema: 'pg_catalog' }],
		['a schema with capitals', { schema: 'Desk' }],
	])('are refused with %s, before anybody is asked', async (_what, wrong) => {
		expect(await failure(openStore({ postgres: { ...complete, ...wrong } }))).toMatchObject({ code: 'STORE_SETTINGS', fault: 'settings' });
	});
});
