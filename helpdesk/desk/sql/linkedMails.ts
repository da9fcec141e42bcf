import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';

import { normaliseMessageId } from '../../email/messageIds';
import type { Schema } from '../../store/schema';
import type { Claim, Effect, LinkedMail, MailLink, NewFile } from '../Desk';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { completeClaim, takeClaim } from './claims';
import { getContact, getOrganization } from './people';
import { rowId } from './rowId';

async function filesOf(db: Kysely<Schema>, mails: number[]): Promise<Map<number, LinkedMail['files']>> {
	const rows = mails.length === 0 ? [] : await db.selectFrom('linked_mail_files').selectAll().where('mail_id', 'in', mails).orderBy('file_name').execute();
	const files = new Map<number, LinkedMail['files']>();
	for (const { mail_id: id, file_name: fileName, mime_type: mimeType, size, sha256 } of rows) {
		files.set(id, [...(files.get(id) ?? []), { fileName, mimeType, size, sha256 }]);
	}
	return files;
}

/** These mails, in the order of their ids. */
export async function mailsIn(db: Kysely<Schema>, rows: Array<{ id: number }>): Promise<LinkedMail[]> {
	const mails: LinkedMail[] = [];
	for (let first = 0; first < rows.length; first += 500) {
		const ids = rows.slice(first, first + 500).map(({ id }) => id);
		const files = await filesOf(db, ids);
		const found = await db.selectFrom('linked_mails').selectAll().where('id', 'in', ids).orderBy('id').execute();
		mails.push(
			...found.map((row) => ({
				id: String(row.id),
				target: row.target,
				targetId: String(row.target_id),
				messageId: row.message_id,
				from: row.sender,
				subject: row.subject,
				text: row.text,
				html: row.html,
				at: row.at,
				files: files.get(row.id) ?? [],
			})),
		);
	}
	return mails;
}

/** Oldest first. */
export async function listLinkedMails(db: Kysely<Schema>, target: MailLink['target'], id: string): Promise<LinkedMail[]> {
	const rows = await db
		.selectFrom('linked_mails')
		.select('id')
		.where('target', '=', target)
		.where('target_id', '=', rowId(id) ?? 0)
		.orderBy('id')
		.execute();
	return await mailsIn(db, rows);
}

async function attach(trx: Transaction<Schema>, mailId: number, files: NewFile[]): Promise<void> {
	for (const { content, fileName, mimeType } of files) {
		const sha256 = createHash('sha256').update(content).digest('hex');
		await trx.insertInto('blobs').values({ sha256, content }).onConflict((conflict) => conflict.column('sha256').doNothing()).execute();
		await trx
			.insertInto('linked_mail_files')
			.values({ mail_id: mailId, sha256, file_name: fileName, mime_type: mimeType, size: content.length })
			.onConflict((conflict) => conflict.columns(['mail_id', 'sha256']).doNothing())
			.execute();
	}
}

async function insertMail(trx: Transaction<Schema>, { target, message, text, html, files }: MailLink, targetId: number): Promise<{ id: number; isNew: boolean }> {
	const lookupId = normaliseMessageId(message.messageId);
	const inserted = await trx
		.insertInto('linked_mails')
		.values({
			target,
			target_id: targetId,
			message_id: message.messageId,
			lookup_id: lookupId,
			sender: message.from,
			recipients: JSON.stringify(message.recipients),
			subject: message.subject,
			text,
			html,
			at: message.at,
		})
		.onConflict((conflict) => conflict.columns(['target', 'target_id', 'lookup_id']).doNothing())
		.returning('id')
		.executeTakeFirst();
	if (inserted) {
		await attach(trx, inserted.id, files);
		return { id: inserted.id, isNew: true };
	}
	const { id } = await trx
		.selectFrom('linked_mails')
		.select('id')
		.where('target', '=', target)
		.where('target_id', '=', targetId)
		.where('lookup_id', '=', lookupId)
		.executeTakeFirstOrThrow();
	return { id, isNew: false };
}

/** What an earlier call with this claim has made; if it was erased since, its id is all that is left to say. */
async function earlierMail(trx: Transaction<Schema>, id: number | null, { target, id: targetId }: MailLink, at: string): Promise<LinkedMail> {
	const [mail] = id === null ? [] : await mailsIn(trx, [{ id }]);
	return mail ?? { id: String(id ?? ''), target, targetId, messageId: '', from: '', subject: '', text: '', html: '', at, files: [] };
}

/** Adds a mail to a contact or an organisation (A9), once per claim and Message-ID. Throws `CONTACT_MISSING` or `ORGANIZATION_MISSING`. */
export async function linkMail(trx: Transaction<Schema>, claim: Claim, link: MailLink, at: string): Promise<{ mail: LinkedMail; effect: Effect }> {
	const earlier = await takeClaim(trx, claim, 'mail', at);
	if (earlier) {
		return { mail: await earlierMail(trx, earlier.mail_id, link, at), effect: 'existing' };
	}
	const isContact = link.target === 'contact';
	if (!(isContact ? await getContact(trx, link.id) : await getOrganization(trx, link.id))) {
		const what = isContact ? 'contact' : 'organization';
		throw new DeskError(isContact ? 'CONTACT_MISSING' : 'ORGANIZATION_MISSING', `There is no such ${what}`, { fault: 'message', remedy: `The ${what} was deleted, or its id comes from another help desk.` });
	}
	const targetId = rowId(link.id) ?? 0;
	const { id, isNew } = await insertMail(trx, link, targetId);
	if (isNew) {
		await record(trx, { action: 'mail-linked', ...(isContact ? { contactId: targetId } : { organizationId: targetId }), by: link.message.from, claim, at });
	}
	await completeClaim(trx, claim, { mail_id: id });
	return { mail: await earlierMail(trx, id, link, at), effect: isNew ? 'created' : 'existing' };
}
