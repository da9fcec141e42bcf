import type { UnderstandingKnowledge } from '../conversation/understand';
import type { Email } from '../email/Email';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { messageKeyOf } from '../email/identity';
import { MailboxError, messageGone } from '../mailbox/MailboxError';
import type { MailboxSession } from '../mailbox/MailboxSession';
import { openMailbox } from '../mailbox/openMailbox';
import type { Journal } from '../store/Journal';
import { readFetched, readMessage, withKey } from './readMessage';
import type { ScannedMessage, ScannerSettings } from './Scanner';
import { fetchTakenAway } from './takenAway';

/**
 * Reads a message that was delivered before, with its bytes: for whoever runs a workflow in another process than the scanner, or runs it again
 * later. Found where it lay, by its Message-ID in the same folder, or where a node has put it; only a message with the same key is taken.
 * Changes nothing on the server. Rejects with `MailboxError`, `MESSAGE_GONE` when the message is nowhere.
 */
export async function readAgain(
	account: MailboxAccount,
	settings: Pick<ScannerSettings, 'name' | 'maxBytes' | 'trustedAuthserv'>,
	knowledge: UnderstandingKnowledge,
	journal: Journal,
	{ mailbox, messageId }: Pick<Email, 'mailbox' | 'messageId'>,
): Promise<Omit<ScannedMessage, 'attempt'>> {
	const session = await openMailbox({ ...account, readOnly: true });
	try {
		const context = { session, account, settings, knowledge };
		for (const { uidValidity, uid } of await candidates(session, mailbox, messageId)) {
			const read = await readMessage(context, mailbox.folder, uidValidity, uid, mailbox.test);
			if (messageKeyOf(mailbox.key) === read.email.mailbox.key) return withKey(read, mailbox.key);
		}
		const fetchElsewhere = async () => await fetchTakenAway(session, account, journal, { key: mailbox.key }, settings.maxBytes);
		const elsewhere = await fetchElsewhere();
		if (elsewhere) return withKey(await readFetched(context, elsewhere, fetchElsewhere, mailbox, mailbox.test), mailbox.key);
		throw messageGone();
	} finally {
		await session.close();
	}
}

async function candidates(session: MailboxSession, { folder, uid, uidValidity }: Email['mailbox'], messageId: string) {
	try {
		const state = await session.openFolder(folder);
		const there = state.uidValidity === uidValidity ? await session.fetchEnvelopes(folder, [uid]) : [];
		const uids = there.length > 0 ? [uid] : await session.findUids(folder, { messageId });
		return uids.map((found) => ({ uidValidity: state.uidValidity, uid: found }));
	} catch (error) {
		if (error instanceof MailboxError && error.code === 'FOLDER_MISSING') return [];
		throw error;
	}
}
