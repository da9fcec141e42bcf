import type { Journal } from './Journal';
import { forgetNotes, inScope, inheritAttempts, removeRow, rowOf, updateRow } from './journalRows';
import { elsewhere } from './journalShared';
import { forgetTakenAway } from './journalTakenAway';
import type { Store } from './openStore';

type Steps = Pick<Journal, 'start' | 'retry' | 'quarantine' | 'release' | 'succeed' | 'finish' | 'drop' | 'recover'>;

/** The ways of a message from one state to the next. Each checks the state in the transaction that changes it. */
export function journalSteps(store: Store): Steps {
	return {
		async start(scope, message, key, messageId, owner, shared) {
			return await store.transaction(async (trx) => {
				const row = await rowOf(trx, scope, message);
				if (row?.state !== 'waiting') {
					return false;
				}
				if (shared && (await elsewhere(trx, scope, row, shared)) !== 'nowhere') {
					return false;
				}
				await forgetNotes(trx, key);
				await updateRow(trx, scope, message, ['waiting'])
					.set({ state: 'running', attempts: row.attempts + 1, key: key || row.key, message_id: messageId || row.message_id, shared_id: shared?.id ?? null, owner })
					.execute();
				return true;
			});
		},
		async retry(scope, message, nextTryAt, error, countAttempt) {
			await store.transaction(async (trx) => {
				const row = await rowOf(trx, scope, message);
				if (row?.state !== 'running' && row?.state !== 'waiting') {
					return;
				}
				// `start` has counted a running message already; one that failed before its start (it could not be read) has not been counted.
				const counted = row.attempts - (row.state === 'running' ? 1 : 0);
				await updateRow(trx, scope, message, ['running', 'waiting'])
					.set({ state: 'waiting', attempts: Math.max(0, counted + (countAttempt ? 1 : 0)), next_try_at: nextTryAt, last_error: error, owner: null })
					.execute();
			});
		},
		async quarantine(scope, message, error) {
			await store.transaction(async (trx) => {
				const row = await rowOf(trx, scope, message);
				await updateRow(trx, scope, message, ['waiting', 'running'])
					.set({ state: 'quarantined', last_error: error, owner: null, key: row?.key ?? message.key, message_id: row?.message_id ?? message.messageId })
					.execute();
			});
		},
		async release(scope, key, at) {
			return await store.transaction(async (trx) => {
				const result = await trx
					.updateTable('journal_messages')
					.set({ state: 'waiting', attempts: 0, next_try_at: at })
					.where('key', '=', key)
					.where('state', '=', 'quarantined')
					.where(inScope(scope))
					.executeTakeFirst();
				return result.numUpdatedRows > 0n;
			});
		},
		async succeed(scope, message) {
			await store.transaction(async (trx) => {
				await updateRow(trx, scope, message, ['running']).set({ state: 'acknowledging', owner: null, last_error: '' }).execute();
			});
		},
		async finish(scope, message, at) {
			await store.transaction(async (trx) => {
				const row = await rowOf(trx, scope, message);
				const key = row?.key ?? message.key;
				const serverId = row?.server_id ?? message.serverId;
				await removeRow(trx, scope, message);
				if (key !== null) {
					await trx
						.insertInto('handled_messages')
						.values({ scope, key, at, server_id: serverId, shared_id: row?.shared_id ?? null })
						.onConflict((conflict) => {
							const known = conflict.columns(['scope', 'key']);
							return serverId === null ? known.doNothing() : known.doUpdateSet({ server_id: serverId });
						})
						.execute();
					await forgetNotes(trx, key);
					await forgetTakenAway(trx, key);
				}
			});
		},
		async drop(scope, message) {
			await store.transaction(async (trx) => {
				const row = await rowOf(trx, scope, message);
				const key = row?.key ?? null;
				await removeRow(trx, scope, message);
				if (row) {
					await inheritAttempts(trx, scope, row);
				}
				if (key !== null) {
					await forgetNotes(trx, key);
					await forgetTakenAway(trx, key);
				}
			});
		},
		async recover(scope, liveOwners, at) {
			return await store.transaction(async (trx) => {
				const lost = trx.updateTable('journal_messages').set({ state: 'waiting', next_try_at: at, owner: null }).where('scope', '=', scope).where('state', '=', 'running');
				const result = await (liveOwners.length > 0 ? lost.where('owner', 'not in', liveOwners) : lost).executeTakeFirst();
				return Number(result.numUpdatedRows);
			});
		},
	};
}
