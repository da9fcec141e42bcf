import { Kysely, sql } from 'kysely';

import { MIGRATIONS } from '../migrations/migrate';
import type { Schema } from '../schema';
import { StoreError } from '../StoreError';
import { usableServer } from './openPostgres';
import { createPostgresDialect } from './postgresDialect';
import { postgresErrorOf } from './postgresErrors';
import { createPool } from './postgresPool';
import { checkPostgresSettings, type PostgresSettings } from './PostgresSettings';

export interface PostgresFound {
	/** As the server says it, for instance 15.14. */
	serverVersion: string;
	/** Tables are there, and as this package knows them; false where they are still to be made or brought up to date. */
	ready: boolean;
}

/** Rejects with `STORE_NO_RIGHTS` where the first use would fail. */
async function checkRights(db: Kysely<Schema>, settings: PostgresSettings): Promise<void> {
	const { rows } = await sql<{ there: boolean; usable: boolean; creatable: boolean }>`
		select exists (select 1 from pg_catalog.pg_namespace where nspname = ${settings.schema}) as there,
			coalesce((select has_schema_privilege(oid, 'usage') and has_schema_privilege(oid, 'create') from pg_catalog.pg_namespace where nspname = ${settings.schema}), false) as usable,
			has_database_privilege(current_database(), 'create') as creatable`.execute(db);
	const { there, usable, creatable } = rows[0] ?? { there: false, usable: false, creatable: false };
	if (there ? !usable : !creatable) {
		throw postgresErrorOf(Object.assign(new Error('no right to the schema'), { code: '42501' }), settings);
	}
}

async function versionIn(db: Kysely<Schema>, schema: string): Promise<number> {
	const { rows } = await sql<{ there: boolean }>`select exists (select 1 from pg_catalog.pg_tables where schemaname = ${schema} and tablename = 'migrations') as there`.execute(db);
	if (!rows[0]?.there) {
		return 0;
	}
	const newest = await db.selectFrom('migrations').select((query) => query.fn.max('version').as('version')).executeTakeFirst();
	return newest?.version ?? 0;
}

/** Signs in, and finds out whether a help desk could work there; changes nothing. Rejects with `StoreError` that says what is wrong and what to do. */
export async function testPostgres(settings: PostgresSettings): Promise<PostgresFound> {
	checkPostgresSettings(settings);
	const db = new Kysely<Schema>({ dialect: createPostgresDialect(createPool(settings, 1), (error) => postgresErrorOf(error, settings), 0) }).withSchema(settings.schema);
	try {
		const serverVersion = await usableServer(db);
		await checkRights(db, settings);
		const version = await versionIn(db, settings.schema);
		if (version > MIGRATIONS.length) {
			throw new StoreError('STORE_TOO_NEW', `The help desk's data there is of version ${version}; this package understands up to version ${MIGRATIONS.length}`, {
				fault: 'settings',
				remedy: 'Update the package n8n-nodes-mail-helpdesk.',
			});
		}
		return { serverVersion, ready: version === MIGRATIONS.length };
	} finally {
		await db.destroy();
	}
}
