import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { StoreError } from '../../helpdesk/store/StoreError';
import { dovecotMissing } from '../support/dovecot';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const broken: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };
const mail = (subject: string, more: Parameters<typeof plainMail>[0] = {}) =>
	plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com`, ...more });

let run: ScannerRun;
beforeEach(async () => {
	if (dovecotMissing() === '') run = await startScannerRun();
});
afterEach(async () => await run?.stop());

const deliver = (subject: string, more: Parameters<typeof plainMail>[0] = {}) => run.server.deliver('INBOX', mail(subject, more));
const settled = async () => await run.settled();
/** Whether nothing is in hand and so many messages wait for their next try. */
const resting = async (waiting: number) => {
	const counts = await run.journal.counts(SCOPE, new Date().toISOString());
	return counts.waiting === waiting && counts.running + counts.acknowledging === 0;
};
const read = () => run.server.messages('INBOX').filter(({ flags }) => flags.includes('\\Seen')).length;

describe('UIDs that lose their meaning', () => {
	check('a change of UIDVALIDITY keeps the attempts of a message that waits, and handles it once', async () => {
		const retrySeconds = Array.from({ length: 100 }, () => 3);
		run.workflow = async () => broken;
		const scanner = await run.start({ retrySeconds });
		deliver('one');
		await run.until(async () => run.executions.length > 0 && (await resting(1)), 'it has failed and waits');
		await scanner.stop();
		const [{ attempts: failed } = { attempts: 0 }] = await run.journal.inState(SCOPE, 'waiting');
		expect(failed).toBe(run.executions.length);
		run.server.renumber('INBOX');
		const attempts: number[] = [];
		run.workflow = async (messages) => {
			attempts.push(...messages.map(({ attempt }) => attempt));
			return { ok: true };
		};
		await run.start({ retrySeconds });
		await run.until(async () => attempts.length > 0 && (await settled()), 'handled');
		expect(attempts).toEqual([failed + 1]);
		expect(read()).toBe(1);
	});

	check('a quarantined message survives it, is not delivered by itself, and can be released afterwards', async () => {
		run.workflow = async () => broken;
		const scanner = await run.start({ retrySeconds: [] });
		deliver('poison');
		await run.until(() => run.quarantined.length === 1, 'quarantined');
		await scanner.stop();
		run.server.renumber('INBOX');
		run.workflow = async () => ({ ok: true });
		await run.start();
		deliver('later');
		await run.until(async () => run.executions.includes('later') && (await settled()), 'a later message is handled');
		expect(run.executions).toEqual(['poison', 'later']);
		const [aside] = await run.journal.quarantinedMessages();
		expect(aside).toMatchObject({ scanner: 'Support', account: 'alice@localhost', lastError: 'broken' });
		await run.journal.release(SCOPE, aside?.key ?? '', new Date().toISOString());
		await run.until(async () => run.executions.length === 3 && (await settled()), 'released');
		expect(run.executions[2]).toBe('poison');
		expect(read()).toBe(2);
	});

	check('what lay in the folder before the first start is not handled after it', async () => {
		run.server.deliver('INBOX', mail('old'), { date: new Date(Date.now() - 60_000) });
		const scanner = await run.start();
		deliver('new');
		await run.until(async () => run.executions.length === 1 && (await settled()), 'the new one');
		await scanner.stop();
		run.server.renumber('INBOX');
		await run.start();
		deliver('later');
		await run.until(() => run.executions.includes('later'), 'the later one');
		expect(run.executions).toEqual(['new', 'later']);
	});

	check('a server whose UIDNEXT has gone back under the same UIDVALIDITY hides no new mail', async () => {
		const scanner = await run.start();
		await scanner.stop();
		const cursor = await run.journal.cursor(SCOPE, 'INBOX');
		if (!cursor) throw new Error('no cursor');
		await run.journal.discover(SCOPE, { ...cursor, contiguousUid: 900 }, [], new Date().toISOString());
		deliver('after the restore');
		await run.start();
		await run.until(() => run.executions.length === 1, 'found');
		expect((await run.journal.cursor(SCOPE, 'INBOX'))?.contiguousUid).toBe(1);
	});
});

describe('one message or one folder does not block the others', () => {
	check('three messages that always fail do not pass for a broken desk for ever', async () => {
		run.workflow = async (messages) => (messages.some(({ email }) => email.subject.startsWith('poison')) ? broken : { ok: true });
		const scanner = await run.start({ retrySeconds: [600] });
		for (const name of ['poison1', 'poison2', 'poison3']) deliver(name);
		await run.until(() => run.executions.length === 3, 'three failures');
		deliver('good');
		await run.until(() => run.executions.includes('good'), 'the good one is the probe');
		expect(run.executions[3]).toBe('good');
		await scanner.stop();
	});

	check('two hundred and more messages of one sender do not hide the next one', async () => {
		let tell: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => {
			tell = resolve;
		});
		run.workflow = async (messages) => {
			if (messages[0]?.email.subject.startsWith('flood')) await taken;
			else tell();
			return { ok: true };
		};
		for (let index = 0; index < 260; index += 1) deliver(`flood${index}`, { from: 'robot@example.com' });
		deliver('person');
		await run.start({ firstStart: 'everything' });
		await run.until(() => run.executions.includes('person'), 'the person');
		expect(run.executions.slice(0, 2)).toEqual(['flood0', 'person']);
	});

	check('a folder that is missing leaves the others alone, and is scanned when it is back', async () => {
		const scanner = await run.start({ folders: ['Nowhere', 'INBOX'] });
		expect(await scanner.firstLook).toMatchObject({ code: 'FOLDER_MISSING' });
		await run.until(async () => (await run.journal.cursor(SCOPE, 'INBOX')) !== null, 'the first look');
		deliver('in the other');
		await run.until(() => run.executions.length === 1, 'the other folder');
		run.server.deliver('Nowhere', mail('back'));
		await run.until(() => run.executions.includes('back'), 'the folder is back');
	});

	check('a mailbox that refuses to tidy pauses nothing', async () => {
		// With a pause nothing would be handled as long as the test waits.
		run.firstPauseMs = 600_000;
		await run.start({ afterSuccess: { kind: 'move', folder: 'Absent', createFolder: false } });
		deliver('a');
		deliver('b');
		await run.until(() => run.executions.length === 2, 'both');
		deliver('c');
		await run.until(() => run.executions.length === 3, 'the third, without a pause');
		await run.until(async () => (await run.journal.inState(SCOPE, 'acknowledging')).length === 3, 'all three wait to be tidied');
		await run.until(() => run.healths.at(-1)?.problem.includes('could not be tidied') ?? false, 'the health says so');
	});
});

describe('a store that fails', () => {
	check('the end of an execution is written as soon as the store takes it, and the message is not run twice', async () => {
		let refusals = 2;
		await run.start({}, {
			async succeed(scope, message) {
				if (refusals-- > 0) throw new StoreError('STORE_BUSY', 'busy', { fault: 'world' });
				await run.journal.succeed(scope, message);
			},
		});
		deliver('one');
		await run.until(async () => read() === 1 && (await settled()), 'acknowledged');
		expect(run.executions).toEqual(['one']);
	});

	check('a message during whose executions n8n ended again and again is put aside instead of delivered', async () => {
		const scanner = await run.start();
		deliver('killer');
		await run.until(async () => run.executions.length === 1 && (await settled()), 'known');
		await scanner.stop();
		deliver('killer2');
		const cursor = await run.journal.cursor(SCOPE, 'INBOX');
		if (!cursor) throw new Error('no cursor');
		await run.journal.discover(SCOPE, cursor, [{ uid: 2, messageId: '<killer2@example.com>' }], new Date().toISOString());
		for (let time = 0; time < 3; time += 1) {
			const [row] = await run.journal.inState(SCOPE, 'waiting');
			if (row) await run.journal.start(SCOPE, row, '', '', 'a process that is dead');
			await run.journal.recover(SCOPE, [], new Date().toISOString());
		}
		await run.start();
		await run.until(() => run.quarantined.length === 1, 'put aside');
		expect(run.executions).toEqual(['killer']);
	});
});

describe('moved and copied messages', () => {
	check('a message that another client moves away while it waits, and back, is handled once', async () => {
		const file = mail('wanderer');
		run.workflow = async ([first]) => (first?.email.subject === 'wanderer' ? broken : { ok: true });
		await run.start({ retrySeconds: [600] });
		run.server.deliver('INBOX', file);
		await run.until(async () => run.executions.length === 1 && (await resting(1)), 'failed once');
		// Gone from its UID and there under a new one, as after a move away and back.
		run.server.deliver('INBOX', file);
		deliver('later');
		// Once it has been looked at, the copy waits for the one that is being handled.
		const waitsForLonger = async () => (await run.journal.inState(SCOPE, 'waiting')).every(({ nextTryAt }) => Date.parse(nextTryAt) > Date.now());
		await run.until(async () => run.executions.includes('later') && (await resting(2)) && (await waitsForLonger()), 'a later message is handled, and the copy has been looked at');
		expect(run.executions).toEqual(['wanderer', 'later']);
	});

	check('a copy in a second folder is acknowledged without a second execution', async () => {
		const file = mail('twin');
		await run.start({ folders: ['INBOX', 'Team'] });
		await run.until(async () => (await run.journal.cursor(SCOPE, 'INBOX')) !== null, 'the first look');
		run.server.deliver('INBOX', file);
		run.server.deliver('Team', file);
		await run.until(() => read() === 1 && (run.server.messages('Team')[0]?.flags.includes('\\Seen') ?? false), 'both are read');
		expect(run.executions).toEqual(['twin']);
	});
});

check('as many executions run at once as are allowed, and no more', async () => {
	let now = 0;
	let most = 0;
	run.workflow = async () => {
		most = Math.max(most, (now += 1));
		await run.until(() => most === 3, 'three at once');
		now -= 1;
		return { ok: true };
	};
	const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
	for (const name of names) deliver(name);
	await run.start({ firstStart: 'everything', concurrency: 3 });
	await run.until(async () => run.executions.length === names.length && (await settled()), 'all are handled');
	expect(most).toBe(3);
});

describe('several messages in one execution', () => {
	check('each is acknowledged by itself, and a failure noted for one leaves the others handled', async () => {
		run.workflow = async (messages) => {
			for (const { email } of messages) {
				if (email.subject === 'b') await run.journal.noteFailure(email.mailbox.key, { node: 'Desk', message: 'broken', fault: 'message' });
			}
			return { ok: true };
		};
		for (const name of ['a', 'b', 'c']) deliver(name);
		await run.start({ firstStart: 'everything', messagesPerExecution: 10, retrySeconds: [600] });
		await run.until(async () => read() === 2 && (await run.journal.inState(SCOPE, 'waiting')).length === 1, 'two are read and one waits');
		expect(run.executions).toEqual(['a,b,c']);
		expect((await run.journal.inState(SCOPE, 'waiting')).map(({ messageId, attempts }) => [messageId, attempts])).toEqual([['<b@example.com>', 1]]);
	});

	check('an execution that fails as a whole fails all of them, and they are tried again one by one', async () => {
		run.workflow = async (messages) => (messages.some(({ email }) => email.subject === 'b') ? broken : { ok: true });
		for (const name of ['a', 'b', 'c']) deliver(name);
		await run.start({ firstStart: 'everything', messagesPerExecution: 10, retrySeconds: [0.2, 600] });
		await run.until(() => read() === 2 && run.executions.length === 4, 'a and c are read, b was tried');
		expect(run.executions[0]).toBe('a,b,c');
		expect([...run.executions.slice(1)].sort()).toEqual(['a', 'b', 'c']);
	});
});
