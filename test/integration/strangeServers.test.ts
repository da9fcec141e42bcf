import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { startEmbeddedImap, type EmbeddedImap, type EmbeddedImapOptions } from '../../runner/embeddedImap';
import { startImapFront, type ImapFront, type ImapFrontOptions } from '../support/imapFront';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { startScanning, type Scanning } from '../support/scannerRun';

let server: EmbeddedImap;
let front: ImapFront;
let run: Scanning;
afterEach(async () => {
	await run?.stop();
	await front?.stop();
	await server?.stop();
});

const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });
const lies = (folder: string) => server.messages(folder).map(({ subject }) => subject);
const TO_DONE = { afterSuccess: { kind: 'move', folder: 'Done', createFolder: true } } as const;

async function stage(options: EmbeddedImapOptions, strange: ImapFrontOptions = {}): Promise<void> {
	server = await startEmbeddedImap(options);
	front = await startImapFront(server.port, strange);
	run = await startScanning(accountsOn(front.port));
}

async function handlesMail(): Promise<void> {
	server.append('INBOX', mail('a'));
	server.append('INBOX', mail('b'));
	await run.until(async () => run.executions.length === 2 && (await run.settled()), 'both are handled');
	expect([...run.executions].sort()).toEqual(['a', 'b']);
}

describe('a scanner on a server', () => {
	it('with nothing but the bare protocol finds mail by polling, and moves it', async () => {
		await stage({ folders: { Done: '' }, without: ['IDLE', 'MOVE', 'UIDPLUS', 'ID', 'SPECIAL-USE', 'NAMESPACE', 'SASL-IR', 'LITERAL+', 'UNSELECT', 'AUTH=PLAIN'] });
		await run.start(TO_DONE);
		await handlesMail();
		// Without UIDPLUS a single message cannot be removed, only marked: see tidy/expunge.ts.
		expect(server.messages('INBOX').map(({ flags }) => flags.includes('\\Deleted'))).toEqual([true, true]);
		expect(lies('Done').sort()).toEqual(['a', 'b']);
		// Without IDLE the watcher keeps no connection.
		await run.until(() => front.connections.open === 1, 'one connection');
	});

	it('that keeps no keywords marks mail as read, and complains of nothing', async () => {
		await stage({}, { say: (line) => line.replace(/^\* (OK \[PERMANENTFLAGS) \([^)]*\)/, '* $1 (\\Seen \\Flagged \\Deleted)').replace(/^\* FLAGS \([^)]*\)/, '* FLAGS (\\Seen \\Flagged \\Deleted)') });
		await run.start();
		await handlesMail();
		expect(server.messages('INBOX').map(({ flags }) => flags)).toEqual([['\\Seen'], ['\\Seen']]);
		expect(run.healths).toEqual([]);
	});

	it('that is full at first is used as soon as there is room', async () => {
		await stage({}, { greet: (connection) => (connection <= 2 ? '* BYE Server shutting down, come back later\r\n' : null) });
		await run.start({ firstStart: 'everything' });
		await handlesMail();
		expect(front.connections.total).toBeGreaterThan(2);
	});

	it('with a banner of 8 KB and odd characters is understood', async () => {
		await stage({}, { greet: () => `* OK [CAPABILITY IMAP4rev1 ID IDLE UIDPLUS MOVE] ${'*=-~ \xe9'.repeat(1_300)} ready\r\n` });
		await run.start();
		await handlesMail();
	});

	it('that has signed us in before the greeting is used as it is', async () => {
		await stage({}, { greet: () => '* PREAUTH welcome\r\n' });
		await run.start();
		await handlesMail();
	});

	it('never has two connections where one was allowed, however often they break', async () => {
		await stage({});
		await run.start({ connections: 1 });
		for (const subject of ['one', 'two', 'three']) {
			server.dropConnections();
			server.append('INBOX', mail(subject));
			await run.until(() => run.executions.includes(subject), subject);
		}
		expect([front.connections.most, front.connections.total]).toEqual([1, 4]);
	});
});

describe('folders', () => {
	for (const separator of ['.', '/', '\\']) {
		it(`that are separated by "${separator}" are scanned and filled`, async () => {
			const nested = `Kunden${separator}Größe & Co`;
			const done = `Archiv${separator}日本語`;
			await stage({ separator, folders: { Kunden: '', [nested]: '', Archiv: '', [done]: '' } });
			await run.start({ folders: [nested], afterSuccess: { kind: 'move', folder: done, createFolder: false } });
			server.append(nested, mail('nested'));
			await run.until(async () => run.executions.length === 1 && (await run.settled()), 'handled');
			expect([lies(nested), lies(done)]).toEqual([[], ['nested']]);
		});
	}

	it('of a server that knows no hierarchy (NIL) are listed and scanned', async () => {
		await stage({ folders: { Support: '', Done: '' } }, { say: (line) => line.replace(/^(\* (?:LIST|LSUB) \([^)]*\)) "\/"/, '$1 NIL') });
		const session = await openMailbox(accountsOn(front.port)());
		expect((await session.listFolders()).map(({ path }) => path).sort()).toEqual(['Done', 'INBOX', 'Support']);
		await session.close();
		await run.start({ folders: ['Support'], ...TO_DONE });
		server.append('Support', mail('flat'));
		await run.until(async () => run.executions.length === 1 && (await run.settled()), 'handled');
		expect([lies('Support'), lies('Done')]).toEqual([[], ['flat']]);
	});

	it('of a server that writes their names in UTF-8 (RFC 6855) are listed and scanned', async () => {
		const wire = (name: string) => Buffer.from(name).toString('latin1');
		const coded = '&AMQ-rger'; // Ärger in modified UTF-7
		await stage(
			{ folders: { Ärger: '' } },
			{
				say: (line) => line.replace(/^(\* CAPABILITY .*?)\r\n/, '$1 ENABLE UTF8=ACCEPT\r\n').replace(/^(\S+) BAD .*ENABLE.*\r\n/i, '* ENABLED UTF8=ACCEPT\r\n$1 OK done\r\n').replaceAll(coded, wire('Ärger')),
				ask: (line) => line.replaceAll(wire('Ärger'), coded),
			},
		);
		const session = await openMailbox(accountsOn(front.port)());
		expect((await session.listFolders()).map(({ path }) => path)).toContain('Ärger');
		await session.close();
		await run.start({ folders: ['Ärger'] });
		server.append('Ärger', mail('utf8'));
		await run.until(async () => run.executions.length === 1 && (await run.settled()), 'handled');
	});
});

it('does not take PREAUTH for encryption: where STARTTLS was chosen nothing is read', async () => {
	await stage({}, { greet: () => '* PREAUTH welcome\r\n' });
	const attempt = openMailbox({ ...accountsOn(front.port)(), security: 'starttls' });
	await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/STARTTLS_MISSING|TLS_FAILED/) });
});
