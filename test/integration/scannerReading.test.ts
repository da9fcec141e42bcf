import { readEmail } from '../../helpdesk/reading/readEmail';
import type { ScannedMessage } from '../../helpdesk/scanner/Scanner';
import { dovecotMissing } from '../support/dovecot';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { DOING, threadFiles, type ThreadFiles } from '../support/readingThreads';
import { needs } from '../support/requirement';
import { KNOWLEDGE, startScannerRun, type ScannerRun } from '../support/scannerRun';

/** The scanner's own reader, with the thread of this test. */
const mockThread = { file: '' };
jest.mock('../../helpdesk/reading/readAside', () => {
	const { createReader } = jest.requireActual<typeof import('../../helpdesk/reading/readAside')>('../../helpdesk/reading/readAside');
	const readers = new Map<string, ReturnType<typeof createReader>>();
	return {
		createReader: (): ReturnType<typeof createReader> => async (mail, knowledge) => {
			const reader = readers.get(mockThread.file) ?? createReader(mockThread.file, { stuckMs: 3_000, heapMb: 64 });
			readers.set(mockThread.file, reader);
			return await reader(mail, knowledge);
		},
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
		const bad = ['exit', 'throw', 'fill', 'hang'];
		const subjects = Array.from({ length: 60 }, (_, index) => (index % 15 === 7 ? (bad[(index - 7) / 15] ?? '') : `mail${index}`));
		// Large enough to be read in the thread in any case; the header alone is small, and read here.
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
	}, 60_000);
});
