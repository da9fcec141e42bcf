import { mkdir, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Kysely, sql } from 'kysely';

import { isUpToDate, migrate } from '../migrations/migrate';
import { retryWhileBusy } from '../retryWhileBusy';
import type { Schema } from '../schema';
import type { OpenDatabase } from '../sharedHandles';
import { loadSqlite } from './loadSqlite';
import { createSqliteDialect, setUpConnection, sqliteColumnTypes } from './sqliteDialect';
import { storeErrorOf } from './sqliteErrors';

/**
 * Makes an empty file for the owner alone, unless there is one. An existing file is never opened here: closing any descriptor of it would drop
 * the locks that SQLite holds in this process (https://www.sqlite.org/howtocorrupt.html section 2.2).
 */
async function createFile(path: string): Promise<void> {
	try {
		const descriptor = await open(path, 'wx', 0o600);
		await descriptor.close();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}
	}
}

/** Makes folder and file if they are missing, and says how to tell this file from another one put in its place later. Rejects with `StoreError`. */
export async function prepareFile(file: string): Promise<{ path: string; identity: string }> {
	try {
		await mkdir(dirname(file), { recursive: true, mode: 0o700 });
		const path = join(await realpath(dirname(file)), basename(file));
		await createFile(path);
		const found = await stat(path, { bigint: true });
		if (!found.isFile()) {
			throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' });
		}
		return { path, identity: `${found.dev}:${found.ino}` };
	} catch (error) {
		throw storeErrorOf(error);
	}
}

function connect(path: string, busyLimitMs: number): Kysely<Schema> {
	const { DatabaseSync } = loadSqlite();
	try {
		return new Kysely<Schema>({ dialect: createSqliteDialect(new DatabaseSync(path), busyLimitMs) });
	} catch (error) {
		throw storeErrorOf(error);
	}
}

/** Opens a prepared file and brings its tables up to date. Rejects with `StoreError`. */
export async function openSqlite(path: string, busyLimitMs: number): Promise<OpenDatabase> {
	const db = connect(path, busyLimitMs);
	const transaction: OpenDatabase['transaction'] = async (work) => await retryWhileBusy(async () => await db.transaction().execute(work), busyLimitMs);
	// NORMAL: in the write-ahead log a commit that waits for the disk takes all commits before it along (https://www.sqlite.org/pragma.html#pragma_synchronous).
	const quickly: OpenDatabase['transaction'] = async (work) =>
		await db.connection().execute(async (connection) => {
			await sql`pragma synchronous = normal`.execute(connection);
			try {
				return await connection.transaction().execute(work);
			} finally {
				await sql`pragma synchronous = full`.execute(connection);
			}
		});
	try {
		await setUpConnection(db);
		if (!(await isUpToDate(db))) {
			await transaction(async (trx) => await migrate(trx, sqliteColumnTypes, new Date()));
		}
	} catch (error) {
		await db.destroy();
		throw error;
	}
	return { db, transaction, quickTransaction: async (work) => await retryWhileBusy(async () => await quickly(work), busyLimitMs) };
}
