import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { startImapFront } from '../support/imapFront';
import { BEST_SERVER } from '../support/helpdeskRun';
import { startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';

/** What the server answers to a search for a set is changed on the way; the plain answer never is. */
describe('a search', () => {
	let server: MailServer;
	beforeAll(async () => {
		server = await startMailServer(BEST_SERVER, { folders: { Found: '' } });
		const session = await openMailbox(server.account());
		for (const id of ['<a@example.com>', '<b@example.com>', '<c@example.com>']) await session.append('Found', Buffer.from(plainMail({ id })), []);
		await session.close();
	});
	afterAll(async () => await server.stop());

	const found = async (change: (answer: string) => string): Promise<{ uids: number[]; none: number[]; commands: string[] }> => {
		const commands: string[] = [];
		const front = await startImapFront(server.account().port, {
			say: (line) => (line.startsWith('* ESEARCH') ? change(line) : line),
			ask: (line) => {
				commands.push(line.trim().replace(/^\S+ /, ''));
				return line;
			},
		});
		const session = await openMailbox({ ...server.account(), port: front.port });
		await session.openFolder('Found');
		const uids = await session.findUids('Found', { above: 0 });
		const none = await session.findUids('Found', { messageId: '<none@example.com>' });
		await session.close();
		await front.stop();
		return { uids, none, commands };
	};

	it('finds the same in one set as number by number', async () => {
		const { uids, none, commands } = await found((answer) => answer);
		expect([uids, none]).toEqual([[1, 2, 3], []]);
		const searches = commands.filter((command) => command.startsWith('UID SEARCH'));
		// The embedded server has no ESEARCH.
		expect(searches).toEqual(BEST_SERVER === 'the embedded server' ? [expect.any(String), expect.any(String)] : [expect.stringContaining('RETURN (COUNT ALL)'), expect.stringContaining('RETURN (COUNT ALL)')]);
	});

	it.each([
		['no answer at all', ''],
		['an answer without a set', '* ESEARCH (TAG "1") UID COUNT 3\r\n'],
		['an answer without a count', '* ESEARCH (TAG "1") UID ALL 1:3\r\n'],
		['a set that lacks a message', '* ESEARCH (TAG "1") UID COUNT 3 ALL 1:2\r\n'],
		['a set with one message twice', '* ESEARCH (TAG "1") UID COUNT 3 ALL 1:2,2\r\n'],
		['a set for all memory', '* ESEARCH (TAG "1") UID COUNT 4294967295 ALL 1:4294967295\r\n'],
		['a set larger than its count', '* ESEARCH (TAG "1") UID COUNT 3 ALL 1:4294967295\r\n'],
		['no numbers', '* ESEARCH (TAG "1") UID COUNT x ALL *\r\n'],
	])('that is answered with %s is made in the plain way, and loses nothing', async (_, answer) => {
		const { uids, none } = await found(() => answer);
		expect([uids, none]).toEqual([[1, 2, 3], []]);
	});

	it('needs nothing to be switched on where the server offers nothing of use', async () => {
		const { commands } = await found((answer) => answer);
		expect(commands.filter((command) => command.startsWith('ENABLE'))).toEqual([]);
	});
});
