import type { UnderstandingKnowledge } from '../conversation/understand';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { openMailbox } from '../mailbox/openMailbox';
import { readMessage } from './readMessage';
import type { ScannedMessage, ScannerSettings } from './Scanner';

/** Far enough back to find the newest messages of a folder without listing all of it. */
const UIDS_LOOKED_AT = 200;

/**
 * The newest `count` messages over all folders, oldest first, marked as a test. Nothing is changed anywhere: folders are opened read-only and
 * the journal is not asked.
 */
export async function readNewest(
	account: MailboxAccount,
	settings: Pick<ScannerSettings, 'name' | 'folders' | 'maxBytes' | 'trustedAuthserv'>,
	knowledge: UnderstandingKnowledge,
	count: number,
): Promise<ScannedMessage[]> {
	const session = await openMailbox({ ...account, readOnly: true });
	try {
		const newest = [];
		for (const folder of settings.folders) {
			const state = await session.openFolder(folder);
			const recent = await session.findUids(folder, { above: Math.max(0, state.uidNext - 1 - UIDS_LOOKED_AT) });
			const uids = recent.length > 0 ? recent : await session.findUids(folder, { above: 0 });
			for (const envelope of await session.fetchEnvelopes(folder, uids.slice(-count))) {
				newest.push({ folder, uidValidity: state.uidValidity, uid: envelope.uid, at: envelope.receivedAt?.getTime() ?? 0 });
			}
		}
		newest.sort((a, b) => a.at - b.at || a.uid - b.uid);
		const messages: ScannedMessage[] = [];
		for (const { folder, uidValidity, uid } of newest.slice(-count)) {
			const read = await readMessage({ session, account, settings, knowledge }, folder, uidValidity, uid, true);
			messages.push({ ...read, attempt: 1 });
		}
		return messages;
	} finally {
		await session.close();
	}
}
