import type { Kysely } from 'kysely';

import { normaliseMessageId } from '../../email/messageIds';
import type { Schema } from '../../store/schema';
import { lookupsByKind } from '../lookupsByKind';
import { comparableTitle, storedTitle } from '../titles';
import { CLOSED_STATUSES } from './deskFields';
import { rowId } from './rowId';

/** A ticket that a value points at. */
export interface Hit {
	/** As `normalise` made it. */
	value: string;
	ticketId: number;
	/** The comment that the value points at is internal. */
	internal: boolean;
}

export interface Lookup {
	/** How values of this kind are stored; empty for a value that nothing can be found by. */
	normalise(value: string): string;
	/** Uses an index, whatever is in the values. */
	find(db: Kysely<Schema>, values: string[]): Promise<Hit[]>;
}

/** A Message-ID or title that hundreds of tickets share says nothing; the newest are enough to judge that. */
const MOST_HITS = 50;

const byId: Lookup = {
	normalise: (value) => String(rowId(value) ?? ''),
	async find(db, values) {
		const rows = await db.selectFrom('tickets').select('id').where('id', 'in', values.map(Number)).execute();
		return rows.map(({ id }) => ({ value: String(id), ticketId: id, internal: false }));
	},
};

const byNumber: Lookup = {
	normalise: (value) => value.trim().toLowerCase(),
	async find(db, values) {
		const rows = await db.selectFrom('tickets').select(['id', 'number_key']).where('number_key', 'in', values).execute();
		return rows.map((row) => ({ value: row.number_key ?? '', ticketId: row.id, internal: false }));
	},
};

const byTitle: Lookup = {
	normalise: (value) => (value.trim() === '' ? '' : storedTitle(value)),
	async find(db, values) {
		const rows = await db.selectFrom('tickets').select(['id', 'title']).where('title', 'in', values).orderBy('id', 'desc').limit(MOST_HITS).execute();
		return rows.map((row) => ({ value: row.title, ticketId: row.id, internal: false }));
	},
};

const byCleanTitle: Lookup = {
	normalise: (value) => (value.trim() === '' ? '' : comparableTitle(value)),
	async find(db, values) {
		const rows = await db
			.selectFrom('tickets')
			.select(['id', 'clean_title'])
			.where('clean_title', 'in', values)
			.where('status', 'not in', CLOSED_STATUSES)
			.where('deleted_at', 'is', null)
			.where('merged_into', 'is', null)
			.orderBy('id', 'desc')
			.limit(MOST_HITS)
			.execute();
		return rows.map((row) => ({ value: row.clean_title, ticketId: row.id, internal: false }));
	},
};

const byMessageId: Lookup = {
	normalise: normaliseMessageId,
	async find(db, values) {
		const rows = await db
			.selectFrom('messages')
			.leftJoin('comments', 'comments.id', 'messages.comment_id')
			.select(['messages.lookup_id as value', 'messages.ticket_id as ticketId', 'comments.internal as internal'])
			.where('messages.lookup_id', 'in', values)
			.orderBy('messages.id', 'desc')
			.limit(MOST_HITS)
			.execute();
		return rows.map((row) => ({ ...row, internal: row.internal === 1 }));
	},
};

const byReference: Lookup = {
	normalise: normaliseMessageId,
	async find(db, values) {
		const rows = await db
			.selectFrom('message_references')
			.innerJoin('messages', 'messages.id', 'message_references.message_row')
			.leftJoin('comments', 'comments.id', 'messages.comment_id')
			.select(['message_references.lookup_id as value', 'messages.ticket_id as ticketId', 'comments.internal as internal'])
			.where('message_references.lookup_id', 'in', values)
			.orderBy('messages.id', 'desc')
			.limit(MOST_HITS)
			.execute();
		return rows.map((row) => ({ ...row, internal: row.internal === 1 }));
	},
};

export const LOOKUPS = lookupsByKind<Lookup>({ byId, byNumber, byTitle, byCleanTitle, byMessageId, byReference });
