import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { watchFolder } from '../../helpdesk/mailbox/watchFolder';
import { BEST_SERVER } from '../support/helpdeskRun';
import { startMailServer, type MailServer } from '../support/mailServer';

let server: MailServer;
beforeAll(async () => {
	server = await startMailServer(BEST_SERVER);
});
afterAll(async () => await server.stop());

describe('a mailbox without a host', () => {
	it('is located at every connect, and named after the domain of its address', async () => {
		let located = 0;
		const { host, port, security, ...rest } = server.account();
		const account = {
			...rest,
			host: '',
			port: 1,
			security,
			locate: async () => {
				located += 1;
				return { host, port, security };
			},
		};
		const session = await openMailbox(account);
		expect(session.account).toBe('alice@example.com');
		expect((await session.listFolders()).map(({ path }) => path)).toContain('INBOX');
		const watcher = await watchFolder(account, 'INBOX', { changed: () => undefined, ended: () => undefined });
		await watcher.close();
		await session.close();
		expect(located).toBe(2);
	});

	it('that cannot be located says why', async () => {
		const problem = Object.assign(new Error('no such server'), { code: 'SETTINGS_NOT_FOUND' });
		await expect(openMailbox({ ...server.account(), host: '', locate: async () => await Promise.reject(problem) })).rejects.toBe(problem);
	});
});
