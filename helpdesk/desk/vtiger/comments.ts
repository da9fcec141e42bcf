import type { Selectable } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { VtigerCommentsTable } from '../../store/vtigerSchema';
import type { Claim, Comment, Contact, Effect, NewComment, Ticket } from '../Desk';
import type { VtigerRecord } from './client';
import { noteClaim, underClaim, type HeldClaim } from './claims';
import type { VtigerContext } from './context';
import { attachFiles } from './documents';
import { everyRecord } from './everyRecord';
import { fittingTexts } from './fullText';
import { noteRecord } from './highestRecord';
import { asWritten } from './keepableText';
import { makeOnce } from './makeOnce';
import { markerOf } from './marker';
import { numberOf, recordNumber } from './modules';
import { contactsByNumber, contactWithAddress } from './people';
import { addParticipants, storeMail } from './threads';
import { isoTime } from './times';
import { deletedTicket, earlierTicket, existingRecord, ticketOf, ticketRecord } from './tickets';
import { changesOf, noteReopening } from './writeTickets';

type KnownComment = Selectable<VtigerCommentsTable>;

/** As an agent reads it: Vtiger shows the API user as the author of everything that comes by the web service. */
function headingOf({ author, unverified }: NewComment, customer: Contact | null): string {
	const who = [author.name, author.address === '' ? '' : `<${author.address}>`].filter((part) => part !== '').join(' ');
	if (customer && !unverified) {
		return '';
	}
	const doubt = unverified ? ' (not verified to take part in this ticket)' : '';
	return who === '' ? '' : `From: ${who.replace(/[\s\p{Cc}]+/gu, ' ')}${doubt}\n\n`;
}

/** Whether the people of this comment take part from now on; the same rule as in the built-in desk. */
function peopleJoin({ author, internal, unverified }: NewComment): boolean {
	return !unverified && author.kind !== 'system' && !(author.kind === 'customer' && internal);
}

/** Who wrote a comment that did not come by this desk. */
export function guestOf(record: VtigerRecord, customer: Contact | undefined): Comment['author'] {
	return record.customer ? { kind: 'customer', name: customer?.name ?? '', address: customer?.addresses[0] ?? '' } : { kind: 'agent', name: '', address: '' };
}

function commentOf(record: VtigerRecord, known: KnownComment | undefined, customer: Contact | undefined): Comment {
	const stored = asWritten(record.commentcontent ?? '');
	const text = known && stored.startsWith(known.heading) ? stored.slice(known.heading.length) : stored;
	return {
		id: numberOf(record.id ?? ''),
		ticketId: numberOf(record.related_to ?? ''),
		author: known ? { kind: known.author_kind, name: known.author_name, address: known.author_address } : guestOf(record, customer),
		text,
		html: '',
		internal: record.is_private === '1',
		unverified: known?.unverified === 1,
		createdAt: isoTime(record.createdtime),
		messageId: known?.message_id ?? null,
	};
}

async function knownCommentsOf({ store, desk }: VtigerContext, ticketId: string): Promise<Map<string, KnownComment>> {
	const rows = await store.db.selectFrom('vtiger_comments').selectAll().where('desk', '=', desk).where('ticket_id', '=', ticketId).execute();
	return new Map(rows.map((row) => [row.comment_id, row]));
}

/** What the store knows of these comments, by their number. */
export async function knownComments({ store, desk }: VtigerContext, numbers: string[]): Promise<Map<string, KnownComment>> {
	const rows = numbers.length === 0 ? [] : await store.db.selectFrom('vtiger_comments').selectAll().where('desk', '=', desk).where('comment_id', 'in', numbers).execute();
	return new Map(rows.map((row) => [row.comment_id, row]));
}

/** Oldest first; those that staff wrote in Vtiger too. */
export async function listComments(context: VtigerContext, ticketId: string): Promise<Comment[]> {
	const number = recordNumber(ticketId);
	if (number === null) {
		return [];
	}
	const records = await everyRecord(context, 'ModComments', [{ field: 'related_to', is: '=', value: await context.modules.fullId('HelpDesk', number) }]);
	const known = await knownCommentsOf(context, number);
	const strangers = records.filter(({ id, customer }) => customer && !known.has(numberOf(id ?? '')));
	const contacts = await contactsByNumber(context, strangers.map(({ customer }) => numberOf(customer ?? '')));
	return records.map((record) => commentOf(record, known.get(numberOf(record.id ?? '')), contacts.get(numberOf(record.customer ?? ''))));
}

async function customerOf(context: VtigerContext, { author, unverified }: NewComment): Promise<Contact | null> {
	const address = normaliseAddress(author.address);
	return author.kind === 'customer' && !unverified && address.includes('@') ? await contactWithAddress(context, address) : null;
}

