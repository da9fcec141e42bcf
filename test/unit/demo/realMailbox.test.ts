import { readRealMailbox } from '../../../demo/realMailbox';
import { readSubjects } from '../../../demo/readMailbox';
import { openMailbox } from '../../../helpdesk/mailbox/openMailbox';
import type { MailboxAccount } from '../../../helpdesk/mailbox/MailboxAccount';
import { startEmbeddedImap, type EmbeddedImap } from '../../../runner/embeddedImap';

describe('reading a real mailbox for the demo', () => {
	let server: EmbeddedImap;
	afterEach(async () => await server.stop());

	const account = () => ({ host: '127.0.0.1', port: server.port, security: 'tls' as const, user: 'ada', password: 'right', folder: 'INBOX' });
	/** The test server's certificate is nobody's. */
	const trusting = async (given: MailboxAccount) => await openMailbox({ ...given, checkCertificate: false });

	it('copies the newest messages, oldest first, and leaves every one as it was', async () => {
		server = await startEmbeddedImap({ users: { ada: 'right' }, tls: true });
		const at = new Date('2026-11-01T08:00:00Z');
		for (const number of [1, 2, 3]) server.append('INBOX', `Subject: mail ${number}\r\n\r\nžltý\r\n`, { date: at, flags: number === 1 ? ['\\Seen'] : [] });
		const before = JSON.stringify(server.messages('INBOX'));
		let readOnly = false;
		const mails = await readRealMailbox(async (given) => {
			readOnly = given.readOnly;
			return await trusting(given);
		}, account(), 2);
		expect(readOnly).toBe(true);
		expect(mails.map(({ name }) => name)).toEqual(['UID 2', 'UID 3']);
		expect(mails[0]?.compose(null).toString()).toBe('Subject: mail 2\r\n\r\nžltý\r\n');
		expect(mails[0]?.receivedAt).toEqual(at);
		expect(JSON.stringify(server.messages('INBOX'))).toBe(before);
	});

	it('checks the certificate, and says so in plain words', async () => {
		server = await startEmbeddedImap({ users: { ada: 'right' }, tls: true });
		await expect(readRealMailbox(openMailbox, account(), 2)).rejects.toMatchObject({ code: 'CERTIFICATE' });
	});

	it('says which folder or sign-in is wrong', async () => {
		server = await startEmbeddedImap({ users: { ada: 'right' }, tls: true });
		await expect(readRealMailbox(trusting, { ...account(), folder: 'Nowhere' }, 2)).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
		await expect(readRealMailbox(trusting, { ...account(), password: 'wrong' }, 2)).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
	});
});

describe('the report on the mailbox', () => {
	it('decodes subjects and folder names as a mail program does', async () => {
		const server = await startEmbeddedImap({ users: { ada: 'right' }, folders: { Hotové: '' } });
		try {
			server.append('INBOX', 'Subject: =?UTF-8?B?xYF1a2Fzeg==?=\r\n =?UTF-8?Q?_a?=\r\n\r\nx');
			server.append('INBOX', Buffer.from('Subject: žltý\r\n\r\nx'));
			server.append('INBOX', 'no header at all');
			server.append('Hotové', 'From: a@example.com\r\n\r\nx');
			const subjects = await readSubjects({ port: server.port, user: 'ada', password: 'right' });
			expect(subjects).toEqual({ INBOX: ['Łukasz a', 'žltý', ''], Hotové: [''] });
		} finally {
			await server.stop();
		}
	});
});
