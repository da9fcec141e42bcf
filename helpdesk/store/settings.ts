import { randomBytes } from 'node:crypto';

import type { Store } from './openStore';

async function settingOf(store: Store, name: string): Promise<string | undefined> {
	const row = await store.db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
	return row?.value;
}

/** The stored value, or the one that whoever came first has put there. */
async function madeOnce(store: Store, name: string, make: () => string): Promise<string> {
	const known = await settingOf(store, name);
	if (known !== undefined) {
		return known;
	}
	return await store.transaction(async (trx) => {
		await trx.insertInto('settings').values({ name, value: make() }).onConflict((conflict) => conflict.column('name').doNothing()).execute();
		const row = await trx.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirstOrThrow();
		return row.value;
	});
}

/** 32 random bytes that sign ticket ids. Made once, kept in the store itself, so that they survive backup and restore. Never log them. */
export async function storeSecret(store: Store): Promise<Buffer> {
	return Buffer.from(await madeOnce(store, 'secret', () => randomBytes(32).toString('base64')), 'base64');
}

/** Short random id (16 hex digits) of this help desk, by which it knows its own mail again (loop header). No secret. */
export async function systemId(store: Store): Promise<string> {
	return await madeOnce(store, 'system-id', () => randomBytes(8).toString('hex'));
}
