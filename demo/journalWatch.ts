import type { Store } from '../helpdesk/store/openStore';

/** How far the scanner is with one message of the scanned folder. */
export type Progress =
	| { state: 'pending' }
	/** Handled and tidied, or left out as a copy of a handled one. */
	| { state: 'finished' }
	/** Its execution failed; the scanner would try it again, or has given it up. */
	| { state: 'failed'; error: string };

async function cursorOf({ db }: Store, folder: string) {
	return await db.selectFrom('folder_cursors').select(['uid_validity', 'contiguous_uid']).where('folder', '=', folder).executeTakeFirst();
}

/** Whether the scanner has looked into the folder of this UIDVALIDITY: what arrives from now on is new to it. */
export async function isScanning(store: Store, folder: string, uidValidity: number): Promise<boolean> {
	return (await cursorOf(store, folder))?.uid_validity === String(uidValidity);
}

/** Reads from the scanner's journal how far it is with the message that has this UID. */
export async function progressOf(store: Store, folder: string, uid: number): Promise<Progress> {
	const cursor = await cursorOf(store, folder);
	if (!cursor) return { state: 'pending' };
	const row = await store.db
		.selectFrom('journal_messages')
		.select(['state', 'attempts', 'last_error'])
		.where('folder', '=', folder)
		.where('uid_validity', '=', cursor.uid_validity)
		.where('uid', '=', uid)
		.executeTakeFirst();
	if (!row) return cursor.contiguous_uid >= uid ? { state: 'finished' } : { state: 'pending' };
	const failed = row.state === 'quarantined' || (row.state === 'waiting' && row.attempts > 0);
	return failed ? { state: 'failed', error: row.last_error } : { state: 'pending' };
}
