import { Kysely, sql, type Transaction } from 'kysely';

import { isUpToDate, migrate } from '../migrations/migrate';
import { retryWhileBusy } from '../retryWhileBusy';
import type { Schema } from '../schema';
import type { OpenDatabase } from '../sharedHandles';
import { StoreError } from '../StoreError';
import { createPostgresDialect, postgresColumnTypes } from './postgresDialect';
import { postgresErrorOf } from './postgresErrors';
import { createPool } from './postgresPool';
import type { PostgresSettings } from './PostgresSettings';

/** First half of the advisory lock's key, so that it meets nobody else's; the second is made from the schema. */
const LOCK_CLASS = 1_296_580_944;
const OLDEST_SERVER = 120_000;

/** Which server this is, for instance 15.14. Rejects with `STORE_SERVER_TOO_OLD`. */
export async function usableServer(db: Kysely<Schema>): Promise<string> {
	const { rows } = await sql<{ version: string; number: string }>`select current_setting('server_version') as version, current_setting('server_version_num') as number`.execute(db);
	const { version = '', number = '0' } = rows[0] ?? {};
	if (Number(number) < OLDEST_SERVER) {
		throw new StoreError('STORE_SERVER_TOO_OLD', `This PostgreSQL server is of version ${version}`, { fault: 'settings', remedy: 'The help desk needs PostgreSQL 12 or newer.' });
	}
	return version;
}

async function makeSchema(trx: Transaction<Schema>, schema: string): Promise<void> {
	const { rows } = await sql`select 1 from pg_catalog.pg_namespace where nspname = ${schema}`.execute(trx);
	// Not "if not exists": PostgreSQL asks for the right to create one even where it is there already.
	if (rows.length === 0) {
		await sql`create schema ${sql.id(schema)}`.execute(trx);
	}
}

/** Of several starters at once one migrates; the others wait for it and find the work done. */
async function bringUpToDate(db: Kysely<Schema>, schema: string): Promise<void> {
	await usableServer(db);
	await db
		.transaction()
		.setIsolationLevel('read committed')
		.execute(async (trx) => {
			await sql`select pg_advisory_xact_lock(${sql.lit(LOCK_CLASS)}, hashtext(${schema}))`.execute(trx);
			await makeSchema(trx, schema);
			// For raw SQL in a migration; what Kysely writes names the schema.
			await sql`set local search_path to ${sql.id(schema)}`.execute(trx);
			await migrate(trx, postgresColumnTypes, new Date());
		});
}

/** Connects, and brings the tables in the settings' schema up to date. Rejects with `StoreError`. */
export async function openPostgres(settings: PostgresSettings, busyLimitMs: number): Promise<OpenDatabase> {
	const dialect = createPostgresDialect(createPool(settings), (error) => postgresErrorOf(error, settings), busyLimitMs);
	// Every table is named with its schema: a search path would be a setting of the session, which a pooler gives to somebody else next.
	const db = new Kysely<Schema>({ dialect }).withSchema(settings.schema);
	try {
		if (!(await isUpToDate(db))) {
			await retryWhileBusy(async () => await bringUpToDate(db, settings.schema), busyLimitMs);
		}
	} catch (error) {
		await db.destroy();
		throw error;
	}
	const transaction: OpenDatabase['transaction'] = async (work) => await retryWhileBusy(async () => await db.transaction().execute(work), busyLimitMs);
	return {
		db,
		transaction,
		quickTransaction: async (work) =>
			await transaction(async (trx) => {
				await sql`set local synchronous_commit = off`.execute(trx);
				return await work(trx);
			}),
	};
}
