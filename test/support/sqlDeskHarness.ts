import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSqlDesk } from '../../helpdesk/desk/sql/createSqlDesk';
import { openStore, type Store, type StorePlace } from '../../helpdesk/store/openStore';
import type { DeskHarness } from './deskContract';

/** A folder that is empty and that nobody else has. */
export async function temporaryFolder(): Promise<string> {
	return await mkdtemp(join(tmpdir(), 'mail-helpdesk-'));
}

export interface SqlDeskHarness extends DeskHarness {
	store: Store;
	/** What the desk takes for now, until it is set back to null. */
	clock: { now: Date | null };
}

/** The built-in desk on a new file, or in another empty place. */
export async function openSqlDesk(place?: StorePlace): Promise<SqlDeskHarness> {
	const folder = await temporaryFolder();
	const store = await openStore(place ?? { file: join(folder, 'desk.sqlite') });
	const clock: SqlDeskHarness['clock'] = { now: null };
	return {
		store,
		clock,
		desk: createSqlDesk(store, { now: () => clock.now ?? new Date() }),
		deleteTicket: async (id) => {
			await store.db.updateTable('tickets').set({ deleted_at: new Date().toISOString() }).where('id', '=', Number(id)).execute();
		},
		mergeTicket: async (id, into) => {
			await store.db.updateTable('tickets').set({ merged_into: Number(into) }).where('id', '=', Number(id)).execute();
		},
		addOrganization: async ({ name, domains, addresses }) =>
			await store.transaction(async (trx) => {
				const { id } = await trx.insertInto('organizations').values({ name, created_at: new Date().toISOString() }).returning('id').executeTakeFirstOrThrow();
				for (const domain of domains) {
					await trx.insertInto('organization_domains').values({ organization_id: id, domain }).execute();
				}
				for (const address of addresses) {
					await trx.insertInto('organization_addresses').values({ organization_id: id, address }).execute();
				}
				return String(id);
			}),
		close: async () => {
			await store.close();
			await rm(folder, { recursive: true });
		},
	};
}
