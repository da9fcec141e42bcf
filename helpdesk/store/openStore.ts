import type { Kysely, Transaction } from 'kysely';

import { openPostgres } from './postgres/openPostgres';
import { checkPostgresSettings, postgresIdentity, type PostgresSettings } from './postgres/PostgresSettings';
import { BUSY_LIMIT_MS } from './retryWhileBusy';
import type { Schema } from './schema';
import { releaseHandle, type SharedHandle, takeHandle } from './sharedHandles';
import { loadSqlite } from './sqlite/loadSqlite';
import { openSqlite, prepareFile } from './sqlite/openSqlite';

/** Durable memory of scanner, outbox and desk. */
export interface Store {
	kind: 'sqlite' | 'postgres';
	/** For reading, and for single statements. Every statement rejects with `StoreError`. Inside `transaction` use its argument instead: waiting for `db` there would wait for ever. */
	db: Kysely<Schema>;
	/**
	 * Runs `work` in one write transaction: all of it is on the disk when the promise resolves, or nothing of it ever was. No other transaction is seen to run
	 * at the same time: where one is in the way, the whole of it is tried again without blocking, so `work` must do nothing but use its argument. Rejects with `STORE_BUSY` after 30 s.
	 */
	transaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
	/**
	 * The same without waiting for the disk, for what is of no use alone: it survives an end of this process, and a power cut once a `transaction` of this store
	 * that came later has ended. Until then a power cut may undo it, with all that came after it.
	 */
	quickTransaction: Store['transaction'];
	/** Gives this share of the handle back; the last one closes the store. A second call does nothing. */
	close(): Promise<void>;
}

/** Where a store lies: a SQLite file (absolute path, see `storeFile`) or a PostgreSQL database. */
export type StorePlace = { file: string } | { postgres: PostgresSettings };

export type StoreOptions = StorePlace & {
	/** For how long others are waited for. Default 30 000 ms. */
	busyLimitMs?: number;
};

function share(kind: Store['kind'], handle: SharedHandle): Store {
	const { db, transaction, quickTransaction } = handle;
	let closing: Promise<void> | null = null;
	return { kind, db, transaction, quickTransaction, close: async () => await (closing ??= releaseHandle(handle)) };
}

/**
 * Opens the store, making what is missing (folder and file, or schema) and bringing its tables up to date. All callers in this process share one handle per file
 * or PostgreSQL sign-in. Rejects with `StoreError`; see there for the codes.
 */
export async function openStore({ busyLimitMs = BUSY_LIMIT_MS, ...place }: StoreOptions): Promise<Store> {
	if ('postgres' in place) {
		checkPostgresSettings(place.postgres);
		const identity = postgresIdentity(place.postgres);
		return share('postgres', await takeHandle(identity, identity, async () => await openPostgres(place.postgres, busyLimitMs)));
	}
	loadSqlite();
	const { path, identity } = await prepareFile(place.file);
	return share('sqlite', await takeHandle(path, identity, async () => await openSqlite(path, busyLimitMs)));
}
