import type { MailboxError } from '../../helpdesk/mailbox/MailboxError';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { watchFolder } from '../../helpdesk/mailbox/watchFolder';
import { startEmbeddedImap } from '../../runner/embeddedImap';
import { dovecotMissing, startDovecot } from '../support/dovecot';
import { accountsOn, lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';

async function until(condition: () => boolean, withinMs: number): Promise<number> {
	const started = Date.now();
	while (!condition()) {
		if (Date.now() - started > withinMs) throw new Error(`did not happen within ${withinMs} ms`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return Date.now() - started;
}

function listener() {
	const seen = { changes: 0, endings: [] as MailboxError[] };
	return { seen, changed: () => void seen.changes++, ended: (problem: MailboxError) => void seen.endings.push(problem) };
}

describe.each(SERVERS)('watching a folder on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	beforeEach(async () => {
		if (lacking(kind) === '') server = await startMailServer(kind, { folders: { Support: '' } });
	});
	afterEach(async () => await server?.stop());

	check('announces a new message by itself, and none where none came', async () => {
		const inbox = listener();
		const support = listener();
		const watchers = [await watchFolder(server.account(), 'INBOX', inbox), await watchFolder(server.account(), 'Support', support)];
		server.deliver('Support', plainMail());
		await until(() => support.seen.changes > 0, 60_000);
		expect(inbox.seen.changes).toBe(0);
		await Promise.all(watchers.map((watcher) => watcher.close()));
		expect([...inbox.seen.endings, ...support.seen.endings]).toEqual([]);
	});

	check('goes on announcing after IDLE was renewed', async () => {
		const { seen, ...calls } = listener();
		const watcher = await watchFolder(server.account(), 'INBOX', calls, { everyMs: 150, answerMs: 60_000 });
		for (let round = 1; round <= 3; round++) {
			await new Promise((resolve) => setTimeout(resolve, 400));
			const before = seen.changes;
			server.deliver('INBOX', plainMail({ id: `<${round}@example.com>` }));
			await until(() => seen.changes > before, 60_000);
		}
		await watcher.close();
		expect(seen.endings).toEqual([]);
	});

	check('says once that it is dead when the server goes away', async () => {
		const { seen, ...calls } = listener();
		const watcher = await watchFolder(server.account(), 'INBOX', calls);
		await server.cut();
		await until(() => seen.endings.length > 0, 60_000);
		await watcher.close();
		expect(seen.endings).toHaveLength(1);
		expect(seen.endings[0]).toMatchObject({ code: 'CONNECTION_LOST', fault: 'world' });
	});

	check('refuses a folder that is missing', async () => {
		await expect(watchFolder(server.account(), 'Suport', listener())).rejects.toMatchObject({ code: 'FOLDER_MISSING', remedy: 'Did you mean "Support"?' });
	});

	check('leaves the messages as they are', async () => {
		server.deliver('INBOX', plainMail());
		const { seen, ...calls } = listener();
		const watcher = await watchFolder(server.account(), 'INBOX', calls);
		server.deliver('INBOX', plainMail({ id: '<two@example.com>' }));
		await until(() => seen.changes > 0, 60_000);
		await watcher.close();
		expect(server.messages('INBOX').map(({ flags }) => flags)).toEqual([[], []]);
	});
});

describe('watching where the server cannot announce', () => {
	it('holds no connection and never calls back without IDLE', async () => {
		const server = await startEmbeddedImap({ without: ['IDLE'] });
		const { seen, ...calls } = listener();
		const watcher = await watchFolder(accountsOn(server.port)(), 'INBOX', calls);
		server.append('INBOX', plainMail());
		await until(() => server.connections() === 0, 60_000);
		await watcher.close();
		await server.stop();
		expect(seen).toEqual({ changes: 0, endings: [] });
	});
});

describe('a server that freezes with its connections open', () => {
	const check = needs(dovecotMissing() === '', dovecotMissing());
	const pulse = { everyMs: 200, answerMs: 6_000 };

	const frozen = async (work: (server: NonNullable<Awaited<ReturnType<typeof startDovecot>>>) => Promise<void>) => {
		const server = await startDovecot();
		if (!server) throw new Error(dovecotMissing());
		try {
			await work(server);
		} finally {
			server.thaw();
			await server.stop();
		}
	};

	check('is noticed by the watcher', async () => {
		await frozen(async (server) => {
			const { seen, ...calls } = listener();
			const watcher = await watchFolder(accountsOn(server.port)(), 'INBOX', calls, pulse);
			server.freeze();
			await until(() => seen.endings.length > 0, 60_000);
			expect(seen.endings).toHaveLength(1);
			expect(seen.endings[0]).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
			await watcher.close();
		});
	});

	check('is noticed by a session that nobody uses', async () => {
		await frozen(async (server) => {
			const endings: MailboxError[] = [];
			const session = await openMailbox(accountsOn(server.port)(), { pulse, onClosed: (problem) => endings.push(problem) });
			await new Promise((resolve) => setTimeout(resolve, 700));
			expect(session.alive).toBe(true);
			server.freeze();
			await until(() => endings.length > 0, 60_000);
			expect(session.alive).toBe(false);
		});
	});

	check('is noticed by a NOOP', async () => {
		await frozen(async (server) => {
			const session = await openMailbox(accountsOn(server.port)());
			server.freeze();
			await expect(session.noop(300)).rejects.toMatchObject({ code: 'TIMEOUT', fault: 'world' });
			expect(session.alive).toBe(false);
		});
	});

	check('does not hold up the closing of a session', async () => {
		await frozen(async (server) => {
			const session = await openMailbox(accountsOn(server.port)());
			server.freeze();
			const started = Date.now();
			await session.close();
			// That nobody answers is noticed after 85 s only.
			expect(Date.now() - started).toBeLessThan(60_000);
		});
	});
});
