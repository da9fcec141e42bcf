import type { MailboxAccount } from '../helpdesk/mailbox/MailboxAccount';
import type { MailboxSession } from '../helpdesk/mailbox/MailboxSession';
import type { MailToDeliver } from './mailSources';
import type { RealMailbox } from './options';

const MAX_BYTES = 25 * 1024 * 1024;

type OpenMailbox = (account: MailboxAccount) => Promise<MailboxSession>;

/**
 * Copies the newest `count` messages of a real mailbox, oldest first. The folder is opened read-only and messages are fetched without marking
 * them as read: nothing changes on the server. Rejects with `MailboxError`.
 */
export async function readRealMailbox(openMailbox: OpenMailbox, mailbox: RealMailbox, count: number): Promise<MailToDeliver[]> {
	const { host, port, security, user, password, folder } = mailbox;
	const session = await openMailbox({
		host,
		port,
		security,
		user,
		address: user.toLowerCase(),
		checkCertificate: true,
		certificateAuthority: '',
		secret: async () => ({ kind: 'password', password }),
		readOnly: true,
	});
	try {
		await session.openFolder(folder);
		const uids = (await session.findUids(folder, { above: 0 })).slice(-count);
		const mails: MailToDeliver[] = [];
		for (const uid of uids) {
			const { source, envelope, partial } = await session.fetchSource(folder, uid, MAX_BYTES);
			mails.push({ name: `UID ${uid}`, what: partial ?? '', answers: null, receivedAt: envelope.receivedAt, compose: () => source });
		}
		return mails;
	} finally {
		await session.close();
	}
}
