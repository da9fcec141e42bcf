import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { NewFile, StoredFile } from '../Desk';
import { DeskError } from '../DeskError';
import { fileFacts } from '../fileRows';
import { rowId } from './rowId';

/** Attaches files. Bytes are kept once in the whole desk, and listed once on each ticket, under the name they first came with. */
export async function attachFiles(trx: Transaction<Schema>, ticketId: number, commentId: number | null, files: NewFile[]): Promise<void> {
	for (const { content, fileName, mimeType, inline, contentId } of files) {
		const sha256 = createHash('sha256').update(content).digest('hex');
		await trx.insertInto('blobs').values({ sha256, content }).onConflict((conflict) => conflict.column('sha256').doNothing()).execute();
		await trx
			.insertInto('files')
			.values({
				ticket_id: ticketId,
				comment_id: commentId,
				file_name: fileName,
				mime_type: mimeType,
				size: content.length,
				sha256,
				inline: Number(inline),
				content_id: contentId,
			})
			.onConflict((conflict) => conflict.columns(['ticket_id', 'sha256']).doNothing())
			.execute();
	}
}

/** In the order in which they came. */
export async function listFiles(db: Kysely<Schema>, ticketId: string): Promise<StoredFile[]> {
	const rows = await db
		.selectFrom('files')
		.selectAll()
		.where('ticket_id', '=', rowId(ticketId) ?? 0)
		.orderBy('id')
		.execute();
	return rows.map((row) => ({
		id: String(row.id),
		ticketId: String(row.ticket_id),
		commentId: row.comment_id === null ? null : String(row.comment_id),
		...fileFacts(row),
	}));
}

/** The bytes of a file. Throws `FILE_MISSING`. */
export async function readFile(db: Kysely<Schema>, fileId: string): Promise<Buffer> {
	const row = await db
		.selectFrom('files')
		.innerJoin('blobs', 'blobs.sha256', 'files.sha256')
		.select('blobs.content')
		.where('files.id', '=', rowId(fileId) ?? 0)
		.executeTakeFirst();
	if (!row) {
		throw new DeskError('FILE_MISSING', 'There is no such file', { fault: 'settings', remedy: 'Take the file id from the list of files of the ticket.' });
	}
	return Buffer.from(row.content);
}
