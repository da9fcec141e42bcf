import type { Kysely, Transaction } from 'kysely';

import type { Schema } from '../schema';
import { StoreError } from '../StoreError';
import { journalTables } from './001-journal';
import { deskTables } from './002-desk';
import { takenAwayMessages } from './003-taken-away';
import { scannerTables } from './004-scanners';
import { deskDepth } from './006-desk-depth';
import { vtigerTables } from './007-vtiger';
import { scannerRuns } from './008-scanner-runs';
import { traffic } from './009-traffic';
import { serverIds } from './010-server-ids';
import { sharedMessages } from './011-shared-messages';
import type { ColumnTypes, Migration } from './Migration';

/** In the order in which they are applied; the version of a file is how many of them it has seen. Only ever append. */
export const MIGRATIONS: readonly Migration[] = [journalTables, deskTables, takenAwayMessages, scannerTables, deskDepth, vtigerTables, scannerRuns, traffic, serverIds, sharedMessages];

async function versionOf(db: Kysely<Schema>): Promise<number> {
	const newest = await db.selectFrom('migrations').select((query) => query.fn.max('version').as('version')).executeTakeFirst();
	return newest?.version ?? 0;
}

/** Whether there is nothing to migrate, found out without a lock. */
export async function isUpToDate(db: Kysely<Schema>): Promise<boolean> {
	// A missing table is the usual reason to fail; any other shows again, and better, when the migration is tried.
	return (await versionOf(db).catch(() => -1)) === MIGRATIONS.length;
}

/**
 * Brings the tables to the newest version, inside one transaction: either all steps are taken or none, and of two processes that start at once
 * the second finds the work done. Rejects with `STORE_TOO_NEW` when the tables were made by newer code, and changes nothing then.
 */
export async function migrate(trx: Transaction<Schema>, types: ColumnTypes, now: Date, steps = MIGRATIONS): Promise<void> {
	await trx.schema
		.createTable('migrations')
		.ifNotExists()
		.addColumn('version', 'integer', (column) => column.primaryKey())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('applied_at', 'text', (column) => column.notNull())
		.execute();
	const version = await versionOf(trx);
	if (version > steps.length) {
		throw new StoreError('STORE_TOO_NEW', `The help desk's data is of version ${version}; this package understands up to version ${steps.length}`, {
			fault: 'settings',
			remedy: 'Update the package n8n-nodes-mail-helpdesk, or restore the backup made before it was updated. Nothing was changed in it.',
		});
	}
	for (const [index, step] of steps.entries()) {
		if (index < version) {
			continue;
		}
		await step.up(trx, types);
		await trx.insertInto('migrations').values({ version: index + 1, name: step.name, applied_at: now.toISOString() }).execute();
	}
}
