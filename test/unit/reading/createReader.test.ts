import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { createReader as createWholeReader } from '../../../helpdesk/reading/createReader';
import { readEmail, type RawMail } from '../../../helpdesk/reading/readEmail';
import { startThread, type ReadAside, type ThreadLimits } from '../../../helpdesk/reading/readingThread';
import { DOING, threadFiles, type ThreadFiles } from '../../support/readingThreads';
import { splitIn } from '../../support/setAsideMail';
import { mailWithFiles } from '../../support/spools';
import { ACCOUNT, contextOf, mail } from '../email/sources';

const INDEX = join(__dirname, '../../../../shared/corpus/index.json');
const SIGNER = createTicketSigner(Buffer.alloc(32, 5));
const KNOWLEDGE = { signer: SIGNER, ownAddresses: ['support@example.com'], systemId: 'test', replyMarks: ['Please write above'] };
const LIMITS: ThreadLimits = { startMs: 20_000, stuckMs: 20_000, idleMs: 20_000 };
const createReader = (...options: Parameters<typeof createWholeReader>) => createWholeReader(...options).read;

let files: ThreadFiles;
let doing: string;
beforeAll(async () => {
	files = await threadFiles();
	doing = files.program('doing', DOING);
});
afterAll(() => files.remove());

const rawMail = (source: Buffer, changes = {}): RawMail => ({ source, context: contextOf({ size: source.length, ...changes }), account: ACCOUNT });
const small = (subject: string, does = 'nothing') => rawMail(mail('From: Carol <carol@example.com>', 'Message-ID: <one@example.com>', `Subject: ${subject}`, `X-Does: ${does}`, '', 'Hello.'));
const large = (subject: string, does = 'nothing') => {
	const { source } = small(subject, does);
	return rawMail(Buffer.concat([source, Buffer.alloc(200 * 1024, 'many words\r\n')]));
};
const subjectOf = async (read: Promise<ReadAside>) => (await read).email.subject;
/** Whether a mail was read in the thread: its bytes were moved or copied to it, and others came back. */
const wentAside = async (read: ReturnType<typeof createReader>, raw: RawMail) => {
	const { source } = raw;
	return (await read(raw, KNOWLEDGE)).source !== source;
};

