import type { Email } from '../../helpdesk';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { needs } from '../support/requirement';
import { startScanning, type Scanning } from '../support/scannerRun';

const SIZE_LIMIT = 5_000_000;
const mail = (name: string, headers: string[], body: string) =>
	[`From: ${name}@example.com`, `Subject: ${name}`, `Message-ID: <${name}@example.com>`, ...headers, '', body].join('\r\n');
const many = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index));

/** Name, source, and what must be true of the item. */
const STRANGE: Array<[string, string | Buffer, (email: Email) => void]> = [
	['recipients', mail('recipients', [`To: ${many(10_000, (index) => `p${index}@example.com`).join(',\r\n ')}`], 'Hello'), ({ to, text }) => expect([to.length, text.trim()]).toEqual([10_000, 'Hello'])],
	[
		'nested',
		mail('nested', ['Content-Type: multipart/mixed; boundary=b0'], many(1_000, (index) => `--b${index}\r\nContent-Type: multipart/mixed; boundary=b${index + 1}\r\n\r\n`).join('')),
		({ subject }) => expect(subject).toBe('nested'),
	],
	['header', mail('header', [`X-Long: ${many(14_000, () => 'x'.repeat(73)).join('\r\n ')}`], 'Behind 1 MB of header'), ({ text }) => expect(text.trim()).toBe('Behind 1 MB of header')],
	['empty', mail('empty', [], ''), ({ text }) => expect(text).toBe('')],
	['nothing', '\r\n\r\n', ({ messageId }) => expect(messageId).toMatch(/^<gen-/)],
	['nul', 'From: a\0b@example.com\r\nSubject: nul\r\nMessage-ID: <nul@example.com>\r\n\r\nx\0y\r\n', ({ text }) => expect(text).toContain('y')],
	['header only', 'From: h@example.com\r\nSubject: header only', ({ subject }) => expect(subject).toBe('header only')],
	['broken parts', mail('broken', ['Content-Type: multipart/mixed; boundary="x"'], '--x\r\nContent-Type: text/plain; charset="nope\r\n\r\nhalf'), ({ subject }) => expect(subject).toBe('broken')],
];
/** Cyrus takes no such message in, so none can come out of it; the embedded server needs minutes to take one apart. */
const REFUSED: Record<string, string[]> = { Cyrus: ['nul', 'nothing', 'header only'], 'the embedded server': ['nested', 'header', 'recipients'] };

describe.each(SERVERS)('of strange mail on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	let run: Scanning;
	beforeEach(async () => {
		if (lacking(kind) !== '') return;
		server = await startMailServer(kind);
		run = await startScanning(() => server.account());
	});
	afterEach(async () => {
		await run?.stop();
		await server?.stop();
	});

	check('every one comes out as an item, and is acknowledged', async () => {
		const taken = STRANGE.filter(([name]) => !REFUSED[kind]?.includes(name));
		const emails: Email[] = [];
		run.workflow = async (messages) => {
			emails.push(...messages.map(({ email }) => email));
			return { ok: true };
		};
		for (const [, source] of taken) server.deliver('INBOX', source);
		await run.start({ firstStart: 'everything', maxBytes: SIZE_LIMIT });
		await run.until(async () => emails.length === taken.length && (await run.settled()), 'all items');
		for (const [name, , holds] of taken) {
			const email = emails.find(({ subject }) => subject === (name === 'broken parts' ? 'broken' : name === 'nothing' ? '' : name));
			expect([name, email === undefined]).toEqual([name, false]);
			expect(email?.partial).not.toBe('oversize');
			if (email) holds(email);
		}
		expect(run.quarantined).toEqual([]);
		expect(server.messages('INBOX').every(({ flags }) => flags.includes('\\Seen'))).toBe(true);
	});
});
