import type { Kysely, Transaction } from 'kysely';

import type { Schema } from './schema';

/** An open database, and how to write to it: what all users of one store in this process share. */
export interface OpenDatabase {
	db: Kysely<Schema>;
	transaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
	/** See `Store`. */
	quickTransaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
}

export interface SharedHandle extends OpenDatabase {
	/** Tells this store from another one put in its place later. */
	identity: string;
	users: number;
	closed: boolean;
}

const handles = new Map<string, Promise<SharedHandle>>();

/** One of the callers at the same time opens, the others wait for it. The handle may have been closed meanwhile. */
async function handleOf(place: string, identity: string, open: () => Promise<OpenDatabase>): Promise<SharedHandle> {
	const known = handles.get(place);
	const current = await known?.catch(() => undefined);
	// Another identity: the file was deleted or restored from a backup under our feet, and what is written to the old one would be lost.
	if (current && current.identity === identity && !current.closed) {
		return current;
	}
	if (handles.get(place) !== known) {
		return await handleOf(place, identity, open);
	}
	const opening = open().then((database): SharedHandle => ({ ...database, identity, users: 0, closed: false }));
	handles.set(place, opening);
	return await opening;
}

/** The handle for this place, opened if nobody has it open, and counted as used once more. */
export async function takeHandle(place: string, identity: string, open: () => Promise<OpenDatabase>): Promise<SharedHandle> {
	let handle = await handleOf(place, identity, open);
	while (handle.closed) {
		handle = await handleOf(place, identity, open);
	}
	handle.users += 1;
	return handle;
}

/** Gives one use back; the last one closes, when a transaction that is under way has come to its end. */
export async function releaseHandle(handle: SharedHandle): Promise<void> {
	handle.users -= 1;
	if (handle.users > 0) {
		return;
	}
	handle.closed = true;
	// A pool waits for its connections by itself; SQLite's only one has to be waited for.
	await handle.db.connection().execute(async () => undefined).catch(() => undefined);
	await handle.db.destroy();
}
