import { createHash } from 'node:crypto';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession } from '../mailbox/MailboxSession';
import type { ScannerSettings } from './Scanner';

/** Messages of one folder that are asked for their date: UIDs grow with time, so the oldest is among the lowest. */
const LOOKED_AT = 200;
const FOLDERS_LOOKED_AT = 200;

/**
 * The keyword that handled messages carry on the server, where it keeps keywords: the second witness beside the journal. One for each scanner, because two
 * scanners of one mailbox both handle each message.
 */
export function handledKeyword(scope: string): string {
	return `$MailHelpdeskHandled-${createHash('sha256').update(scope).digest('hex').slice(0, 8)}`;
}

/** The keyword for messages of this folder: a copy takes it along, so it names the folder too where each folder's copy is a message of its own. */
export function witnessOf({ scope, once }: Pick<ScannerSettings, 'scope' | 'once'>, folder: string): string {
	return handledKeyword(once === 'folder' ? `${scope}\n${folder}` : scope);
}

/** INTERNALDATE of the oldest message that a scanner has handled, as the server shows it in these folders; null when it shows none. */
export async function handledSince(session: MailboxSession, keyword: string, folders: string[]): Promise<Date | null> {
	let oldest: Date | null = null;
	for (const folder of folders) {
		for (const { receivedAt } of await markedIn(session, keyword, folder)) {
			if (receivedAt && (!oldest || receivedAt < oldest)) oldest = receivedAt;
		}
	}
	return oldest;
}

/** A folder that cannot be read witnesses nothing, and keeps nobody from asking the others. */
async function markedIn(session: MailboxSession, keyword: string, folder: string): Promise<Envelope[]> {
	try {
		await session.openFolder(folder);
		const uids = (await session.findUids(folder, { keyword })).slice(0, LOOKED_AT);
		return uids.length > 0 ? await session.fetchEnvelopes(folder, uids) : [];
	} catch (error) {
		if (error instanceof MailboxError && session.alive) return [];
		throw error;
	}
}

/** Where handled messages may lie: anywhere, because the workflow moves them as it likes. `first` is looked at before the others. */
export async function foldersOf(session: MailboxSession, first: string): Promise<string[]> {
	const listed = (await session.listFolders()).filter(({ selectable }) => selectable).map(({ path }) => path);
	return [first, ...listed.filter((path) => path !== first)].slice(0, FOLDERS_LOOKED_AT);
}
