import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';

/** As many values as a statement may safely take. */
const BATCH = 500;

export function inBatches<T>(values: Iterable<T>): T[][] {
	const all = [...values];
	return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => all.slice(index * BATCH, (index + 1) * BATCH));
}

/** Removes stored bytes that nothing lists any more. */
export async function eraseUnusedBytes(trx: Transaction<Schema>, hashes: Iterable<string>): Promise<void> {
	for (const batch of inBatches(new Set(hashes))) {
		await trx
			.deleteFrom('blobs')
			.where('sha256', 'in', batch)
			.where('sha256', 'not in', (query) => query.selectFrom('files').select('sha256').where('sha256', 'in', batch))
			.where('sha256', 'not in', (query) => query.selectFrom('linked_mail_files').select('sha256').where('sha256', 'in', batch))
			.execute();
	}
}

/** Removes these files from their tickets; returns how many. */
export async function eraseFiles(trx: Transaction<Schema>, ids: Iterable<number>): Promise<number> {
	let erased = 0;
	for (const batch of inBatches(ids)) {
		const rows = await trx.deleteFrom('files').where('id', 'in', batch).returning('sha256').execute();
		await eraseUnusedBytes(trx, rows.map(({ sha256 }) => sha256));
		erased += rows.length;
	}
	return erased;
}

export async function eraseMessages(trx: Transaction<Schema>, ids: Iterable<number>): Promise<void> {
	for (const batch of inBatches(ids)) {
		await trx.deleteFrom('message_references').where('message_row', 'in', batch).execute();
		await trx.deleteFrom('messages').where('id', 'in', batch).execute();
	}
}

export async function eraseLinkedMails(trx: Transaction<Schema>, ids: Iterable<number>): Promise<void> {
	for (const batch of inBatches(ids)) {
		const rows = await trx.deleteFrom('linked_mail_files').where('mail_id', 'in', batch).returning('sha256').execute();
		await trx.deleteFrom('linked_mails').where('id', 'in', batch).execute();
		await eraseUnusedBytes(trx, rows.map(({ sha256 }) => sha256));
	}
}

/** These tickets and all that were merged into them: led to one that is gone, they would be found no more. */
async function withMerged(trx: Transaction<Schema>, ids: Iterable<number>): Promise<number[]> {
	const all = new Set(ids);
	let newest = [...all];
	while (newest.length > 0) {
		const found: number[] = [];
		for (const batch of inBatches(newest)) {
			const rows = await trx.selectFrom('tickets').select('id').where('merged_into', 'in', batch).execute();
			found.push(...rows.map(({ id }) => id).filter((id) => !all.has(id)));
		}
		found.forEach((id) => all.add(id));
		newest = found;
	}
	return [...all];
}

/** Removes tickets with comments, messages, files and history, and returns how many tickets and files that were. Claims stay: they hold no names, and keep a mail from being handled again. */
export async function eraseTickets(trx: Transaction<Schema>, ids: Iterable<number>): Promise<{ tickets: number; files: number }> {
	const all = await withMerged(trx, ids);
	let files = 0;
	for (const batch of inBatches(all)) {
		await trx.updateTable('tickets').set({ merged_into: null }).where('id', 'in', batch).execute();
	}
	for (const batch of inBatches(all)) {
		const messages = await trx.selectFrom('messages').select('id').where('ticket_id', 'in', batch).execute();
		await eraseMessages(trx, messages.map(({ id }) => id));
		const attached = await trx.selectFrom('files').select('id').where('ticket_id', 'in', batch).execute();
		files += await eraseFiles(trx, attached.map(({ id }) => id));
		await trx.deleteFrom('comments').where('ticket_id', 'in', batch).execute();
		await trx.deleteFrom('participants').where('ticket_id', 'in', batch).execute();
		await trx.deleteFrom('ticket_links').where((query) => query.or([query('ticket_id', 'in', batch), query('linked_id', 'in', batch)])).execute();
		await trx.deleteFrom('audit').where('ticket_id', 'in', batch).execute();
		await trx.deleteFrom('tickets').where('id', 'in', batch).execute();
	}
	return { tickets: all.length, files };
}
