import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { VtigerContext } from './context';

const settingOf = (desk: string): string => `vtiger-highest-record ${desk}`;

/**
 * The highest record number that is known. Vtiger counts all its records in one row, so what is made from now on is above, and a search by marker, which has no
 * index, need not look below.
 */
export async function highestRecord({ store, desk }: VtigerContext): Promise<string> {
	const row = await store.db.selectFrom('settings').select('value').where('name', '=', settingOf(desk)).executeTakeFirst();
	return row?.value ?? '0';
}

/** Remembers a record that was made. */
export async function noteRecord(trx: Transaction<Schema>, desk: string, number: string): Promise<void> {
	const name = settingOf(desk);
	const known = await trx.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
	if (!known) {
		await trx.insertInto('settings').values({ name, value: number }).onConflict((conflict) => conflict.column('name').doNothing()).execute();
	} else if (Number(number) > Number(known.value)) {
		await trx.updateTable('settings').set({ value: number }).where('name', '=', name).execute();
	}
}
