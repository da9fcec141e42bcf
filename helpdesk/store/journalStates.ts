import type { Journal, ScannerState } from './Journal';
import type { JournalTables } from './journalSchema';
import { messageOf } from './journalRows';
import { placeOf } from './journalTakenAway';
import type { Store } from './openStore';

type States = Pick<Journal, 'counts' | 'quarantinedMessages' | 'saveState' | 'states' | 'askForLook' | 'looked'>;

function stateOf(row: JournalTables['scanner_states']): ScannerState {
	const { scope, name, account, health } = row;
	return { scope, name, account, health, updatedAt: row.updated_at, askedAt: row.asked_at, lookedAt: row.looked_at };
}

/** What scanners say of themselves, and what others ask of them. */
export function journalStates(store: Store): States {
	const { db } = store;
	return {
		async counts(scope, at) {
			const rows = await db
				.selectFrom('journal_messages')
				.select(['state', (query) => query.fn.countAll<number>().as('rows')])
				.where('scope', '=', scope)
				.groupBy('state')
				.execute();
			const of = (state: string) => rows.find((row) => row.state === state)?.rows ?? 0;
			const waiting = db.selectFrom('journal_messages').where('scope', '=', scope).where('state', '=', 'waiting');
			const retrying = await waiting.where('attempts', '>', 0).select((query) => query.fn.countAll<number>().as('rows')).executeTakeFirst();
			const due = await waiting.where('next_try_at', '<=', at).select((query) => query.fn.min('next_try_at').as('since')).executeTakeFirst();
			return {
				waiting: of('waiting'),
				retrying: retrying?.rows ?? 0,
				running: of('running'),
				acknowledging: of('acknowledging'),
				quarantined: of('quarantined'),
				dueSince: due?.since ?? null,
			};
		},
		async quarantinedMessages(scope) {
			const all = db
				.selectFrom('journal_messages')
				.leftJoin('scanner_states', 'scanner_states.scope', 'journal_messages.scope')
				.leftJoin('taken_away', 'taken_away.key', 'journal_messages.key')
				.selectAll('journal_messages')
				.select(['scanner_states.name as scanner', 'scanner_states.account as account', 'taken_away.place as place'])
				.where('journal_messages.state', '=', 'quarantined')
				.orderBy('journal_messages.folder')
				.orderBy('journal_messages.uid');
			const rows = await (scope === undefined ? all : all.where('journal_messages.scope', '=', scope)).execute();
			return rows.map((row) => {
				const place = placeOf(row.place);
				// A place without UID was only intended.
				const { folder, uidValidity, uid } = place?.uid ? place : messageOf(row);
				return { ...messageOf(row), folder, uidValidity, uid, scope: row.scope, scanner: row.scanner ?? '', account: row.account ?? '' };
			});
		},
		async saveState({ scope, name, account, health, updatedAt }) {
			const values = { name, account, health, updated_at: updatedAt };
			await store.transaction(async (trx) => {
				await trx
					.insertInto('scanner_states')
					.values({ scope, ...values, asked_at: null, looked_at: null })
					.onConflict((conflict) => conflict.column('scope').doUpdateSet(values))
					.execute();
			});
		},
		async states() {
			return (await db.selectFrom('scanner_states').selectAll().orderBy('scope').execute()).map(stateOf);
		},
		async askForLook(scope, at) {
			await store.transaction(async (trx) => {
				await trx.updateTable('scanner_states').set({ asked_at: at }).where('scope', '=', scope).execute();
			});
		},
		async looked(scope, at) {
			await store.transaction(async (trx) => {
				await trx.updateTable('scanner_states').set({ looked_at: at }).where('scope', '=', scope).execute();
			});
		},
	};
}
