import type { Journal } from './Journal';
import { inScope, messageOf, removeRow, rowOf, updateRow } from './journalRows';
import type { Store } from './openStore';

type Places = Pick<Journal, 'withKey' | 'keyOnServer' | 'relocate' | 'outdate'>;

/** Where messages lie, when servers and people put them elsewhere. */
export function journalPlaces(store: Store): Places {
	return {
		async withKey(scope, key) {
			const rows = await store.db.selectFrom('journal_messages').selectAll().where('key', '=', key).where(inScope(scope)).execute();
			return rows.map(messageOf);
		},
		async keyOnServer(scope, serverId) {
			const handled = await store.db.selectFrom('handled_messages').select('key').where('scope', '=', scope).where('server_id', '=', serverId).executeTakeFirst();
			if (handled) {
				return handled.key;
			}
			const read = store.db.selectFrom('journal_messages').select('key').where('scope', '=', scope).where('server_id', '=', serverId);
			return (await read.where('key', 'is not', null).executeTakeFirst())?.key ?? null;
		},
		async relocate(scope, message, { folder, uidValidity, uid }) {
			await store.transaction(async (trx) => {
				const there = { ...message, folder, uidValidity, uid };
				const occupant = await rowOf(trx, scope, there);
				if (occupant && occupant.state !== 'waiting') {
					return;
				}
				await removeRow(trx, scope, there);
				await updateRow(trx, scope, message, ['waiting', 'quarantined', 'running', 'acknowledging'])
					.set({ folder, uid_validity: uidValidity, uid, server_id: message.serverId ?? occupant?.server_id ?? null })
					.execute();
			});
		},
		async outdate(scope, folder, uidValidity, fromUid, name) {
			await store.transaction(async (trx) => {
				await trx
					.updateTable('journal_messages')
					.set({ uid_validity: name })
					.where('scope', '=', scope)
					.where('folder', '=', folder)
					.where('uid_validity', '=', uidValidity)
					.where('uid', '>=', fromUid)
					.where('state', '!=', 'running')
					.execute();
			});
		},
	};
}
