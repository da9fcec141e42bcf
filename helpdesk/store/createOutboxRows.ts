import type { OutboxRow, OutboxRows } from '../outbox/Outbox';
import type { Schema } from './schema';
import type { Store } from './openStore';

function outboxRowOf(row: Schema['outbox']): OutboxRow {
	return { claim: row.claim, messageId: row.message_id, state: row.state, attempts: row.attempts, response: row.response, sentAt: row.sent_at };
}

/** The outbox's rows, kept in this store. A row that is `sent` stays so, whatever is reported later. Rejects with `StoreError`. */
export function createOutboxRows(store: Store): OutboxRows {
	return {
		async reserve(claim, messageId, at) {
			// Nothing is sent before `trying`, which waits for the disk.
			return await store.quickTransaction(async (trx) => {
				await trx
					.insertInto('outbox')
					.values({ claim, message_id: messageId, state: 'sending', attempts: 0, response: '', created_at: at, sent_at: null })
					.onConflict((conflict) => conflict.column('claim').doNothing())
					.execute();
				return outboxRowOf(await trx.selectFrom('outbox').selectAll().where('claim', '=', claim).executeTakeFirstOrThrow());
			});
		},
		async trying(claim) {
			await store.transaction(async (trx) => {
				await trx
					.updateTable('outbox')
					.set((row) => ({ attempts: row('attempts', '+', 1), state: 'sending' as const }))
					.where('claim', '=', claim)
					.where('state', '<>', 'sent')
					.execute();
			});
		},
		async markSent(claim, response, at) {
			await store.transaction(async (trx) => {
				await trx.updateTable('outbox').set({ state: 'sent', response, sent_at: at }).where('claim', '=', claim).where('state', '<>', 'sent').execute();
			});
		},
		async markRefused(claim, response) {
			await store.transaction(async (trx) => {
				await trx.updateTable('outbox').set({ state: 'refused', response }).where('claim', '=', claim).where('state', '<>', 'sent').execute();
			});
		},
	};
}
