import type { Kysely, Selectable, Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { CommentsTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { Claim, Comment, Effect, NewComment, Ticket } from '../Desk';
import { record } from './audit';
import { type ClaimRow, completeClaim, takeClaim } from './claims';
import { addParticipants } from './messages';
import { rowId } from './rowId';
import { ticketOf, ticketRow } from './ticketRows';
import { changedFields, changeTicket, earlierTicket, storeMailParts, writableTicket } from './ticketWriting';

export function commentOf(row: Selectable<CommentsTable>): Comment {
	return {
		id: String(row.id),
		ticketId: String(row.ticket_id),
		author: { kind: row.author_kind, name: row.author_name, address: row.author_address },
		text: row.text,
		html: row.html,
		internal: row.internal === 1,
		unverified: row.unverified === 1,
		createdAt: row.created_at,
		messageId: row.message_id,
	};
}

/** Oldest first. */
export async function listComments(db: Kysely<Schema>, ticketId: string): Promise<Comment[]> {
	const rows = await db
		.selectFrom('comments')
		.selectAll()
		.where('ticket_id', '=', rowId(ticketId) ?? 0)
		.orderBy('id')
		.execute();
	return rows.map(commentOf);
}

/**
 * Whether the people of this comment take part in the ticket from now on. Not those of an unverified note, or a stranger would let himself in;
 * not those of automatic mail, which is kept as an internal note; and never the sender of a note of our own.
 */
function peopleJoin({ author, internal, unverified }: NewComment): boolean {
	return !unverified && author.kind !== 'system' && !(author.kind === 'customer' && internal);
}

async function insertComment(trx: Transaction<Schema>, ticketId: number, comment: NewComment, at: string): Promise<Comment> {
	const row = await trx
		.insertInto('comments')
		.values({
			ticket_id: ticketId,
			author_kind: comment.author.kind,
			author_name: comment.author.name,
			author_address: normaliseAddress(comment.author.address),
			text: comment.text,
			html: comment.html,
			internal: Number(comment.internal),
			unverified: Number(comment.unverified),
			message_id: comment.message?.messageId ?? null,
			created_at: at,
		})
		.returningAll()
		.executeTakeFirstOrThrow();
	return commentOf(row);
}

/** The comment of an earlier call. If its row was erased since, its id is all that is left to say. */
async function earlierComment(trx: Transaction<Schema>, { ticket_id: ticketId, comment_id: id, at }: ClaimRow): Promise<Comment> {
	const row = await trx
		.selectFrom('comments')
		.selectAll()
		.where('id', '=', id ?? 0)
		.executeTakeFirst();
	if (row) {
		return commentOf(row);
	}
	const author = { kind: 'system', name: '', address: '' } as const;
	return { id: String(id ?? ''), ticketId: String(ticketId ?? ''), author, text: '', html: '', internal: true, unverified: false, createdAt: at, messageId: null };
}

/** Adds to a ticket, with the mail, its people, files and links, and reopens it if asked; all of it once per claim. Throws `DeskError`. */
export async function addComment(
	trx: Transaction<Schema>,
	claim: Claim,
	ticketId: string,
	wanted: NewComment,
	at: string,
): Promise<{ ticket: Ticket; comment: Comment; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'comment', at);
	if (earlier) {
		return { ticket: await earlierTicket(trx, earlier, at), comment: await earlierComment(trx, earlier), effect: 'existing' };
	}
	const before = await writableTicket(trx, ticketId);
	const comment = await insertComment(trx, before.id, wanted, at);
	const commentId = Number(comment.id);
	const by = comment.author.address || comment.author.name;
	await record(trx, { action: 'commented', ticketId: before.id, commentId, detail: { comment: commentId }, by, claim, at });
	const reacts = wanted.author.kind === 'agent' && !wanted.internal && before.reacted_at === null;
	const values = { ...(await changedFields(trx, before, wanted.fields)), ...(reacts ? { reacted_at: at } : {}) };
	await changeTicket(trx, before, values, { reopen: wanted.reopen, by }, claim, at);
	const joins = peopleJoin(wanted);
	await storeMailParts(trx, { ticketId: before.id, commentId }, wanted, joins, claim, at);
	if (joins) {
		await addParticipants(trx, before.id, [wanted.author.address]);
	}
	await completeClaim(trx, claim, { ticket_id: before.id, comment_id: commentId });
	const after = await ticketRow(trx, before.id);
	return { ticket: ticketOf(after ?? before, at), comment, effect: 'created' };
}
