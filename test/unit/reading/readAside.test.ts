import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { createReader } from '../../../helpdesk/reading/readAside';
import { readEmail, type RawMail } from '../../../helpdesk/reading/readEmail';
import { startThread, type ReadAside, type ThreadLimits } from '../../../helpdesk/reading/readingThread';
import { DOING, threadFiles, type ThreadFiles } from '../../support/readingThreads';
import { splitIn } from '../../support/setAsideMail';
import { mailWithFiles } from '../../support/spools';
import { ACCOUNT, contextOf, mail } from '../email/sources';

const INDEX = join(__dirname, '../../../../shared/corpus/index.json');
const SIGNER = createTicketSigner(Buffer.alloc(32, 5));
const KNOWLEDGE = { signer: SIGNER, ownAddresses: ['support@example.com'], systemId: 'test', replyMarks: ['Please write above'] };
const LIMITS: ThreadLimits = { stuckMs: 20_000, idleMs: 20_000, heapMb: 256 };

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
		['another program', () => files.program('other', 'require("node:worker_threads").parentPort.postMessage("hello");')],
		['gone at once', () => files.program('gone', 'process.exit(0);')],
	])('all here where the file is %s', async (_, file) => {
		const read = createReader(file());
		expect(await wentAside(read, large('one'))).toBe(false);
		expect(await wentAside(read, small('two'))).toBe(false);
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
	test.each([
		['exit', {}],
		['throw', {}],
		['fill', { heapMb: 32 }],
		['hang', { stuckMs: 2_000 }],
	])('%s: it is named, those behind it are interrupted, the next ones are read in a new thread', async (does, limits) => {
		const read = createReader(doing, limits);
		expect(await subjectOf(read(large('before'), KNOWLEDGE))).toBe('before');
		const together = await Promise.allSettled([read(small('well'), KNOWLEDGE), read(small('bad', does), KNOWLEDGE), read(small('behind'), KNOWLEDGE), read(small('last'), KNOWLEDGE)]);
		expect(together.map((each) => (each.status === 'fulfilled' ? each.value.email.subject : (each.reason as { code: string; fault: string })))).toMatchObject([
			'well',
			{ code: 'BROKE_READER', fault: 'message', remedy: expect.stringContaining('mail program') },
			{ code: 'READING_INTERRUPTED', fault: 'world' },
			{ code: 'READING_INTERRUPTED', fault: 'world' },
		]);
		expect(await wentAside(read, large('after'))).toBe(true);
	}, 30_000);

	test('who stands still for long himself does not take the thread for stuck', async () => {
		const read = createReader(doing, { stuckMs: 2_000 });
		await read(large('first'), KNOWLEDGE);
		const reading = read(large('one'), KNOWLEDGE);
		await new Promise((resolve) => setImmediate(resolve));
		const end = Date.now() + 3_000;
		while (Date.now() < end);
		expect(await subjectOf(reading)).toBe('one');
	});

	test('a thread with nothing to do keeps no process alive, and knows nothing of its environment', async () => {
		const thread = await startThread(files.program('environment', `${DOING}\nif (Object.keys(process.env).length > 0) throw new Error('environment');`), LIMITS);
		expect(await subjectOf(thread.read(small('one'), KNOWLEDGE))).toBe('one');
		expect(process.getActiveResourcesInfo()).not.toContain('Worker');
	});
});
