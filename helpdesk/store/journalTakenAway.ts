import type { Transaction } from 'kysely';

import type { Envelope } from '../mailbox/MailboxSession';
import type { Journal, MessagePlace } from './Journal';
import type { Store } from './openStore';
import type { Schema } from './schema';

/** What nodes note of messages that they take away while their execution is running. */
export function takenAwayNotes(store: Store): Pick<Journal, 'noteTakenAway' | 'takenAway' | 'notePutAside'> {
	return {
		async noteTakenAway(key, { envelope, place, source }) {
			return await store.transaction(async (trx) => {
				const inHand = await trx.selectFrom('journal_messages').select('scope').where('key', '=', key).where('state', '=', 'running').executeTakeFirst();
				if (!inHand) {
					return false;
				}
				const known = { ...(place ? { place: JSON.stringify(place) } : {}), ...(source ? { source } : {}) };
				const row = { key, envelope: JSON.stringify(envelope), place: null, source: null, ...known };
				await trx
					.insertInto('taken_away')
					.values(row)
					.onConflict((conflict) => conflict.column('key').doUpdateSet({ envelope: row.envelope, ...known }))
					.execute();
				return true;
			});
		},
		async takenAway(key) {
			const row = await store.db.selectFrom('taken_away').selectAll().where('key', '=', key).executeTakeFirst();
			if (!row) {
				return null;
			}
			return {
				envelope: envelopeOf(row.envelope),
				place: placeOf(row.place),
				source: row.source === null ? null : Buffer.from(row.source),
			};
		},
		async notePutAside(scope, key, envelope, place) {
			return await store.transaction(async (trx) => {
				const rows = await trx.selectFrom('journal_messages').select('state').where('scope', '=', scope).where('key', '=', key).execute();
				const known = placeOf((await trx.selectFrom('taken_away').select('place').where('key', '=', key).executeTakeFirst())?.place ?? null);
				const intended = known?.putAside === true && known.folder === place.folder;
				// Released while it was being moved: the retry must still learn where it is.
				if (!rows.some(({ state }) => state === 'quarantined' || (place.uid > 0 && intended))) {
					return false;
				}
				const row = { key, envelope: JSON.stringify(envelope), place: JSON.stringify({ ...place, putAside: true }), source: null };
				await trx
					.insertInto('taken_away')
					.values(row)
					.onConflict((conflict) => conflict.column('key').doUpdateSet({ envelope: row.envelope, place: row.place }))
					.execute();
				return true;
			});
		},
	};
}

/** A place as it is stored. */
export function placeOf(json: string | null): MessagePlace | null {
	return json === null ? null : (JSON.parse(json) as MessagePlace);
}

function envelopeOf(json: string): Envelope {
	const stored = JSON.parse(json) as Omit<Envelope, 'receivedAt'> & { receivedAt: string | null };
	return { ...stored, receivedAt: stored.receivedAt === null ? null : new Date(stored.receivedAt) };
}

/** Forgets where the message went and its bytes, unless another scanner still has a row of it. */
export async function forgetTakenAway(trx: Transaction<Schema>, key: string): Promise<void> {
	const wanted = await trx.selectFrom('journal_messages').select('scope').where('key', '=', key).executeTakeFirst();
	if (!wanted) {
		await trx.deleteFrom('taken_away').where('key', '=', key).execute();
	}
}
