import type { Kysely } from 'kysely';

import type { Schema } from '../../store/schema';
import type { TicketEvent } from '../Desk';
import { DeskError } from '../DeskError';

const MOST_CHANGES = 1000;
/** Longer than a transaction lives: a number still missing after that was given back. */
const SETTLED_MS = 60_000;

function position(cursor: string): number {
	const number = cursor.trim() === '' ? 0 : Number(cursor);
	if (!Number.isSafeInteger(number) || number < 0) {
		throw new DeskError('CURSOR_INVALID', 'This is no cursor of the built-in help desk', { fault: 'settings', remedy: 'Use the cursor that the last call has returned, or an empty one to start at the beginning.' });
	}
	return number;
}

/**
 * Rows up to the first number that is missing and may yet come: with several writers at once a transaction with a lower number may be finished later, and a cursor
 * beyond it would never see it.
 */
function settled<T extends { id: number; at: string }>(rows: T[], after: number, now: Date): T[] {
	const end = rows.findIndex((row, index) => row.id !== (rows[index - 1]?.id ?? after) + 1 && now.getTime() - Date.parse(row.at) < SETTLED_MS);
	return end < 0 ? rows : rows.slice(0, end);
}

/** What happened to tickets after the cursor, oldest first. Throws `CURSOR_INVALID`. */
export async function changesSince(db: Kysely<Schema>, cursor: string, limit: number, now: Date): Promise<{ changes: TicketEvent[]; cursor: string }> {
	const after = position(cursor);
	const size = Math.min(Math.max(Math.trunc(limit) || 1, 1), MOST_CHANGES);
	const rows = await db
		.selectFrom('audit')
		.leftJoin('comments', 'comments.id', 'audit.comment_id')
		.select(['audit.id', 'audit.ticket_id', 'audit.comment_id', 'audit.action', 'audit.at', 'audit.by_whom', 'comments.author_kind', 'comments.internal'])
		.where('audit.id', '>', after)
		.orderBy('audit.id')
		.limit(size)
		.execute();
	const seen = settled(rows, after, now);
	const changes = seen.flatMap((row): TicketEvent[] => {
		const { ticket_id: ticketId, comment_id: commentId, action, at, by_whom: by } = row;
		return ticketId === null || !isTicketEvent(action)
			? []
			: [{ ticketId: String(ticketId), commentId: commentId === null ? null : String(commentId), what: action, at, by, authorKind: row.author_kind, internal: row.internal === 1 }];
	});
	return { changes, cursor: String(seen.at(-1)?.id ?? after) };
}

const TICKET_EVENTS: ReadonlySet<string> = new Set<TicketEvent['what']>(['created', 'commented', 'changed', 'closed', 'reopened', 'linked', 'merged', 'deleted']);

function isTicketEvent(action: string): action is TicketEvent['what'] {
	return TICKET_EVENTS.has(action);
}
