import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { NewFile, StoredFile } from '../Desk';
import { DeskError } from '../DeskError';
import { fileFacts } from '../fileRows';
import { noteClaim, type HeldClaim } from './claims';
import type { VtigerContext } from './context';
import { highestRecord, noteRecord } from './highestRecord';
import { cutToCharacters, keepableText } from './keepableText';
import { hasFile, isSurelyKept } from './keptFiles';
import { findByMarker } from './makeOnce';
import { markerOf } from './marker';
import { numberOf, type ModuleName } from './modules';
import { refuse } from './refuse';
import { featuresOf } from './versions';

const LONGEST_TITLE = 100;
/** Vtiger has no file of a document that is empty (capture 80l). */
const NO_DOCUMENT = '-';

function withName(element: Record<string, string>, name: string): Record<string, string> {
	return { ...element, notes_title: cutToCharacters(keepableText(name).text.replace(/[\s\p{Cc}]+/gu, ' ').trim() || 'file', LONGEST_TITLE).text };
}

function safeName(name: string): string {
	// A path is cut to its last part by Vtiger; done here, so that nothing depends on it. Quotes and line ends would break the form.
	const bare = keepableText(name).text.replace(/[\p{Cc}"]+/gu, ' ').split(/[/\\]/).at(-1)?.trim() ?? '';
	return cutToCharacters(bare === '' ? 'file' : bare, 150).text;
}

/** A document with this file, already related to its record where Vtiger cannot do that afterwards. The file is packed if Vtiger would not keep it as it is. */
async function upload(context: VtigerContext, marker: string, place: Place, file: NewFile): Promise<string> {
	const { client } = context;
	const { userId, version } = await client.session.signedIn();
	const features = featuresOf(version);
	const element = { assigned_user_id: userId, filelocationtype: 'I', filestatus: '1', source: marker };
	const target = features.relatesRecords ? {} : { target: { module: place.module ?? 'HelpDesk', number: place.ticketId } };
	const sent = { name: safeName(file.fileName), type: file.mimeType || 'application/octet-stream', content: file.content, ...target };
	if (features.showsAttachments || isSurelyKept(file)) {
		const document = await client.create('Documents', withName(element, file.fileName), sent);
		if (hasFile(document, features)) {
			return numberOf(document.id ?? '');
		}
		await client.remove(document.id ?? '');
	}
	// What looks like a picture of an unknown kind is refused as it is (SVG), and taken when it is packed.
	const packed = await client.create('Documents', withName(element, `${file.fileName}.gz`), { ...sent, name: `${sent.name}.gz`, type: 'application/gzip', content: gzipSync(file.content) });
	if (!hasFile(packed, features)) {
		await client.remove(packed.id ?? '');
		throw new DeskError('VTIGER_FILE', 'Vtiger did not keep an attached file', { fault: 'message', remedy: 'Check upload_max_filesize and post_max_size of PHP and the folder "storage" of Vtiger, or switch "Attach Files" off.' });
	}
	return numberOf(packed.id ?? '');
}

/** What a killed call had uploaded, if its file is really there. */
async function uploadedBefore(context: VtigerContext, marker: string, bound: string): Promise<string | null> {
	const found = await findByMarker(context, 'Documents', marker, bound);
	const document = found?.id ? await context.client.retrieve(found.id) : null;
	const { version } = await context.client.session.signedIn();
	return document && hasFile(document, featuresOf(version)) ? numberOf(document.id ?? '') : null;
}

interface Place {
	/** Record number of the ticket, or of the record of another module. */
	ticketId: string;
	commentId: string | null;
	/** Tickets, when left out. */
	module?: ModuleName;
}

async function attach(context: VtigerContext, held: HeldClaim, place: Place, file: NewFile): Promise<void> {
	const { store, desk, client, modules } = context;
	const { ticketId, commentId, module = 'HelpDesk' } = place;
	const sha256 = createHash('sha256').update(file.content).digest('hex');
	const marker = markerOf(held.claim, null, sha256);
	const bound = await highestRecord(context);
	const reserved = await store.db
		.insertInto('vtiger_files')
		.values({
			desk,
			ticket_id: ticketId,
			comment_id: commentId,
			sha256,
			document_id: '',
			related: 0,
			marker,
			bound,
			file_name: file.fileName,
			mime_type: file.mimeType,
			size: file.content.length,
			inline: Number(file.inline),
			content_id: file.contentId,
		})
		.onConflict((conflict) => conflict.columns(['desk', 'ticket_id', 'sha256']).doNothing())
		.executeTakeFirst();
	const row = await store.db.selectFrom('vtiger_files').selectAll().where('desk', '=', desk).where('ticket_id', '=', ticketId).where('sha256', '=', sha256).executeTakeFirstOrThrow();
	if (row.related === 1) {
		return;
	}
	await noteClaim(context, held, {});
	let document = row.document_id;
	if (document === '') {
		const earlier = reserved.numInsertedOrUpdatedRows === 1n ? null : await uploadedBefore(context, row.marker, row.bound);
		document = earlier ?? (file.content.length === 0 ? NO_DOCUMENT : await upload(context, row.marker, place, file));
		await store.transaction(async (trx) => {
			await trx.updateTable('vtiger_files').set({ document_id: document }).where('id', '=', row.id).execute();
			if (document !== NO_DOCUMENT) {
				await noteRecord(trx, desk, document);
			}
		});
	}
	const { version } = await client.session.signedIn();
	if (document !== NO_DOCUMENT && featuresOf(version).relatesRecords) {
		await client.relate(await modules.fullId(module, ticketId), await modules.fullId('Documents', document), 'Documents');
	}
	await store.db.updateTable('vtiger_files').set({ related: 1 }).where('id', '=', row.id).execute();
}

/** Makes a document of each file and relates it to the ticket (or contact, or organisation); the same bytes once on each, whatever is killed in between. */
export async function attachFiles(context: VtigerContext, held: HeldClaim, place: Place, files: NewFile[]): Promise<void> {
	for (const file of files) {
		await attach(context, held, place, file);
	}
}

/** Files that came by this desk, in the order in which they came. */
export async function listFiles({ store, desk }: VtigerContext, ticketId: string): Promise<StoredFile[]> {
	const rows = await store.db.selectFrom('vtiger_files').selectAll().where('desk', '=', desk).where('ticket_id', '=', ticketId.trim()).where('related', '=', 1).orderBy('id').execute();
	return rows.map((row) => ({
		id: String(row.id),
		ticketId: row.ticket_id,
		commentId: row.comment_id,
		...fileFacts(row),
	}));
}

const DIGITS = /^\d{1,15}$/;

/** Vtiger gives files back only where it runs on PHP 7: on PHP 8 its own operation crashes (captures 84, 84b). Throws `FILE_MISSING` or `DESK_CANNOT`. */
export async function readFile({ store, desk }: VtigerContext, fileId: string): Promise<Buffer> {
	const row = DIGITS.test(fileId) ? await store.db.selectFrom('vtiger_files').selectAll().where('desk', '=', desk).where('id', '=', Number(fileId)).executeTakeFirst() : undefined;
	if (!row) {
		throw new DeskError('FILE_MISSING', 'There is no such file', { fault: 'settings', remedy: 'Take the file id from the list of files of the ticket.' });
	}
	return refuse('give files back: the web service of Vtiger fails at it on PHP 8');
}
