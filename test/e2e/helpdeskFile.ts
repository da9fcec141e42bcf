import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface StoredTicket {
	number: string;
	title: string;
	status: string;
	contact: string;
	comments: { author: string; text: string; internal: boolean }[];
}

/** The built-in desk as it lies on the disk, read past the code that wrote it. */
export interface HelpdeskFile {
	tickets(): StoredTicket[];
	contacts(): string[];
	/** Of the ticket with this title, in the order in which they came. */
	files(title: string): { name: string; size: number }[];
	/** Whether the trigger has looked into the folder, so that what comes from now on is new. */
	isScanned(folder: string): boolean;
	/** How many messages the trigger has finished with. */
	handled(): number;
}

/** The file that the nodes of the n8n in this user folder share. It need not exist yet: until then everything is empty. */
export function openHelpdeskFile(n8nUserFolder: string): HelpdeskFile {
	const path = join(n8nUserFolder, '.n8n', 'mail-helpdesk', 'default.sqlite');
	const rows = (sql: string, ...values: string[]): Record<string, unknown>[] => {
		if (!existsSync(path)) return [];
		const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
		try {
			return database.prepare(sql).all(...values);
		} catch (error) {
			// Between the file and its tables lies the first migration.
			if (String(error).includes('no such table')) return [];
			throw error;
		} finally {
			database.close();
		}
	};
	return {
		tickets: () =>
			rows(
				`select t.id, t.number, t.title, t.status, (select min(a.address) from contact_addresses a where a.contact_id = t.contact_id) as contact
				 from tickets t where t.deleted_at is null order by t.id`,
			).map((ticket) => ({
				number: String(ticket['number']),
				title: String(ticket['title']),
				status: String(ticket['status']),
				contact: String(ticket['contact']),
				comments: rows('select author_address, text, internal from comments where ticket_id = cast(? as integer) order by id', String(ticket['id'])).map((comment) => ({
					author: String(comment['author_address']),
					text: String(comment['text']),
					internal: comment['internal'] === 1,
				})),
			})),
		contacts: () => rows('select address from contact_addresses order by address').map(({ address }) => String(address)),
		files: (title) =>
			rows('select f.file_name, f.size from files f join tickets t on t.id = f.ticket_id where t.title = ? order by f.id', title).map((file) => ({
				name: String(file['file_name']),
				size: Number(file['size']),
			})),
		isScanned: (folder) => rows('select 1 from folder_cursors where folder = ?', folder).length > 0,
		handled: () => Number(rows('select count(*) as n from handled_messages')[0]?.['n'] ?? 0),
	};
}
