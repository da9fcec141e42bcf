import { createHash, hash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MailboxSession } from '../../helpdesk/mailbox/MailboxSession';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { readMessage, SPOOLING } from '../../helpdesk/scanner/readMessage';
import { dovecotMissing } from '../support/dovecot';
import { startImapFront } from '../support/imapFront';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { needs } from '../support/requirement';
import { KNOWLEDGE, startScannerRun } from '../support/scannerRun';
import { mailWithFiles, spools } from '../support/spools';

const MB = 1024 * 1024;
const LIMIT = 50 * MB;
const SETTINGS = { name: 'Large', maxBytes: LIMIT, trustedAuthserv: [] };

async function digestOf(stream: Readable): Promise<string> {
	const digest = createHash('sha256');
	for await (const piece of stream) digest.update(piece as Buffer);
	return digest.digest('hex');
}

/** The most memory outside of the heap that cannot be done without while this runs, beyond what was before. */
async function mostMemory(work: () => Promise<void>): Promise<number> {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const used = () => {
		collect();
		return process.memoryUsage().arrayBuffers;
	};
	const before = used();
	let most = before;
	let timer: NodeJS.Timeout;
	// Each look is a collection of the whole heap, which holds all that other tests have left in this process: it must not be most of what is done.
	const look = () => {
		const start = performance.now();
		most = Math.max(most, used());
		timer = setTimeout(look, Math.max(250, 10 * (performance.now() - start)));
	};
	timer = setTimeout(look, 250);
	await work();
	clearTimeout(timer);
	return most - before;
}

describe.each(SERVERS)('large messages on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	let session: MailboxSession;
	beforeAll(async () => {
		if (lacking(kind) !== '') return;
		server = await startMailServer(kind, { folders: { Large: '', Small: '', Cut: '' } });
		session = await openMailbox(server.account());
	});
	afterAll(async () => {
		await session?.close();
		await server?.stop();
	});
	afterEach(() => expect(spools()).toEqual([]));

	const delivered = async (folder: string, source: string | Buffer) => {
		server.deliver(folder, source);
		const { uidValidity } = await session.openFolder(folder);
		return { uid: (await session.findUids(folder, {})).at(-1) ?? 0, uidValidity };
	};
	const context = () => ({ session, account: server.account(), settings: SETTINGS, knowledge: KNOWLEDGE });

	check('come out whole, and are never wholly in memory', async () => {
		// The embedded server lives in this process, holds all of the message, and makes it anew for each piece.
		const isEmbedded = kind === 'the embedded server';
		const size = (isEmbedded ? 5 : 20) * MB;
		const file = randomBytes(size);
		const expected = hash('sha256', file);
		const source = mailWithFiles('large', file, Buffer.from('a small one'));
		const raw = hash('sha256', source);
		const { uid, uidValidity } = await delivered('Large', source);
		const most = await mostMemory(async () => {
			const { email, attachments, source: skeleton, spool } = await readMessage({ ...context(), spooling: SPOOLING }, 'Large', uidValidity, uid, false);
			expect(spools()).toHaveLength(1);
			expect(email).toMatchObject({ subject: 'large', partial: null, size: source.length });
			expect(email.attachments).toMatchObject([{ fileName: '0.pdf', size, sha256: expected }, { fileName: '1.pdf', size: 11 }]);
			const [large, small] = attachments.map(({ content }) => content);
			if (!spool || !large || Buffer.isBuffer(large)) throw new Error('It was not set aside');
			expect(small).toEqual(Buffer.from('a small one'));
			expect(skeleton.length).toBeLessThan(MB);
			expect(await digestOf(spool.stream(large))).toBe(expected);
			expect(await digestOf(spool.stream())).toBe(raw);
			await spool.release();
			await expect(digestOf(spool.stream())).rejects.toMatchObject({ code: 'TEMPORARY_FILE' });
			await spool.release();
		});
		process.stdout.write(`${kind}: ${(most / MB).toFixed(1)} MB for a message of ${(source.length / MB).toFixed(1)} MB\n`);
		if (!isEmbedded) expect(most).toBeLessThan(20 * MB);
	});

	check('are read in small pieces like at once', async () => {
		for (const [index, length] of [280_000, 350_000].entries()) {
			const { uid, uidValidity } = await delivered('Small', mailWithFiles(`small-${index}`, randomBytes(length), randomBytes(length + 1)));
			const whole = await readMessage(context(), 'Small', uidValidity, uid, false);
			for (const piece of [70_001, 1_000_000]) {
				const { email, attachments, spool } = await readMessage({ ...context(), spooling: { over: 1_000, piece } }, 'Small', uidValidity, uid, false);
				expect(email).toEqual(whole.email);
				expect(spool).toBeDefined();
				expect((await spool?.whole())?.equals(whole.source)).toBe(true);
				for (const [at, { content }] of attachments.entries()) {
					if (Buffer.isBuffer(content)) throw new Error('It was not set aside');
					expect(spool && (await digestOf(spool.stream(content)))).toBe(whole.email.attachments[at]?.sha256);
				}
				await spool?.release();
			}
		}
	});

	check('let other commands have their turn meanwhile', async () => {
		const { uid } = await delivered('Large', mailWithFiles('turns', randomBytes(6 * MB)));
		const done: string[] = [];
		const reading = session.fetchSource('Large', uid, LIMIT, { ...SPOOLING, piece: 256 * 1024 }).then(async ({ spool }) => {
			done.push('read');
			await spool?.release();
		});
		const asking = session.listFolders().then(() => done.push('listed'));
		await Promise.all([reading, asking]);
		expect(done).toEqual(['listed', 'read']);
	});

	check('leave nothing behind when the connection is lost in the middle', async () => {
		await delivered('Cut', mailWithFiles('cut', randomBytes(6 * MB)));
		let pieces = 0;
		const front = await startImapFront(server.account().port, {
			ask(line) {
				if (/BODY\.PEEK\[\]<\d/.test(line) && ++pieces === 3) void front.stop();
				return line;
			},
		});
		const cut = await openMailbox({ ...server.account(), port: front.port });
		await cut.openFolder('Cut');
		const [uid = 0] = await cut.findUids('Cut', {});
		await expect(cut.fetchSource('Cut', uid, LIMIT, SPOOLING)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
		expect(pieces).toBe(3);
		await cut.close();
	});
});

