import { mkdir, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Kysely, type Transaction } from 'kysely';

import { isUpToDate, migrate } from './migrations/migrate';
import { BUSY_LIMIT_MS, retryWhileBusy } from './retryWhileBusy';
import type { Schema } from './schema';
import { loadSqlite } from './sqlite/loadSqlite';
import { createSqliteDialect, setUpConnection, sqliteColumnTypes } from './sqlite/sqliteDialect';
import { storeErrorOf } from './sqlite/sqliteErrors';

/** Durable memory of scanner, outbox and desk. */
export interface Store {
	/** For reading, and for single statements. Every statement rejects with `StoreError`. Inside `transaction` use its argument instead: waiting for `db` there would wait for ever. */
	db: Kysely<Schema>;
	/**
	 * Runs `work` in one write transaction: all of it is on the disk when the promise resolves, or nothing of it ever was. While another process holds the
	 * lock, the whole of it is tried again without blocking, so `work` must do nothing but use its argument. Rejects with `STORE_BUSY` after 30 s.
	 */
	transaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
	file: string;
	/** Gives this share of the handle back; the last one closes the file. A second call does nothing. */
	close(): Promise<void>;
}

export interface StoreOptions {
	/** Absolute path; see `storeFile`. */
	file: string;
	/** For how long a lock of another process is waited for. Default 30 000 ms. */
	busyLimitMs?: number;
}

interface SharedHandle {
	identity: string;
	db: Kysely<Schema>;
	transaction: Store['transaction'];
	users: number;
	closed: boolean;
}

const handles = new Map<string, Promise<SharedHandle>>();

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

/** Makes folder and file if they are missing, and says how to tell this file from another one put in its place later. */
async function prepareFile(file: string): Promise<{ path: string; identity: string }> {
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

async function openHandle(path: string, identity: string, busyLimitMs: number): Promise<SharedHandle> {
	const db = connect(path, busyLimitMs);
	const transaction: Store['transaction'] = async (work) => await retryWhileBusy(async () => await db.transaction().execute(work), busyLimitMs);
	try {
		await setUpConnection(db);
		if (!(await isUpToDate(db))) {
			await transaction(async (trx) => await migrate(trx, sqliteColumnTypes, new Date()));
		}
	} catch (error) {
		await db.destroy();
		throw error;
	}
	return { identity, db, transaction, users: 0, closed: false };
}

/** One of the callers at the same time opens, the others wait for it. The handle may have been closed meanwhile. */
async function sharedHandle(path: string, identity: string, busyLimitMs: number): Promise<SharedHandle> {
	const known = handles.get(path);
	const current = await known?.catch(() => undefined);
	// Another identity: the file was deleted or restored from a backup under our feet, and what is written to the old one would be lost.
	if (current && current.identity === identity && !current.closed) {
		return current;
	}
	if (handles.get(path) !== known) {
		return await sharedHandle(path, identity, busyLimitMs);
	}
	const opening = openHandle(path, identity, busyLimitMs);
	handles.set(path, opening);
	return await opening;
}

async function release(handle: SharedHandle): Promise<void> {
	handle.users -= 1;
	if (handle.users > 0) {
		return;
	}
	handle.closed = true;
	// Lets a transaction that is under way come to its end.
	await handle.db.connection().execute(async () => undefined);
	await handle.db.destroy();
}

/**
 * Opens the store in this SQLite file, making folder and file as needed and bringing its tables up to date. All callers in this process share one handle per file.
 * Rejects with `StoreError`; see there for the codes.
 */
export async function openStore({ file, busyLimitMs = BUSY_LIMIT_MS }: StoreOptions): Promise<Store> {
	loadSqlite();
	const { path, identity } = await prepareFile(file);
	let handle = await sharedHandle(path, identity, busyLimitMs);
	while (handle.closed) {
		handle = await sharedHandle(path, identity, busyLimitMs);
	}
	handle.users += 1;
	const { db, transaction } = handle;
	let closing: Promise<void> | null = null;
	return { db, transaction, file, close: async () => await (closing ??= release(handle)) };
}
