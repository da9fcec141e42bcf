import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliverAll, messageIdIn, waitForScanner, type Delivery } from '../../../demo/deliver';
import { isScanning, progressOf } from '../../../demo/journalWatch';
import type { MailToDeliver } from '../../../demo/mailSources';
import type { Journal } from '../../../helpdesk/store/Journal';
import { createJournal } from '../../../helpdesk/store/createJournal';
import { openStore, type Store } from '../../../helpdesk/store/openStore';
import type { RecordedRun } from '../../../runner/startWorkflow';

const AT = '2026-11-21T10:00:00.000Z';
const LATER = '2026-11-21T10:01:00.000Z';
const SCOPE = 'scope';
const UID_VALIDITY = 77;

describe('what the demo reads from the journal', () => {
	const folder = mkdtempSync(join(tmpdir(), 'demo-journal-'));
	let store: Store;
	let journal: Journal;
	let files = 0;

	beforeEach(async () => {
		store = await openStore({ file: join(folder, `${(files += 1)}.sqlite`) });
		journal = createJournal(store);
	});
	afterEach(async () => await store.close());
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const discover = async (contiguousUid: number, uids: number[], uidValidity = UID_VALIDITY) => {
		const cursor = { folder: 'INBOX', uidValidity: String(uidValidity), contiguousUid, newestReceivedAt: null };
		await journal.discover(SCOPE, cursor, uids.map((uid) => ({ uid, messageId: null })), AT);
	};
	const take = async () => {
		const [message] = await journal.due(SCOPE, ['INBOX'], LATER, 1);
		if (!message) throw new Error('nothing is due');
		await journal.start(SCOPE, message, 'key', '<a@example.com>', 'owner');
		return message;
	};

	it('is that the scanner looks into the folder once its cursor stands there for this mailbox', async () => {
		expect(await isScanning(store, 'INBOX', UID_VALIDITY)).toBe(false);
		await discover(0, [], UID_VALIDITY - 1);
		expect(await isScanning(store, 'INBOX', UID_VALIDITY)).toBe(false);
		await discover(0, []);
		expect(await isScanning(store, 'INBOX', UID_VALIDITY)).toBe(true);
	});

	it('follows a message from its arrival to its end', async () => {
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'pending' });
		await discover(0, []);
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'pending' });
		await discover(1, [1]);
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'pending' });
		const message = await take();
		await journal.succeed(SCOPE, message);
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'pending' });
		await journal.finish(SCOPE, message, LATER);
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'finished' });
	});

	it('tells a failed message with its error, whether it is to be tried again or was given up', async () => {
		await discover(1, [1]);
		const message = await take();
		await journal.retry(SCOPE, message, LATER, 'the desk said no', true);
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'failed', error: 'the desk said no' });
		await journal.quarantine(SCOPE, await take(), 'for good');
		expect(await progressOf(store, 'INBOX', 1)).toEqual({ state: 'failed', error: 'for good' });
	});

	const mail = (name: string, answers: string | null = null): MailToDeliver => ({
		name, what: '', answers, receivedAt: null, compose: () => Buffer.from(`Message-ID: <${name}@example.com>\r\n\r\nx`),
	});
	const delivery = (more: Partial<Delivery>): Delivery => ({
		store, folder: 'INBOX', uidValidity: UID_VALIDITY, runs: [], sent: [], append: () => 1, say: () => undefined, patienceMs: 60, ...more,
	});

	it('calls a message undecided when nobody takes it, and one that was dropped a duplicate', async () => {
		await discover(1, []);
		const said: string[] = [];
		const uids = [1, 2];
		const decisions = await deliverAll([mail('a'), mail('b')], delivery({ append: () => uids.shift() ?? 0, say: (line) => void said.push(line) }));
		expect(decisions).toEqual([
			{ messageId: '<a@example.com>', rule: null, action: 'duplicate', ticket: null, reasons: ['The same message was handled before'] },
			{ messageId: '<b@example.com>', rule: null, action: 'undecided', ticket: null, reasons: ['No decision within 0.06 s'] },
		]);
		expect(said).toEqual(['  1/2  a -> duplicate', '  2/2  b -> undecided: No decision within 0.06 s']);
	});

	it('takes the decision from the execution of this very message', async () => {
		await discover(2, []);
		const runOf = (uid: number, action: string) => ({
			emitted: [[{ json: { mailbox: { folder: 'INBOX', uid } } }]],
			run: { status: 'success', data: { resultData: { runData: { A: [{ executionIndex: 0, data: { main: [[{ json: { verdict: { decision: { action } } } }]] } }] } } } },
		}) as unknown as RecordedRun;
		const uids = [1, 2];
		const decisions = await deliverAll([mail('a'), mail('b')], delivery({ append: () => uids.shift() ?? 0, runs: [runOf(2, 'append'), runOf(1, 'create')] }));
		expect(decisions.map(({ action }) => action)).toEqual(['create', 'append']);
	});

	it('does not deliver an answer to an acknowledgement that never came', async () => {
		await discover(1, []);
		const decisions = await deliverAll([mail('a'), mail('reply', 'a')], delivery({}));
		expect(decisions[1]).toMatchObject({ action: 'undecided', reasons: ['No acknowledgement of a arrived that it could answer'] });
	});

	it('gives up in plain words when the scanner never opens the folder', async () => {
		await expect(waitForScanner(delivery({}))).rejects.toThrow('The scanner did not open INBOX.');
	});

	it('finds the Message-ID in a header, folded or not, and none in a body', () => {
		expect(messageIdIn(Buffer.from('A: b\r\nMessage-Id:\r\n <x@y.example>\r\n\r\n'))).toBe('<x@y.example>');
		expect(messageIdIn(Buffer.from('A: b\r\n\r\nMessage-ID: <x@y.example>\r\n'))).toBe('');
		expect(messageIdIn(Buffer.alloc(0))).toBe('');
	});
});
