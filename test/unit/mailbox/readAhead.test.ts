import type { ImapFlow } from 'imapflow';
import type { MailboxAccount } from '../../../helpdesk/mailbox/MailboxAccount';
import { createConnection } from '../../../helpdesk/mailbox/connection';
import { sizeKey } from '../../../helpdesk/mailbox/fetchEnvelopes';
import { createReadAhead } from '../../../helpdesk/mailbox/readAhead';

describe('reading ahead', () => {
	it('lets nobody wait for a command whose turn never came, because the connection was lost before', async () => {
		const connection = createConnection({ capabilities: new Map(), on: () => undefined } as unknown as ImapFlow, {} as MailboxAccount, 'support@mail.example.com');
		connection.reported.set('INBOX', '7');
		for (const uid of [1, 2, 3]) connection.sizes.set(sizeKey('INBOX', '7', uid), 100);
		const readAhead = createReadAhead(connection);
		expect(readAhead.startAt('INBOX', 1, 1_000)).not.toBeNull();
		const waiting = [1, 2, 3].map(async (uid) => await readAhead.take('INBOX', uid));
		readAhead.abandon();
		expect(await Promise.all(waiting)).toEqual([null, null, null]);
	});
});
