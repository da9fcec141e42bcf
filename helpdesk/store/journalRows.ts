import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';

import type { JournalMessage, MessageState } from './Journal';
import type { Schema } from './schema';

export type JournalRow = Schema['journal_messages'];

/** A row as the scanner knows it. */
export function messageOf(row: JournalRow): JournalMessage {
	return {
		folder: row.folder,
		uidValidity: row.uid_validity,
		uid: row.uid,
		state: row.state,
		attempts: row.attempts,
		nextTryAt: row.next_try_at,
		key: row.key,
		messageId: row.message_id,
		serverId: row.server_id,
		lastError: row.last_error,
		owner: row.owner,
	};
}

/** The start of an UPDATE of this message's row, if it is in one of these states. */
export function updateRow(trx: Kysely<Schema>, scope: string, message: JournalMessage, states: MessageState[]) {
	return trx
		.updateTable('journal_messages')
		.where('scope', '=', scope)
		.where('folder', '=', message.folder)
		.where('uid_validity', '=', message.uidValidity)
		.where('uid', '=', message.uid)
		.where('state', 'in', states);
}

export function rowOf(trx: Kysely<Schema>, scope: string, message: JournalMessage) {
	return trx
		.selectFrom('journal_messages')
		.selectAll()
		.where('scope', '=', scope)
		.where('folder', '=', message.folder)
		.where('uid_validity', '=', message.uidValidity)
		.where('uid', '=', message.uid)
		.executeTakeFirst();
}

export async function removeRow(trx: Kysely<Schema>, scope: string, message: JournalMessage): Promise<void> {
	await trx
		.deleteFrom('journal_messages')
		.where('scope', '=', scope)
		.where('folder', '=', message.folder)
		.where('uid_validity', '=', message.uidValidity)
		.where('uid', '=', message.uid)
		.execute();
}

/**
 * A row of this scope, found by its key. Written so that the index of keys is used: without statistics SQLite takes the one that begins with the scope, and goes through a backlog of
 * 100,000 messages for each one that is handled.
 */
export function inScope(scope: string) {
	return ({ eb, fn, val }: ExpressionBuilder<Schema, 'journal_messages'>) => eb(fn.coalesce('scope', val('')), '=', scope);
}

/** A copy of the message waits elsewhere: it must not begin to count anew. */
export async function inheritAttempts(trx: Transaction<Schema>, scope: string, { key, server_id, attempts }: JournalRow): Promise<void> {
	const fewer = trx.updateTable('journal_messages').set({ attempts }).where('state', '=', 'waiting').where('attempts', '<', attempts);
	if (key !== null) {
		await fewer.where('key', '=', key).where(inScope(scope)).execute();
	}
	// One that was moved elsewhere may never have been read there.
	if (server_id !== null) {
		await fewer.where('scope', '=', scope).where('server_id', '=', server_id).execute();
	}
}

/**
 * Forgets what nodes noted for this message, unless it is in hand. Nodes know a message by its key alone, while two scanners may have the same message in hand: then what was noted is kept, because a failure noted twice
 * costs one more try and a failure forgotten costs the message.
 */
export async function forgetNotes(trx: Transaction<Schema>, key: string): Promise<void> {
	const inHand = await trx
		.selectFrom('journal_messages')
		.select('scope')
		.where('key', '=', key)
		.where('state', 'in', ['running', 'acknowledging'])
		.executeTakeFirst();
	if (!inHand) {
		await trx.deleteFrom('node_failures').where('key', '=', key).execute();
		await trx.deleteFrom('tidy_requests').where('key', '=', key).execute();
	}
}
