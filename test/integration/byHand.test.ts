import { createTicketSigner } from '../../helpdesk/conversation/signedId';
import { readNewest } from '../../helpdesk/scanner/readNewest';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';

const knowledge = { signer: createTicketSigner(Buffer.alloc(32, 1)), systemId: 'test', ownAddresses: [] };

describe.each(SERVERS)('by hand on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	beforeAll(async () => {
		if (lacking(kind) !== '') return;
		server = await startMailServer(kind, { folders: { Team: '', Empty: '' } });
		const at = (minute: number) => ({ date: new Date(Date.UTC(2026, 2, 3, 10, minute)) });
		for (const [folder, subject, minute] of [['INBOX', 'first', 1], ['Team', 'second', 2], ['INBOX', 'third', 3], ['Team', 'fourth', 4]] as const) {
			server.deliver(folder, plainMail({ id: `<${subject}@example.com>`, subject }), at(minute));
		}
	});
	afterAll(async () => await server?.stop());

	const newest = async (count: number, folders = ['INBOX', 'Team', 'Empty']) => {
		const settings = { name: 'Support', folders, maxBytes: 1_000_000, trustedAuthserv: [] };
		return (await readNewest(server.account(), settings, knowledge, count)).map(({ email }) => email);
	};

	check('gives the newest messages of all folders, oldest first, marked as a test', async () => {
		expect((await newest(1)).map(({ subject }) => subject)).toEqual(['fourth']);
		const three = await newest(3);
		expect(three.map(({ subject }) => subject)).toEqual(['second', 'third', 'fourth']);
		expect(three.map(({ mailbox }) => [mailbox.folder, mailbox.test])).toEqual([['Team', true], ['INBOX', true], ['Team', true]]);
		expect((await newest(50)).length).toBe(4);
		expect(await newest(5, ['Empty'])).toEqual([]);
	});

	check('changes no flag and no folder', async () => {
		const before = JSON.stringify([server.messages('INBOX'), server.messages('Team')]);
		await newest(50);
		expect(JSON.stringify([server.messages('INBOX'), server.messages('Team')])).toBe(before);
	});
});
