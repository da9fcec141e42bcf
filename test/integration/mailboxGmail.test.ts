import { identify } from '../../helpdesk/email/identity';
import type { MailboxSession } from '../../helpdesk/mailbox/MailboxSession';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { startEmbeddedImap, type EmbeddedImap } from '../../runner/embeddedImap';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';

const TRASH = '[Gmail]/Trash';
const ALL_MAIL = '[Gmail]/All Mail';

/** A server that announces Gmail's extension; that one message lies in several folders is played by hand. */
describe('on Gmail', () => {
	let server: EmbeddedImap;
	let session: MailboxSession;
	beforeEach(async () => {
		server = await startEmbeddedImap({ folders: { '[Gmail]': '', [TRASH]: '\\Trash', [ALL_MAIL]: '\\All' }, add: ['X-GM-EXT-1'] });
		session = await openMailbox(accountsOn(server.port)());
	});
	afterEach(async () => {
		await session.close();
		await server.stop();
	});
	const subjects = (folder: string) => server.messages(folder).map(({ subject }) => subject);
	const delivered = async (folder: string) => {
		const uid = server.append(folder, plainMail());
		const { uidValidity } = await session.openFolder(folder);
		return { account: session.account, folder, uidValidity, uid, messageId: '<one@example.com>' };
	};

	for (const folder of ['INBOX', ALL_MAIL]) {
		it(`deletes for good from ${folder} by way of the trash, where alone a removal removes`, async () => {
			server.append(TRASH, plainMail({ id: '<other@example.com>', subject: 'other' }), { flags: ['\\Deleted'] });
			const target = await delivered(folder);
			expect(await session.tidy(target, { kind: 'delete', forGood: true })).toMatchObject({ done: true, already: false, folder: null, verifiedBy: 'gone' });
			expect([subjects(folder), subjects(TRASH)]).toEqual([[], ['other']]);
			expect(await session.tidy(target, { kind: 'delete', forGood: true })).toMatchObject({ done: true, already: true });
		});
	}

	it('puts a deleted message into the trash that the server names', async () => {
		expect(await session.tidy(await delivered('INBOX'), { kind: 'delete', forGood: false })).toMatchObject({ folder: TRASH });
		expect([subjects('INBOX'), subjects(TRASH)]).toEqual([[], ['One']]);
	});

	it('archives by moving to All Mail', async () => {
		const action = { kind: 'move', folder: ALL_MAIL, createFolder: false } as const;
		expect(await session.tidy(await delivered('INBOX'), action)).toMatchObject({ done: true, folder: ALL_MAIL });
		expect([subjects('INBOX'), subjects(ALL_MAIL)]).toEqual([[], ['One']]);
	});

	it('gives one message the same key under every label', async () => {
		const { account } = session;
		const keys = new Set<string>();
		for (const folder of ['INBOX', ALL_MAIL]) {
			const { uid } = await delivered(folder);
			const { source } = await session.fetchSource(folder, uid, 100_000);
			keys.add(identify(source, { host: account, user: account, address: '' }).key);
		}
		expect(keys.size).toBe(1);
	});
});
