import type { Journal } from './Journal';
import type { Store } from './openStore';

/** Signs of life of scanner runs, where several processes share the store. */
export function journalRuns(store: Store): Pick<Journal, 'shared' | 'beat' | 'beats' | 'endRun'> {
	return {
		shared: store.kind === 'postgres',
		async beat(owner) {
			await store.transaction(async (trx) => {
				await trx
					.insertInto('scanner_runs')
					.values({ owner, beats: 1 })
					.onConflict((conflict) => conflict.column('owner').doUpdateSet((row) => ({ beats: row('scanner_runs.beats', '+', 1) })))
					.execute();
			});
		},
		async beats() {
			const rows = await store.db.selectFrom('scanner_runs').selectAll().execute();
			return new Map(rows.map(({ owner, beats }) => [owner, beats]));
		},
		async endRun(owner) {
			await store.transaction(async (trx) => {
				await trx.deleteFrom('scanner_runs').where('owner', '=', owner).execute();
			});
		},
	};
}
