import type { Selectable } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import { normaliseMessageId } from '../../email/messageIds';
import type { VtigerCommentsTable } from '../../store/vtigerSchema';
import type { Claim, Effect, LinkedMail, MailLink } from '../Desk';
import { DeskError } from '../DeskError';
import { noteClaim, underClaim, type HeldClaim } from './claims';
import type { VtigerRecord } from './client';
import type { VtigerContext } from './context';
import { attachFiles } from './documents';
import { everyRecord } from './everyRecord';
import { fittingTexts, titleLine } from './fullText';
import { noteRecord } from './highestRecord';
import { asWritten, keepableText } from './keepableText';
import { makeOnce } from './makeOnce';
import { markerOf } from './marker';
import { numberOf, recordNumber } from './modules';
import { getContact, getOrganization } from './people';
import { isoTime } from './times';

type Target = MailLink['target'];

const MODULES = { contact: 'Contacts', organization: 'Accounts' } as const;
const HEADING = /^Subject: (.*)\nFrom: .*\nDate: (.*)\n\n$/;

/** What stands above the text of the mail: a comment of Vtiger has no subject and no sender. */
function headingOf({ message }: MailLink): string {
	return keepableText(`Subject: ${titleLine(message.subject)}\nFrom: ${message.from.replace(/[\s\p{Cc}]+/gu, ' ')}\nDate: ${message.at}\n\n`).text;
}

function mailOf(target: Target, record: VtigerRecord, known: Selectable<VtigerCommentsTable>, files: LinkedMail['files']): LinkedMail {
	const stored = asWritten(record.commentcontent ?? '');
	const [, subject = '', at = isoTime(record.createdtime)] = HEADING.exec(known.heading) ?? [];
	const text = stored.startsWith(known.heading) ? stored.slice(known.heading.length) : stored;
	return {
		id: known.comment_id,
		target,
		targetId: known.ticket_id,
		messageId: known.message_id ?? '',
		from: known.author_address,
		subject,
		text: stored.trimEnd() === known.heading.trimEnd() ? '' : text,
		html: '',
		at,
		files,
	};
}

/** Oldest first; those that came by this desk. Comments that people wrote to the contact in Vtiger are no mails. */
export async function listLinkedMails(context: VtigerContext, target: Target, id: string): Promise<LinkedMail[]> {
	const number = recordNumber(id);
	if (number === null) {
		return [];
	}
	const { store, desk, modules } = context;
	// Record numbers are unique across the modules of a Vtiger, so that of a contact is never that of a ticket.
	const rows = await store.db.selectFrom('vtiger_comments').selectAll().where('desk', '=', desk).where('ticket_id', '=', number).execute();
	if (rows.length === 0) {
		return [];
	}
	const known = new Map(rows.map((row) => [row.comment_id, row]));
	const files = await store.db.selectFrom('vtiger_files').selectAll().where('desk', '=', desk).where('ticket_id', '=', number).where('related', '=', 1).orderBy('file_name').execute();
	const records = await everyRecord(context, 'ModComments', [{ field: 'related_to', is: '=', value: await modules.fullId(MODULES[target], number) }]);
	return records.flatMap((record) => {
		const row = known.get(numberOf(record.id ?? ''));
		const own = files.filter(({ comment_id: comment }) => comment === row?.comment_id);
		return row ? [mailOf(target, record, row, own.map(({ file_name: fileName, mime_type: mimeType, size, sha256 }) => ({ fileName, mimeType, size, sha256 })))] : [];
	});
}

async function mustExist(context: VtigerContext, { target, id }: MailLink): Promise<string> {
	const isContact = target === 'contact';
	const record = isContact ? await getContact(context, id) : await getOrganization(context, id);
	if (!record) {
		throw new DeskError(isContact ? 'CONTACT_MISSING' : 'ORGANIZATION_MISSING', `There is no such ${target}`, { fault: 'message', remedy: `The ${target} was deleted, or its id comes from another help desk.` });
	}
	return record.id;
}

/** What the claim has made; if it was deleted since, its id is all that is left to say. */
async function linkedMail(context: VtigerContext, { target, id: targetId }: MailLink, id: string, at: string): Promise<LinkedMail> {
	const mail = (await listLinkedMails(context, target, targetId)).find((each) => each.id === id);
	return mail ?? { id, target, targetId, messageId: '', from: '', subject: '', text: '', html: '', at, files: [] };
}

async function made(context: VtigerContext, held: HeldClaim, link: MailLink): Promise<{ mail: LinkedMail; effect: Effect }> {
	const { store, desk, client, modules } = context;
	const number = await mustExist(context, link);
	const heading = headingOf(link);
	const fitting = fittingTexts(null, link.text, 'comment', heading);
	let comment = held.row.comment_id;
	if (comment === null) {
		const { userId } = await client.session.signedIn();
		// Private: the customer has his own mail, and neither he nor the portal is to be told of it.
		const element = { commentcontent: fitting.text, related_to: await modules.fullId(MODULES[link.target], number), assigned_user_id: userId, is_private: '1' };
		const { record } = await makeOnce(context, held, 'ModComments', element);
		const commentId = numberOf(record.id ?? '');
		await store.transaction(async (trx) => {
			await noteClaim(context, held, { comment_id: commentId, ...(link.target === 'contact' ? { contact_id: number } : { organization_id: number }), state: 'made', unanswered_at: '' }, trx);
			await noteRecord(trx, desk, commentId);
			await trx
				.insertInto('vtiger_comments')
				.values({ desk, comment_id: commentId, ticket_id: number, author_kind: 'customer', author_name: '', author_address: normaliseAddress(link.message.from), unverified: 0, message_id: link.message.messageId, heading })
				.onConflict((conflict) => conflict.columns(['desk', 'comment_id']).doNothing())
				.execute();
		});
		comment = commentId;
	}
	await attachFiles(context, held, { ticketId: number, commentId: comment, module: MODULES[link.target] }, [...link.files, ...fitting.files]);
	return { mail: await linkedMail(context, link, comment, held.row.at), effect: 'created' };
}

/**
 * Adds a mail to a contact or an organisation as a private comment with its files as documents, once per Message-ID and target: the claim is on these two, so that
 * another node with another claim finds it taken. Throws `CONTACT_MISSING` or `ORGANIZATION_MISSING`.
 */
export async function linkMail(context: VtigerContext, { key, action }: Claim, link: MailLink): Promise<{ mail: LinkedMail; effect: Effect }> {
	const messageId = normaliseMessageId(link.message.messageId);
	const identity = messageId === '' || key === '' ? key : `mail:${messageId}`;
	const claim = { key: identity, action: action === '' ? '' : `link-mail/${link.target}/${recordNumber(link.id) ?? link.id}` };
	// Not the marker of the mail itself: that one leads answers to the ticket of a mail.
	return await underClaim<{ mail: LinkedMail; effect: Effect }>(context, { claim, kind: 'mail', marker: markerOf(claim, null) }, {
		earlier: async ({ comment_id: id, at }) => ({ mail: await linkedMail(context, link, id ?? '', at), effect: 'existing' }),
		work: async (held) => await made(context, held, link),
	});
}