describe('a scanner', () => {
	const check = needs(dovecotMissing() === '', dovecotMissing());

	check('gives the file of a large message to the execution, and has none left after it, whatever became of it', async () => {
		const run = await startScannerRun({ folders: { Second: '' } });
		const file = randomBytes(5 * MB);
		const delivered: Array<{ subject: string; digest: string; files: number }> = [];
		run.workflow = async (messages) => {
			for (const { email, attachments, spool } of messages) {
				const content = attachments[0]?.content;
				const digest = !content || Buffer.isBuffer(content) ? 'in memory' : spool ? await digestOf(spool.stream(content)) : 'lost';
				delivered.push({ subject: email.subject, digest, files: attachments.length });
			}
			return messages.some(({ email }) => email.subject === 'fails') ? { ok: false, error: 'broken', fault: 'message' } : { ok: true };
		};
		try {
			await run.start({ folders: ['INBOX', 'Second'], maxBytes: LIMIT, messagesPerExecution: 3 });
			// What is attached in an attached message is read from the file into memory.
			const forwarded = mailWithFiles('forwarded').replace('--b--', `--b\r\nContent-Type: message/rfc822\r\n\r\n${mailWithFiles('inner', file).replaceAll('--b', '--c').replace('boundary=b', 'boundary=c')}\r\n--b--`);
			for (const source of [mailWithFiles('works', file), mailWithFiles('fails', file), forwarded]) run.server.deliver('INBOX', source);
			run.server.deliver('Second', mailWithFiles('works', file));
			await run.until(async () => delivered.length >= 5 && (await run.settled()), 'all of it');
			const expected = hash('sha256', file);
			expect(delivered.map(({ subject, digest }) => `${subject} ${digest}`).sort()).toEqual([...Array<string>(3).fill(`fails ${expected}`), 'forwarded in memory', `works ${expected}`]);
			expect(run.quarantined).toEqual(['fails']);
			await run.until(() => spools().length === 0, 'that nothing is left', 5_000);
		} finally {
			await run.stop();
		}
		expect(spools()).toEqual([]);
	});
});
