import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

import { openStore, type Store, type StorePlace } from '../openStore';
import { StoreError } from '../StoreError';
import { copyStore } from './copyStore';

const PATIENCE_MS = 600_000;

function refuse(code: string, message: string, remedy: string): never {
	throw new StoreError(code, message, { fault: 'settings', remedy });
}

async function copied(from: StorePlace, to: StorePlace): Promise<Record<string, number>> {
	const schemas = new Map<Store, string>();
	const open = async (place: StorePlace) => {
		const store = await openStore({ ...place, busyLimitMs: PATIENCE_MS });
		schemas.set(store, 'postgres' in place ? place.postgres.schema : '');
		return store;
	};
	const source = await open(from);
	try {
		const target = await open(to);
		try {
			return await copyStore(source, target, (store) => schemas.get(store) ?? '');
		} finally {
			await target.close();
		}
	} finally {
		await source.close();
	}
}

/**
 * Copies a help desk to another place, of either kind: a backup is a copy into a new SQLite file, restoring copies such a file into an empty place, moving copies from SQLite into
 * PostgreSQL. The source is only read. A file is written under another name first, so that half of one is never taken for a backup. Returns the number of rows by table.
 * Rejects with `StoreError`: `STORE_MISSING`, `STORE_EXISTS`, `STORE_NOT_EMPTY` and those of `openStore`.
 */
export async function transferStore(from: StorePlace, to: StorePlace): Promise<Record<string, number>> {
	if ('file' in from && !existsSync(from.file)) {
		refuse('STORE_MISSING', `There is no file ${from.file}`, 'Check the path.');
	}
	if (!('file' in to)) {
		return await copied(from, to);
	}
	if (existsSync(to.file)) {
		refuse('STORE_EXISTS', `There is a file ${to.file} already`, 'Move it away, or name another one. Nothing was changed.');
	}
	const unfinished = `${to.file}.unfinished`;
	const remove = async () => {
		for (const suffix of ['', '-wal', '-shm']) {
			await rm(`${unfinished}${suffix}`, { force: true });
		}
	};
	await remove();
	try {
		const rows = await copied(from, { file: unfinished });
		await rename(unfinished, to.file);
		return rows;
	} finally {
		await remove();
	}
}