describe('what comes out is what would have come out here', () => {
	async function differences(mails: readonly Buffer[]): Promise<number[]> {
		const thread = await startThread(files.real, LIMITS);
		const different: number[] = [];
		for (const [index, source] of mails.entries()) {
			const here = await readEmail(rawMail(Buffer.from(source)), KNOWLEDGE);
			const aside = await thread.read(rawMail(source), KNOWLEDGE);
			const same = JSON.stringify(aside.email) === JSON.stringify(here.email)
				&& aside.attachments.length === here.attachments.length
				&& aside.attachments.every(({ info, content }, at) => Buffer.isBuffer(content) && isDeepStrictEqual(content, here.attachments[at]?.content) && info === aside.email.attachments[at]);
			if (!same) different.push(index);
		}
		return different;
	}

	const parts = (...headers: string[]) => (body: Buffer): Buffer =>
		Buffer.concat([mail('From: a@example.com', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'See the file.', '--b', ...headers, '', ''), body, mail('', '--b--', '')]);
	const random = Buffer.from(Array.from({ length: 90_000 }, (_, index) => (index * 7919) % 251));

	test('a file that lies on the disk, with those that do not', async () => {
		const bytes = Buffer.alloc(300_000, random);
		const { source, setAside } = splitIn(Buffer.from(mailWithFiles('large', bytes, random)), { piece: 65_536 });
		const thread = await startThread(files.real, LIMITS);
		const { attachments } = await thread.read(rawMail(source, { setAside }), KNOWLEDGE);
		expect(attachments.map(({ content }) => content)).toEqual([...setAside, random]);
		expect(attachments[0]?.info).toMatchObject({ size: bytes.length, sha256: hash('sha256', bytes) });
	});

	test('files of all encodings, in memory of their own and in shared memory', async () => {
		const base64 = parts('Content-Type: image/png; name=a.png', 'Content-Transfer-Encoding: base64');
		const eightBit = parts('Content-Type: application/octet-stream; name=a.bin', 'Content-Transfer-Encoding: binary');
		const whole = Buffer.concat([small('one').source, small('two').source]);
		const mails = [
			base64(Buffer.from(random.toString('base64').replace(/.{76}/g, '$&\r\n'))),
			base64(Buffer.from('aGFsbG8=')),
			eightBit(random.map((byte) => (byte === 10 || byte === 13 ? 11 : byte)) as Buffer),
			eightBit(Buffer.from('short')),
			// A view of a part of bigger memory, as of Node's pool of small buffers.
			whole.subarray(small('one').source.length),
			Buffer.alloc(0),
			Buffer.alloc(3_000),
		];
		expect(await differences(mails)).toEqual([]);
	});

	test('the bytes come back, with what signs and marks a reply recognised', async () => {
		const thread = await startThread(files.real, LIMITS);
		const id = SIGNER.messageId({ ticketId: '1483', unique: 'x', domain: 'example.com' });
		const source = Buffer.from(mail('From: carol@example.com', `In-Reply-To: ${id}`, '', 'New words', '', 'Please write above', 'old words'));
		const whole = Buffer.from(source);
		const { email, source: back } = await thread.read(rawMail(source), KNOWLEDGE);
		expect(back.equals(whole)).toBe(true);
		expect(email.ticket.evidence[0]).toMatchObject({ kind: 'signed-message-id', value: '1483' });
		expect(email.reply.text).toBe('New words');
		const unsigned = await thread.read(rawMail(back), { ...KNOWLEDGE, signer: null });
		expect(unsigned.email.ticket.evidence[0]?.kind).toBe('message-id');
	});

	test('what an oversize message is known by', async () => {
		const thread = await startThread(files.real, LIMITS);
		const [here, aside] = [rawMail(small('one').source), rawMail(small('one').source)].map((raw) => ({ ...raw, context: { ...raw.context, partial: 'oversize', bodyPrefix: Buffer.from('Another body') } }));
		const { email } = await readEmail(here!, KNOWLEDGE);
		expect((await thread.read(aside!, KNOWLEDGE)).email).toEqual(email);
	});

	test('every mail of the corpus', async () => {
		if (!existsSync(INDEX)) return console.warn('No corpus at ../shared/corpus: its mails were not read.');
		const mails = readCorpus(INDEX).map(({ input }) => input);
		expect(mails.length).toBeGreaterThan(600);
		expect(await differences(mails)).toEqual([]);
	}, 120_000);
});

