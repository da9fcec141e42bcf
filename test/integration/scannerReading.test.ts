import type { Reader } from '../../helpdesk/reading/createReader';
import { readEmail } from '../../helpdesk/reading/readEmail';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import type { ScannedMessage } from '../../helpdesk/scanner/Scanner';
import { tidyAtOnce } from '../../helpdesk/scanner/tidyAtOnce';
import { dovecotMissing } from '../support/dovecot';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { DOING, threadFiles, type ThreadFiles } from '../support/readingThreads';
import { needs } from '../support/requirement';
import { KNOWLEDGE, startScannerRun, type ScannerRun } from '../support/scannerRun';

/** The scanner's own reader, with the thread of this test. */
const mockThread = { file: '' };
jest.mock('../../helpdesk/reading/createReader', () => {
	const { createReader } = jest.requireActual<typeof import('../../helpdesk/reading/createReader')>('../../helpdesk/reading/createReader');
	let reader: Reader | null = null;
	const readerOfTest = () => (reader ??= createReader(mockThread.file, { stuckMs: 8_000 }));
	return {
		createReader: (): Reader => ({
			read: async (mail, knowledge) => await readerOfTest().read(mail, knowledge),
			readAlone: async (mail, knowledge) => await readerOfTest().readAlone(mail, knowledge),
		}),
	};
});

const check = needs(dovecotMissing() === '', dovecotMissing());

let files: ThreadFiles;
let run: ScannerRun;
beforeAll(async () => {
	files = await threadFiles();
	mockThread.file = files.program('doing', DOING);
});
beforeEach(async () => {
	if (dovecotMissing() === '') run = await startScannerRun();
});
afterEach(async () => await run?.stop());
afterAll(() => files.remove());

const mailOf = (subject: string, does: string, body = 'Hello.') =>
	plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com`, headers: [`X-Does: ${does}`], body });

describe('mails that end the thread they are read in', () => {
	check('do not hold up the others, and come out with what their header says', async () => {
		const scanned = new Map<string, ScannedMessage>();
		run.workflow = async (messages) => {
			for (const message of messages) scanned.set(message.email.subject, message);
			return { ok: true };
		};
		const bad = ['exit', 'throw', 'hang'];
		const subjects = Array.from({ length: 60 }, (_, index) => (index % 20 === 7 ? (bad[(index - 7) / 20] ?? '') : `mail${index}`));
		// Large enough to be read in the thread in any case.
		const long = 'Some words in a line.\r\n'.repeat(7_000);
		for (const subject of subjects) run.server.deliver('INBOX', mailOf(subject, bad.includes(subject) ? subject : 'nothing', bad.includes(subject) ? long : 'Hello.'));
		await run.start({ firstStart: 'everything' });
		await run.until(async () => run.executions.length >= 60 && (await run.settled()), 'all are handled');
		expect([...run.executions].sort()).toEqual([...subjects].sort());
		expect(run.quarantined).toEqual([]);
		for (const subject of bad) {
			const { email, attachments, source, attempt } = scanned.get(subject)!;
			expect(email).toMatchObject({ subject, from: { address: `${subject}@example.com` }, text: '', partial: 'broken-mime', messageId: `<${subject}@example.com>` });
			expect([attachments, attempt, source.includes('Some words')]).toEqual([[], 1, true]);
			// The same message as if it had been read whole.
			const whole = await readEmail({ source, context: { mailbox: email.mailbox, receivedAt: null, flags: [], size: 0, partial: null }, account: accountsOn(run.server.port)() }, KNOWLEDGE);
			expect(email.mailbox.key).toBe(whole.email.mailbox.key);
		}
	}, 180_000);

	check('are put aside, with the cause, when not even the header can be read', async () => {
		run.server.deliver('INBOX', mailOf('bad', 'exit always'));
		for (let index = 0; index < 8; index++) run.server.deliver('INBOX', mailOf(`mail${index}`, 'nothing'));
		run.server.deliver('INBOX', mailOf('worse', 'throw always', 'Some words in a line.\r\n'.repeat(7_000)));
		await run.start({ firstStart: 'everything' });
		await run.until(async () => run.executions.length >= 9 && (await run.settled()) && run.quarantined.length > 0, 'all are handled');
		const [aside] = await run.journal.quarantinedMessages();
		expect(aside).toMatchObject({ uid: 10, attempts: 3, lastError: expect.stringContaining('broke the program that reads messages') });
		expect(run.executions).not.toContain('worse');
	}, 180_000);

	check('come out with their header where a node has put them, too', async () => {
		run.server.deliver('INBOX', mailOf('bad', 'throw', 'Some words in a line.\r\n'.repeat(7_000)));
		const account = accountsOn(run.server.port)();
		let tries = 0;
		run.workflow = async ([message]) => {
			tries += 1;
			if (tries > 1) return { ok: true };
			const session = await openMailbox(account);
			await tidyAtOnce({ session, account, journal: run.journal }, message!.email, { kind: 'move', folder: 'Elsewhere', createFolder: true });
			await session.close();
			return { ok: false, error: 'broken', fault: 'message' };
		};
		await run.start({ firstStart: 'everything' });
		await run.until(async () => tries === 2 && (await run.settled()), 'the second try');
		expect([run.quarantined, run.subjects('Elsewhere')]).toEqual([[], ['bad']]);
	}, 180_000);
});
