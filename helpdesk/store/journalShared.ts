import type { Kysely } from 'kysely';

import type { Elsewhere, JournalMessage, SharedMessage } from './Journal';
import type { Schema } from './schema';

/**
 * What other scanners have done with the same message. One that has it running or has failed with it more often goes first, as long as that scanner is alive: a workflow that was
 * switched off must not keep a message from being handled. One that has put it aside keeps those back that have not tried it yet.
 */
export async function elsewhere(db: Kysely<Schema>, scope: string, { attempts, key }: Pick<JournalMessage, 'attempts' | 'key'>, { id, aliveSince }: SharedMessage): Promise<Elsewhere> {
	const handled = await db.selectFrom('handled_messages').select('key').where('shared_id', '=', id).where('scope', '!=', scope).executeTakeFirst();
	if (handled) {
		return 'handled';
	}
	const rows = await db
		.selectFrom('journal_messages')
		.leftJoin('scanner_states', 'scanner_states.scope', 'journal_messages.scope')
		.select(['journal_messages.state', 'journal_messages.attempts', 'scanner_states.updated_at'])
		.where('journal_messages.shared_id', '=', id)
		.where('journal_messages.scope', '!=', scope)
		.execute();
	if (rows.some(({ state }) => state === 'acknowledging')) {
		return 'handled';
	}
	const first = rows.filter(({ updated_at }) => (updated_at ?? '') >= aliveSince).find((other) => {
		if (other.state === 'quarantined') {
			return key === null;
		}
		return other.state === 'running' || other.attempts > attempts;
	});
	return first ? 'in hand' : 'nowhere';
}
