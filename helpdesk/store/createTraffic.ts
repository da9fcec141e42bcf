import type { Store } from './openStore';

/** `new-ticket` and `added`: a message came in. `answer`: automatic mail of ours went out. */
export type TrafficKind = 'new-ticket' | 'added' | 'answer';

export interface TrafficEntry {
	/** `mailbox.key` of the message that came in or is answered. */
	key: string;
	/** Tells several effects of one message apart, e.g. the id of the node that answers. */
	purpose: string;
	kind: TrafficKind;
	/** Account and address of the scanned mailbox. */
	mailbox: string;
	/** Lower-case address of whoever wrote, or is answered. */
	person: string;
	/** Id of the ticket at its desk. */
	ticket: string;
	/** ISO 8601 in UTC. */
	at: string;
}

/** What came in and went out within the last day. One message counts once for each purpose, however often it is tried. Rejects with `StoreError`. */
export interface Traffic {
	record(entry: TrafficEntry): Promise<void>;
	/** Times of what matches, newest first, at most 200. What `except` names is a try of the same effect and does not count. */
	times(of: Pick<TrafficEntry, 'mailbox'> & { kinds: TrafficKind[]; person?: string; ticket?: string; except?: { key: string; purpose: string } }): Promise<string[]>;
}

const KEPT_MS = 25 * 3_600_000;
const MOST = 200;

/** The recent traffic of the help desk, kept in this store; older entries are thrown away by themselves. */
export function createTraffic(store: Store): Traffic {
	return {
		async record(entry) {
			const oldest = new Date(Date.parse(entry.at) - KEPT_MS).toISOString();
			// Worth nothing without the effect that it counts: it need not wait for the disk.
			await store.quickTransaction(async (trx) => {
				await trx.deleteFrom('traffic').where('at', '<', oldest).execute();
				await trx
					.insertInto('traffic')
					.values(entry)
					.onConflict((conflict) => conflict.columns(['key', 'purpose', 'person']).doNothing())
					.execute();
			});
		},
		async times({ mailbox, kinds, person, ticket, except }) {
			let query = store.db.selectFrom('traffic').select('at').where('mailbox', '=', mailbox).where('kind', 'in', kinds);
			if (person !== undefined) query = query.where('person', '=', person);
			if (ticket !== undefined) query = query.where('ticket', '=', ticket);
			if (except !== undefined) query = query.where((row) => row.not(row.and([row('key', '=', except.key), row('purpose', '=', except.purpose)])));
			return (await query.orderBy('at', 'desc').limit(MOST).execute()).map(({ at }) => at);
		},
	};
}