describe('where a mail is read', () => {
	test('a small one by itself here, a large one in a thread', async () => {
		const read = createReader(doing);
		expect(await wentAside(read, small('one'))).toBe(false);
		expect(await wentAside(read, large('two'))).toBe(true);
		expect(await wentAside(read, small('three'))).toBe(true);
	});

	test('small ones of a backlog in a thread, as soon as it is ready', async () => {
		const read = createReader(doing);
		let aside = false;
		for (let turn = 0; turn < 2_000 && !aside; turn++) {
			aside = await wentAside(read, small('one'));
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
		expect(aside).toBe(true);
	});

	test('a fifth at once here, while the thread has four', async () => {
		const read = createReader(doing);
		await read(large('first'), KNOWLEDGE);
		const raws = Array.from({ length: 5 }, (_, index) => small(String(index), 'wait'));
		expect(await Promise.all(raws.map(async (raw) => await wentAside(read, raw)))).toEqual([true, true, true, true, false]);
	});

	test.each([
		['missing', () => '/nowhere/mailThread.js'],
		['broken', () => files.program('broken', 'throw new Error("no");')],
		['another program', () => files.program('other', 'require("node:worker_threads").parentPort.postMessage("hello"); setInterval(() => {}, 1_000);')],
		['gone at once', () => files.program('gone', 'process.exit(0);')],
		['never ready', () => files.program('never', 'setInterval(() => {}, 1_000);')],
	])('all here where the file is %s', async (_, file) => {
		const { read, readAlone } = createWholeReader(file(), { startMs: 2_000 });
		const reading = wentAside(read, large('one'));
		// Busy meanwhile: what the thread says comes all at once.
		const end = Date.now() + 500;
		while (Date.now() < end);
		expect(await reading).toBe(false);
		expect(await wentAside(read, small('two'))).toBe(false);
		expect(await wentAside(readAlone, small('three'))).toBe(false);
	});

	test('all here where the signer cannot be made again there', async () => {
		const read = createReader(doing);
		const raw = large('one');
		expect((await read(raw, { ...KNOWLEDGE, signer: { ...SIGNER } })).source).toBe(raw.source);
	});

	test('in a new thread, after one that had nothing to do has ended', async () => {
		const read = createReader(doing, { idleMs: 50 });
		await read(large('one'), KNOWLEDGE);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(await wentAside(read, small('two'))).toBe(false);
		expect(await wentAside(read, large('three'))).toBe(true);
	});
});

describe('a mail that ends its thread', () => {
	const broke = { code: 'BROKE_READER', fault: 'message', remedy: expect.stringContaining('mail program') };
	const outcomes = async (reads: Array<Promise<ReadAside>>) =>
		(await Promise.allSettled(reads)).map((each) => (each.status === 'fulfilled' ? each.value.email.subject : (each.reason as { code: string; fault: string })));

	test.each(['exit', 'throw', 'hang'])('%s: all that the thread had in hand come back unread, and the next ones are read in a new thread', async (does) => {
		// Long enough for a busy machine to load the thread and to read a mail.
		const { read, readAlone } = createWholeReader(doing, { stuckMs: 12_000 });
		expect(await subjectOf(read(large('before'), KNOWLEDGE))).toBe('before');
		expect(await outcomes([small('well'), small('bad', does), small('behind'), small('last')].map((raw) => read(raw, KNOWLEDGE)))).toMatchObject(['well', broke, broke, broke]);
		expect(await wentAside(read, large('after'))).toBe(true);
		expect(await outcomes([small('behind'), small('bad', does), small('last')].map((raw) => readAlone(raw, KNOWLEDGE)))).toMatchObject(['behind', broke, 'last']);
	}, 90_000);

	test('no large message that comes meanwhile puts off the end of a thread that hangs', async () => {
		const { read } = createWholeReader(files.program('silent', 'require("node:worker_threads").parentPort.on("message", () => {}).postMessage("ready");'), { stuckMs: 2_000 });
		let isGivenBack = false;
		const reads = [read(large('bad'), KNOWLEDGE).catch(() => (isGivenBack = true))];
		let turns = 0;
		for (; turns < 60 && !isGivenBack; turns++) {
			await new Promise((resolve) => setTimeout(resolve, 500));
			if (!isGivenBack) reads.push(read(large('other'), KNOWLEDGE).catch(() => true));
		}
		expect(turns).toBeLessThan(60);
		await Promise.all(reads);
	}, 60_000);

	test('a thread that ends after it has answered takes nothing with it that was answered', async () => {
		const { read } = createWholeReader(doing);
		expect(await subjectOf(read(large('one', 'late'), KNOWLEDGE))).toBe('one');
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await wentAside(read, large('two'))).toBe(true);
	});

	test('nobody waits for a thread that ends as soon as it is ready', async () => {
		const { read, readAlone } = createWholeReader(files.program('short', 'require("node:worker_threads").parentPort.postMessage("ready"); process.exit(0);'));
		const reads = [read(large('one'), KNOWLEDGE), readAlone(small('two'), KNOWLEDGE)];
		const end = Date.now() + 500;
		while (Date.now() < end);
		for (const outcome of await Promise.allSettled(reads)) {
			if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(broke);
		}
	});

	test('a mail that breaks the reader here comes back like one that does so there', async () => {
		const { read, readAlone } = createWholeReader('/nowhere/mailThread.js');
		const broken = { ...small('one'), context: null as unknown as RawMail['context'] };
		expect(await outcomes([read(broken, KNOWLEDGE), readAlone(broken, KNOWLEDGE)])).toMatchObject([broke, broke]);
	});

	test('who stands still for long himself does not take the thread for stuck', async () => {
		const read = createReader(doing, { stuckMs: 4_000 });
		await read(large('first'), KNOWLEDGE);
		const reading = read(large('one'), KNOWLEDGE);
		await new Promise((resolve) => setImmediate(resolve));
		const end = Date.now() + 6_000;
		while (Date.now() < end);
		expect(await subjectOf(reading)).toBe('one');
	});

	test('a thread with nothing to do keeps no process alive, and knows nothing of its environment', async () => {
		const thread = await startThread(files.program('environment', `${DOING}\nif (Object.keys(process.env).length > 0) throw new Error('environment');`), LIMITS);
		expect(await subjectOf(thread.read(small('one'), KNOWLEDGE))).toBe('one');
		expect(process.getActiveResourcesInfo()).not.toContain('Worker');
	});
});
