import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import type { MailboxSession } from '../../helpdesk/mailbox/MailboxSession';
import { startImapFront } from '../support/imapFront';
import { startMailServer, type MailServer } from '../support/mailServer';
import { BEST_SERVER } from '../support/helpdeskRun';

const LIMIT = 1_000_000;

const mail = (number: number, size = 100) =>
	`From: a@example.com\r\nTo: support@example.com\r\nSubject: Number ${number}\r\nMessage-ID: <ahead-${number}@mail.example>\r\n\r\n${'x'.repeat(size)}\r\n`;

describe('reading ahead', () => {
	let server: MailServer;
	let session: MailboxSession;

	beforeAll(async () => {
		server = await startMailServer(BEST_SERVER, { folders: { Ahead: '', Other: '' } });
		session = await openMailbox(server.account());
		for (let number = 1; number <= 6; number++) await session.append('Ahead', Buffer.from(mail(number, number === 4 ? 3_000 : 100)), []);
		await session.openFolder('Ahead');
	});

	afterAll(async () => {
		await session.close();
		await server.stop();
	});

	const uids = async () => (await session.fetchEnvelopes('Ahead', await session.findUids('Ahead', { above: 0 }))).map(({ uid }) => uid);

	it('gives every message its own bytes, whatever the order in which they are asked for', async () => {
		const all = await uids();
		for (const uid of [...all].reverse().concat(all)) {
			const { source, envelope, partial } = await session.fetchSource('Ahead', uid, LIMIT);
			expect([envelope.uid, partial, source.toString()]).toEqual([uid, null, expect.stringContaining(`Number ${all.indexOf(uid) + 1}\r\n`)]);
		}
	});

	it('reads the text alone of a message over the limit between others', async () => {
		const all = await uids();
		const read = [];
		for (const uid of all) read.push((await session.fetchSource('Ahead', uid, 2_000)).partial);
		expect(read).toEqual([null, null, null, 'oversize', null, null]);
	});

	it('forgets what it read of a message that is changed', async () => {
		const all = await uids();
		const [first = 0, second = 0] = all;
		await session.fetchSource('Ahead', first, LIMIT);
		const target = { account: session.account, folder: 'Ahead', uidValidity: (await session.openFolder('Ahead')).uidValidity, uid: second, messageId: '<ahead-2@mail.example>' };
		await session.tidy(target, { kind: 'flag' });
		expect((await session.fetchSource('Ahead', second, LIMIT)).envelope.flags).toContain('\\Flagged');
		await session.tidy(target, { kind: 'move', folder: 'Other', createFolder: false });
		await expect(session.fetchSource('Ahead', second, LIMIT)).rejects.toMatchObject({ code: 'MESSAGE_GONE' });
	});

	it('gives the same message again as it is now, not as it was read first', async () => {
		const [first = 0] = await uids();
		await session.fetchSource('Ahead', first, LIMIT);
		const other = await openMailbox(server.account());
		const { uidValidity } = await other.openFolder('Ahead');
		await other.tidy({ account: other.account, folder: 'Ahead', uidValidity, uid: first, messageId: '<ahead-1@mail.example>' }, { kind: 'mark-read' });
		await other.close();
		expect((await session.fetchSource('Ahead', first, LIMIT)).envelope.flags).toContain('\\Seen');
	});

	it('lets nobody wait for messages whose command waited for another one when the connection was lost', async () => {
		let isMute = false;
		const front = await startImapFront(server.account().port, { ask: (line) => (isMute ? '' : line) });
		const cut = await openMailbox({ ...server.account(), port: front.port });
		await cut.openFolder('Ahead');
		const [first = 0, second = 0] = (await cut.fetchEnvelopes('Ahead', await cut.findUids('Ahead', { above: 0 }))).map(({ uid }) => uid);
		isMute = true;
		const waiting = [cut.openFolder('Other'), cut.fetchSource('Ahead', first, LIMIT), cut.fetchSource('Ahead', second, LIMIT)];
		const ended = Promise.allSettled(waiting);
		// So that both have joined the queue behind the command that is never answered.
		await new Promise((resolve) => setImmediate(resolve));
		await front.stop();
		expect((await ended).map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : result.status))).toEqual(Array(3).fill('CONNECTION_LOST'));
	});
});