async function elementOf(context: VtigerContext, ticket: VtigerRecord, wanted: NewComment, customer: Contact | null, text: string): Promise<Record<string, string>> {
	const { userId } = await context.client.session.signedIn();
	const isPublicFromOutside = wanted.author.kind === 'customer' && !wanted.internal;
	return {
		commentcontent: text === '' ? '(no text)' : text,
		related_to: ticket.id ?? '',
		assigned_user_id: userId,
		is_private: wanted.internal ? '1' : '0',
		...(customer ? { customer: await context.modules.fullId('Contacts', customer.id) } : {}),
		// Without it Vtiger mails a customer's own words back to him (captures B2, B4).
		...(isPublicFromOutside && context.options.tellAgents ? { from_portal: '1' } : {}),
	};
}

/** Writes down everything about a made comment that Vtiger does not keep. */
async function confirm(context: VtigerContext, held: HeldClaim, comment: { record: VtigerRecord; ticketId: string; heading: string }, wanted: NewComment): Promise<void> {
	const { store, desk, options } = context;
	const { ticketId, heading } = comment;
	const commentId = numberOf(comment.record.id ?? '');
	const joins = peopleJoin(wanted);
	await store.transaction(async (trx) => {
		await noteClaim(context, held, { ticket_id: ticketId, comment_id: commentId, state: 'made', unanswered_at: '' }, trx);
		await noteRecord(trx, desk, commentId);
		await trx
			.insertInto('vtiger_comments')
			.values({
				desk,
				comment_id: commentId,
				ticket_id: ticketId,
				author_kind: wanted.author.kind,
				author_name: wanted.author.name,
				author_address: normaliseAddress(wanted.author.address),
				unverified: Number(wanted.unverified),
				message_id: wanted.message?.messageId ?? null,
				heading,
			})
			.onConflict((conflict) => conflict.columns(['desk', 'comment_id']).doNothing())
			.execute();
		await storeMail(trx, desk, { ticketId, commentId, internal: wanted.internal }, wanted, joins, options.now().toISOString());
		if (joins) {
			await addParticipants(trx, desk, ticketId, [wanted.author.address]);
		}
	});
}

async function earlierComment(context: VtigerContext, ticketId: string, commentId: string, at: string): Promise<Comment> {
	const known = await knownCommentsOf(context, ticketId);
	const record = await context.client.retrieve(await context.modules.fullId('ModComments', commentId));
	const author = { kind: 'system', name: '', address: '' } as const;
	const stub: Comment = { id: commentId, ticketId, author, text: '', html: '', internal: true, unverified: false, createdAt: at, messageId: null };
	return record ? commentOf(record, known.get(commentId), undefined) : stub;
}

interface CommentResult {
	ticket: Ticket;
	comment: Comment;
	effect: Effect;
}

async function made(context: VtigerContext, held: HeldClaim, ticketId: string, wanted: NewComment): Promise<CommentResult> {
	const before = await existingRecord(context, ticketId);
	const number = numberOf(before.id ?? '');
	const { changes, reopens } = await changesOf(context, before, wanted.fields, wanted.reopen);
	const customer = await customerOf(context, wanted);
	const heading = headingOf(wanted, customer);
	const texts = fittingTexts(null, wanted.text, 'comment', heading);
	let comment: Comment;
	let effect: Effect = 'existing';
	if (held.row.comment_id === null) {
		const { record, made: fresh } = await makeOnce(context, held, 'ModComments', await elementOf(context, before, wanted, customer, texts.text));
		await confirm(context, held, { record, ticketId: number, heading }, wanted);
		const known = (await knownCommentsOf(context, number)).get(numberOf(record.id ?? ''));
		comment = commentOf(fresh ? { ...record, commentcontent: texts.text } : record, known, customer ?? undefined);
		effect = fresh ? 'created' : 'existing';
	} else {
		comment = await earlierComment(context, number, held.row.comment_id, held.row.at);
	}
	if (reopens) {
		await noteReopening(context, held, number);
	}
	const after = Object.keys(changes).length > 0 ? await context.client.revise('HelpDesk', before.id ?? '', changes) : before;
	await attachFiles(context, held, { ticketId: number, commentId: comment.id }, [...wanted.files, ...texts.files]);
	return { ticket: ticketOf(after, await context.modules.of('HelpDesk')), comment, effect };
}

/** Adds to a ticket, with the mail, its people and files, and reopens it if asked, once per claim. Throws `DeskError`. */
export async function addComment(context: VtigerContext, claim: Claim, ticketId: string, wanted: NewComment): Promise<CommentResult> {
	return await underClaim<CommentResult>(context, { claim, kind: 'comment', marker: markerOf(claim, wanted.message) }, {
		earlier: async (row) => ({
			ticket: await earlierTicket(context, row.ticket_id, row.at),
			comment: await earlierComment(context, row.ticket_id ?? '', row.comment_id ?? '0', row.at),
			effect: 'existing',
		}),
		work: async (held) => {
			const { ticket_id: ticket, comment_id: comment, at } = held.row;
			// Made, then deleted with its ticket before the rest was done: there is nothing left to do.
			if (ticket !== null && comment !== null && !(await ticketRecord(context, ticket))) {
				return { ticket: deletedTicket(ticket, at), comment: await earlierComment(context, ticket, comment, at), effect: 'existing' };
			}
			return await made(context, held, ticketId, wanted);
		},
	});
}
