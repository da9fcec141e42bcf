import type { Transaction } from 'kysely';

import type { TidyAction } from '../mailbox/MailboxSession';
import type { FolderCursor, FoundMessage, Journal, NodeFailure } from './Journal';
import { messageOf, type JournalRow } from './journalRows';
import { elsewhere } from './journalShared';
import { journalPlaces } from './journalPlaces';
import { journalRuns } from './journalRuns';
import { journalStates } from './journalStates';
import { journalSteps } from './journalSteps';
import { takenAwayNotes } from './journalTakenAway';
import type { Store } from './openStore';
import type { Schema } from './schema';

/** Messages inserted by one statement; SQLite takes at most 32 766 parameters. */
const ROWS_PER_INSERT = 500;

/** The cursor of one UIDVALIDITY goes back only when the server has begun to count anew. */
function furthest(known: Schema['folder_cursors'] | undefined, next: FolderCursor, mayGoBack: boolean): FolderCursor {
	if (mayGoBack || known?.uid_validity !== next.uidValidity) {
		return next;
	}
	const newest = [known.newest_received_at, next.newestReceivedAt].filter((at) => at !== null).sort();
	return { ...next, contiguousUid: Math.max(known.contiguous_uid, next.contiguousUid), newestReceivedAt: newest.at(-1) ?? null };
}

async function saveCursor(trx: Transaction<Schema>, scope: string, cursor: FolderCursor, mayGoBack: boolean): Promise<void> {
	const known = await trx.selectFrom('folder_cursors').selectAll().where('scope', '=', scope).where('folder', '=', cursor.folder).executeTakeFirst();
	const { uidValidity, contiguousUid, newestReceivedAt } = furthest(known, cursor, mayGoBack);
	const values = { uid_validity: uidValidity, contiguous_uid: contiguousUid, newest_received_at: newestReceivedAt };
	await trx
		.insertInto('folder_cursors')
		.values({ scope, folder: cursor.folder, ...values })
		.onConflict((conflict) => conflict.columns(['scope', 'folder']).doUpdateSet(values))
		.execute();
}

async function insertWaiting(trx: Transaction<Schema>, scope: string, cursor: FolderCursor, found: FoundMessage[], at: string) {
	for (let first = 0; first < found.length; first += ROWS_PER_INSERT) {
		const rows = found.slice(first, first + ROWS_PER_INSERT).map(
			({ uid, messageId, serverId = null }): JournalRow => ({
				scope,
				folder: cursor.folder,
				uid_validity: cursor.uidValidity,
				uid,
				state: 'waiting',
				attempts: 0,
				next_try_at: at,
				key: null,
				message_id: messageId,
				server_id: serverId,
				shared_id: null,
				last_error: '',
				owner: null,
			}),
		);
		await trx
			.insertInto('journal_messages')
			.values(rows)
			.onConflict((conflict) => conflict.columns(['scope', 'folder', 'uid_validity', 'uid']).doNothing())
			.execute();
	}
}

type Reading = Pick<Journal, 'cursor' | 'due' | 'nextDueAt' | 'inState' | 'isHandled' | 'elsewhere' | 'failures' | 'tidyRequests'>;
type Intake = Pick<Journal, 'discover' | 'startedAt'>;
type Notes = Pick<Journal, 'noteFailure' | 'requestTidy'>;

function reading({ db }: Store): Reading {
	return {
		async cursor(scope, folder) {
			const row = await db.selectFrom('folder_cursors').selectAll().where('scope', '=', scope).where('folder', '=', folder).executeTakeFirst();
			return row
				? { folder, uidValidity: row.uid_validity, contiguousUid: row.contiguous_uid, newestReceivedAt: row.newest_received_at }
				: null;
		},
		async due(scope, folders, at, limit) {
			if (folders.length === 0) {
				return [];
			}
			const rows = await db
				.selectFrom('journal_messages')
				.selectAll()
				.where('scope', '=', scope)
				.where('state', '=', 'waiting')
				// Written so that the index in order of UID is used: the other one would sort a backlog of 100,000 messages at every step.
				.where((query) => query(query.fn.coalesce('next_try_at', query.val('')), '<=', at))
				.where('folder', 'in', folders)
				.orderBy('uid')
				.orderBy('folder')
				.limit(limit)
				.execute();
			return rows.map(messageOf);
		},
		async nextDueAt(scope, after = '') {
			const row = await db
				.selectFrom('journal_messages')
				.select((query) => query.fn.min('next_try_at').as('at'))
				.where('scope', '=', scope)
				.where('state', '=', 'waiting')
				.where('next_try_at', '>', after)
				.executeTakeFirst();
			return row?.at ?? null;
		},
		async inState(scope, state) {
			const rows = await db.selectFrom('journal_messages').selectAll().where('scope', '=', scope).where('state', '=', state).orderBy('uid').execute();
			return rows.map(messageOf);
		},
		async isHandled(scope, key) {
			const row = await db.selectFrom('handled_messages').select('key').where('scope', '=', scope).where('key', '=', key).executeTakeFirst();
			return row !== undefined;
		},
		async elsewhere(scope, message, shared) {
			return await elsewhere(db, scope, message, shared);
		},
		async failures(key) {
			return await db.selectFrom('node_failures').select(['node', 'message', 'fault']).where('key', '=', key).orderBy('id').execute();
		},
		async tidyRequests(key) {
			const rows = await db.selectFrom('tidy_requests').select('action').where('key', '=', key).orderBy('id').execute();
			return rows.map(({ action }) => JSON.parse(action) as TidyAction);
		},
	};
}

function intake(store: Store): Intake {
	return {
		async discover(scope, cursor, found, at, cursorMayGoBack = false) {
			await store.transaction(async (trx) => {
				await insertWaiting(trx, scope, cursor, found, at);
				await saveCursor(trx, scope, cursor, cursorMayGoBack);
			});
		},
		async startedAt(scope, at) {
			return await store.transaction(async (trx) => {
				await trx.insertInto('scanner_scopes').values({ scope, started_at: at }).onConflict((conflict) => conflict.column('scope').doNothing()).execute();
				const row = await trx.selectFrom('scanner_scopes').select('started_at').where('scope', '=', scope).executeTakeFirstOrThrow();
				return row.started_at;
			});
		},
	};
}

function notes(store: Store): Notes {
	return {
		async noteFailure(key: string, { node, message, fault }: NodeFailure) {
			await store.transaction(async (trx) => {
				await trx.insertInto('node_failures').values({ key, node, message, fault }).execute();
			});
		},
		async requestTidy(key, action) {
			return await store.transaction(async (trx) => {
				const inHand = await trx.selectFrom('journal_messages').select('scope').where('key', '=', key).where('state', '=', 'running').executeTakeFirst();
				if (!inHand) {
					return false;
				}
				await trx.insertInto('tidy_requests').values({ key, action: JSON.stringify(action) }).execute();
				return true;
			});
		},
	};
}

/**
 * The scanner's memory, kept in this store. Every writing call is one transaction. Steps on the way, and what nodes note, are worth nothing without the effects
 * that they stand around, so they do not wait for the disk; `succeed` does, which comes before anything is changed in the mailbox. Rejects with `StoreError`.
 */
export function createJournal(store: Store): Journal {
	const quick: Store = { ...store, transaction: store.quickTransaction };
	const { succeed } = journalSteps(store);
	const onTheWay = { ...journalSteps(quick), ...journalStates(quick), ...journalRuns(quick), ...notes(quick) };
	return { ...reading(store), ...intake(store), ...onTheWay, succeed, ...journalPlaces(store), ...takenAwayNotes(store) };
}
