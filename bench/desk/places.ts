import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

import { openStore, type Store, type StorePlace } from '../../helpdesk/store/openStore';
import type { PostgresSettings } from '../../helpdesk/store/postgres/PostgresSettings';
import { startPostgres } from '../../test/support/postgres';
import { fillStatements } from './fill';

/** One insert, prepared on a bare connection, and the frame of a transaction. */
export interface Bare {
	run(text: string, values: unknown[]): Promise<Array<{ id: number }>>;
	close(): Promise<void>;
}

/** One of the two databases, as the benchmark needs it. */
export interface DeskPlace {
	name: 'sqlite' | 'postgres';
	/** A new store with so many tickets; 0 leaves it empty. */
	build(tickets: number): Promise<{ store: Store; bare: () => Promise<Bare> }>;
	stop(): Promise<void>;
}

async function open(place: StorePlace): Promise<Store> {
	return await openStore(place);
}

export function sqlitePlace(): DeskPlace {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-'));
	const series = (last: number) => `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${last}) select i from n)`;
	let files = 0;
	const bareOn = (file: string): Bare => {
		const database = new DatabaseSync(file);
		for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']) database.exec(`pragma ${pragma}`);
		const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
		return {
			run: async (text, values) => {
				const statement = statements.get(text) ?? database.prepare(text);
				statements.set(text, statement);
				if (values.length > 0) return [{ id: Number(statement.run(...(values as string[])).lastInsertRowid) }];
				database.exec(text);
				return [];
			},
			close: async () => database.close(),
		};
	};
	return {
		name: 'sqlite',
		async build(tickets) {
			const file = join(folder, `${(files += 1)}.sqlite`);
			const store = await open({ file });
			if (tickets > 0) {
				const database = new DatabaseSync(file);
				for (const pragma of ['journal_mode = wal', 'synchronous = off', 'foreign_keys = off', 'cache_size = -400000', 'wal_autocheckpoint = 20000']) database.exec(`pragma ${pragma}`);
				for (const statement of fillStatements(tickets, series)) database.exec(statement);
				database.exec('analyze');
				database.exec('pragma wal_checkpoint(truncate)');
				database.close();
			}
			return { store, bare: async () => bareOn(file) };
		},
		stop: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

async function connected({ host, port, database, user, password, schema }: PostgresSettings): Promise<Client> {
	const client = new Client({ host, port, database, user, password });
	await client.connect();
	await client.query(`set search_path to ${schema}`);
	return client;
}

export async function postgresPlace(): Promise<DeskPlace> {
	const server = await startPostgres({ durable: true, settings: { shared_buffers: "'512MB'", max_wal_size: "'4GB'", maintenance_work_mem: "'128MB'" } });
	let schemas = 0;
	return {
		name: 'postgres',
		async build(tickets) {
			const settings = server.account({ schema: `bench_${(schemas += 1)}` });
			const store = await open({ postgres: settings });
			if (tickets > 0) {
				const client = await connected(settings);
				// Foreign keys are not looked up one by one: the data is made to fit.
				await client.query('set session_replication_role = replica; set synchronous_commit = off');
				for (const statement of fillStatements(tickets, (last) => `generate_series(1, ${last}) as n(i)`)) await client.query(statement);
				for (const table of ['contacts', 'tickets', 'comments', 'messages', 'audit']) await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
				await client.query('vacuum analyze');
				await client.query('checkpoint');
				await client.end();
			}
			return {
				store,
				bare: async () => {
					const client = await connected(settings);
					const names = new Map<string, string>();
					return {
						run: async (text, values) => {
							const name = names.get(text) ?? `bare${names.size}`;
							names.set(text, name);
							const result = values.length > 0 ? await client.query({ name, text, values }) : await client.query(text);
							return result.rows as Array<{ id: number }>;
						},
						close: async () => await client.end(),
					};
				},
			};
		},
		stop: async () => await server.stop(),
	};
}
