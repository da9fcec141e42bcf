import { createJournal } from '../../../helpdesk/store/createJournal';
import type { FolderCursor, Journal, JournalMessage } from '../../../helpdesk/store/Journal';
import { openStore, type Store, type StorePlace } from '../../../helpdesk/store/openStore';
import { describeOnBothStores } from '../../support/storeKinds';

const SCOPE = 'workflow/node/anna@host';
const T0 = '2026-03-01T08:00:00.000Z';
const T1 = '2026-03-01T08:01:00.000Z';
const T2 = '2026-03-01T09:00:00.000Z';

describeOnBothStores('Journal', (kind) => {
	let place: StorePlace;
	let store: Store;
	let journal: Journal;

	beforeEach(async () => {
		place = await kind.place();
		store = await openStore(place);
		journal = createJournal(store);
	});
	afterEach(async () => await store.close());

	function cursor(contiguousUid: number, more: Partial<FolderCursor> = {}): FolderCursor {
		return { folder: 'INBOX', uidValidity: '7', contiguousUid, newestReceivedAt: T0, ...more };
	}

	async function discovered(...uids: number[]): Promise<JournalMessage[]> {
		await journal.discover(SCOPE, cursor(Math.max(...uids)), uids.map((uid) => ({ uid, messageId: `<${uid}@mail.example>` })), T0);
		return await journal.due(SCOPE, ['INBOX'], T0, 100);
	}

	async function only(): Promise<JournalMessage> {
		const [message] = await discovered(1);
		if (!message) {
			throw new Error('nothing is due');
		}
		return message;
	}

	async function started(key = 'key', scope = SCOPE): Promise<JournalMessage> {
		const message = await only();
		await journal.start(scope, message, key, '<1@mail.example>', 'run-1');
		return message;
	}

	it('remembers the cursor per scope and folder', async () => {
		expect(await journal.cursor(SCOPE, 'INBOX')).toBeNull();
		await journal.discover(SCOPE, cursor(5), [], T0);
		await journal.discover(SCOPE, cursor(9, { folder: 'Sales', uidValidity: '4294967295', contiguousUid: 4294967295, newestReceivedAt: null }), [], T0);
		expect(await journal.cursor(SCOPE, 'INBOX')).toEqual(cursor(5));
		expect(await journal.cursor(SCOPE, 'Sales')).toEqual({ folder: 'Sales', uidValidity: '4294967295', contiguousUid: 4294967295, newestReceivedAt: null });
		expect(await journal.cursor('other scope', 'INBOX')).toBeNull();
	});

	it('never moves the cursor back, except for a new UIDVALIDITY', async () => {
		await journal.discover(SCOPE, cursor(9, { newestReceivedAt: T1 }), [], T0);
		await journal.discover(SCOPE, cursor(5, { newestReceivedAt: T0 }), [], T0);
		expect(await journal.cursor(SCOPE, 'INBOX')).toEqual(cursor(9, { newestReceivedAt: T1 }));
		await journal.discover(SCOPE, cursor(2, { uidValidity: '8' }), [], T0);
		expect(await journal.cursor(SCOPE, 'INBOX')).toEqual(cursor(2, { uidValidity: '8' }));
	});

	it('leaves messages as they are that it knows already', async () => {
		const message = await started();
		await discovered(1, 2);
		expect((await journal.inState(SCOPE, 'running')).map(({ uid, key }) => [uid, key])).toEqual([[message.uid, 'key']]);
		expect((await journal.inState(SCOPE, 'waiting')).map(({ uid }) => uid)).toEqual([2]);
	});

	it('takes in tens of thousands of messages at once', async () => {
		const found = Array.from({ length: 20_000 }, (_, index) => ({ uid: index + 1, messageId: null }));
		await journal.discover(SCOPE, cursor(20_000), found, T0);
		expect(await journal.due(SCOPE, ['INBOX'], T0, 30_000)).toHaveLength(20_000);
	});

	describe('a message that two scanners share', () => {
		const shared = { id: 'shared', aliveSince: T1 };
		const waitingIn = async (scope: string) => {
			await journal.discover(scope, cursor(1), [{ uid: 1, messageId: null }], T0);
			const [message] = await journal.due(scope, ['INBOX'], T2, 1);
			if (!message) throw new Error('nothing is due');
			return message;
		};
		const startIn = async (scope: string) => await journal.start(scope, await waitingIn(scope), `key of ${scope}`, '', 'run', shared);
		const seenFrom = async (scope: string) => await journal.elsewhere(scope, await waitingIn(scope), shared);
		const alive = async (scope: string, updatedAt: string) => await journal.saveState({ scope, name: scope, account: '', health: '{}', updatedAt });
		const inHand = async (scope: string) => {
			await waitingIn(scope);
			await startIn(scope);
			const [message] = await journal.inState(scope, 'running');
			if (!message) throw new Error('it was not started');
			return message;
		};

		it('is started by one of them, however many try at once', async () => {
			for (const scope of ['a', 'b', 'c']) await alive(scope, T1);
			expect((await Promise.all(['a', 'b', 'c'].map(startIn))).filter(Boolean)).toHaveLength(1);
		});

		it('is handled for the others when the workflow has succeeded', async () => {
			await alive('a', T1);
			const message = await inHand('a');
			expect([await seenFrom('b'), await journal.elsewhere('b', await waitingIn('b'), { ...shared, id: 'another' })]).toEqual(['in hand', 'nowhere']);
			await journal.succeed('a', message);
			expect(await seenFrom('b')).toBe('handled');
			await journal.finish('a', message, T2);
			expect([await seenFrom('b'), await startIn('b')]).toEqual(['handled', false]);
		});

		it('is left to the one that tries it again, or has put it aside, as long as that one is alive', async () => {
			await alive('a', T1);
			const message = await inHand('a');
			await journal.retry('a', message, T2, 'broken', true);
			expect(await seenFrom('b')).toBe('in hand');
			await journal.quarantine('a', message, 'broken');
			expect([await seenFrom('b'), await startIn('b')]).toEqual(['in hand', false]);
			await alive('a', T0);
			expect([await seenFrom('b'), await startIn('b')]).toEqual(['nowhere', true]);
			await alive('b', T1);
			await journal.release('a', 'key of a', T0);
			expect(await seenFrom('a')).toBe('in hand');
		});

		it('goes to the next one when it is gone from the first mailbox', async () => {
			await alive('a', T1);
			const message = await inHand('a');
			await journal.retry('a', message, T2, 'broken', true);
			await journal.drop('a', message);
			expect(await startIn('b')).toBe(true);
		});

		it('does not keep itself waiting when both have put it aside', async () => {
			await alive('a', T0);
			const first = await inHand('a');
			const second = await inHand('b');
			await journal.quarantine('a', first, 'broken');
			await journal.quarantine('b', second, 'broken');
			for (const scope of ['a', 'b']) await alive(scope, T1);
			await journal.release('a', 'key of a', T0);
			expect(await startIn('a')).toBe(true);
		});
	});

	it('knows a message by what the server tells it by, once it was read', async () => {
		await journal.discover(SCOPE, cursor(2), [{ uid: 1, messageId: null, serverId: 'M1 ' }, { uid: 2, messageId: null, serverId: 'M2 ' }], T0);
		expect(await journal.keyOnServer(SCOPE, 'M1 ')).toBeNull();
		const [message] = await journal.due(SCOPE, ['INBOX'], T0, 1);
		if (!message) throw new Error('nothing is due');
		await journal.start(SCOPE, message, 'key', '', 'run-1');
		expect(await journal.keyOnServer(SCOPE, 'M1 ')).toBe('key');
		await journal.finish(SCOPE, message, T1);
		expect([await journal.keyOnServer(SCOPE, 'M1 '), await journal.keyOnServer(SCOPE, 'M2 '), await journal.keyOnServer('other', 'M1 ')]).toEqual(['key', null, null]);
	});

	it('learns by a copy what the server tells a message by that was handled before it was known', async () => {
		const message = await started();
		await journal.finish(SCOPE, message, T1);
		await journal.discover(SCOPE, cursor(1, { folder: 'Team' }), [{ uid: 1, messageId: null, serverId: 'M1 ' }], T0);
		const [copy] = await journal.due(SCOPE, ['Team'], T0, 1);
		if (!copy) throw new Error('nothing is due');
		await journal.finish(SCOPE, { ...copy, key: 'key' }, T2);
		expect(await journal.keyOnServer(SCOPE, 'M1 ')).toBe('key');
	});

	it('gives the tries of a message that is gone to where the server says it lies now', async () => {
		for (const folder of ['INBOX', 'Team']) await journal.discover(SCOPE, cursor(1, { folder }), [{ uid: 1, messageId: null, serverId: 'M1 ' }], T0);
		const [message] = await journal.due(SCOPE, ['INBOX'], T0, 1);
		if (!message) throw new Error('nothing is due');
		await journal.start(SCOPE, message, 'key', '', 'run-1');
		await journal.retry(SCOPE, message, T2, 'broken', true);
		await journal.drop(SCOPE, message);
		expect(await journal.inState(SCOPE, 'waiting')).toMatchObject([{ folder: 'Team', attempts: 1 }]);
	});

	it('remembers when a scope was first started', async () => {
		expect(await journal.startedAt(SCOPE, T0)).toBe(T0);
		expect(await journal.startedAt(SCOPE, T2)).toBe(T0);
		expect(await journal.startedAt('other', T2)).toBe(T2);
	});

	it('gives what is due, oldest UID first, of the folders asked for', async () => {
		await discovered(3, 1, 2);
		await journal.discover(SCOPE, cursor(1, { folder: 'Sales' }), [{ uid: 1, messageId: null }], T2);
		expect((await journal.due(SCOPE, ['INBOX', 'Sales'], T1, 100)).map(({ uid }) => uid)).toEqual([1, 2, 3]);
		expect((await journal.due(SCOPE, ['INBOX'], T1, 2)).map(({ uid }) => uid)).toEqual([1, 2]);
		expect((await journal.due(SCOPE, ['Sales'], T2, 100)).map(({ folder: name }) => name)).toEqual(['Sales']);
		expect(await journal.due(SCOPE, [], T2, 100)).toEqual([]);
		expect(await journal.due('other', ['INBOX'], T2, 100)).toEqual([]);
	});

	it('starts a message once, counting the attempt', async () => {
		const message = await only();
		const starts = await Promise.all(['run-1', 'run-2', 'run-3'].map(async (owner) => await journal.start(SCOPE, message, 'key', '<real@mail.example>', owner)));
		expect(starts.filter(Boolean)).toHaveLength(1);
		expect(await journal.inState(SCOPE, 'running')).toEqual([{ ...message, state: 'running', attempts: 1, key: 'key', messageId: '<real@mail.example>', owner: 'run-1' }]);
		expect(await journal.due(SCOPE, ['INBOX'], T2, 10)).toEqual([]);
	});

	it('retries at the given time and says when that is', async () => {
		const message = await started();
		await journal.retry(SCOPE, message, T2, 'The desk did not answer', true);
		expect(await journal.due(SCOPE, ['INBOX'], T1, 10)).toEqual([]);
		expect(await journal.nextDueAt(SCOPE)).toBe(T2);
		expect(await journal.due(SCOPE, ['INBOX'], T2, 10)).toMatchObject([{ attempts: 1, lastError: 'The desk did not answer', owner: null, key: 'key' }]);
	});

	it('takes an attempt back for a fault of the world', async () => {
		const message = await started();
		await journal.retry(SCOPE, message, T1, '', false);
		expect(await journal.due(SCOPE, ['INBOX'], T1, 10)).toMatchObject([{ attempts: 0 }]);
	});

	it('counts a failure before the start as an attempt', async () => {
		const message = await only();
		await journal.retry(SCOPE, message, T1, 'It could not be read', true);
		await journal.retry(SCOPE, message, T1, 'The server went away', false);
		expect(await journal.due(SCOPE, ['INBOX'], T1, 10)).toMatchObject([{ attempts: 1, lastError: 'The server went away' }]);
	});

	it('knows no next time when nothing waits', async () => {
		await started();
		expect(await journal.nextDueAt(SCOPE)).toBeNull();
	});

	it('quarantines, and releases by key with attempts reset', async () => {
		const message = await started();
		await journal.quarantine(SCOPE, message, 'It failed five times');
		expect(await journal.inState(SCOPE, 'quarantined')).toMatchObject([{ uid: 1, attempts: 1, lastError: 'It failed five times', key: 'key' }]);
		expect(await journal.due(SCOPE, ['INBOX'], T2, 10)).toEqual([]);
		expect(await journal.release('other', 'key', T1)).toBe(false);
		expect(await journal.release(SCOPE, 'key', T1)).toBe(true);
		expect(await journal.release(SCOPE, 'key', T1)).toBe(false);
		expect(await journal.due(SCOPE, ['INBOX'], T1, 10)).toMatchObject([{ attempts: 0 }]);
	});

	it('finishes: the row is forgotten, the key is kept', async () => {
		const message = await started();
		await journal.succeed(SCOPE, message);
		expect(await journal.inState(SCOPE, 'acknowledging')).toMatchObject([{ uid: 1, owner: null }]);
		expect(await journal.isHandled(SCOPE, 'key')).toBe(false);
		await journal.finish(SCOPE, message, T1);
		await journal.finish(SCOPE, message, T1);
		expect(await journal.isHandled(SCOPE, 'key')).toBe(true);
		expect(await journal.isHandled('other', 'key')).toBe(false);
		expect(await journal.inState(SCOPE, 'acknowledging')).toEqual([]);
	});

	it('drops without a trace', async () => {
		const message = await started();
		await journal.drop(SCOPE, message);
		expect(await journal.isHandled(SCOPE, 'key')).toBe(false);
		expect(await journal.inState(SCOPE, 'running')).toEqual([]);
	});

	it('does not take a message back from success or quarantine', async () => {
		const message = await started();
		await journal.succeed(SCOPE, message);
		await journal.retry(SCOPE, message, T1, 'late', true);
		await journal.quarantine(SCOPE, message, 'late');
		expect(await journal.inState(SCOPE, 'acknowledging')).toMatchObject([{ uid: 1, lastError: '' }]);
	});

	it('recovers messages of dead runs and leaves those of living ones', async () => {
		const [one, two] = await discovered(1, 2);
		await journal.start(SCOPE, one as JournalMessage, 'one', '', 'dead');
		await journal.start(SCOPE, two as JournalMessage, 'two', '', 'alive');
		expect(await journal.recover(SCOPE, ['alive'], T1)).toBe(1);
		expect(await journal.due(SCOPE, ['INBOX'], T1, 10)).toMatchObject([{ uid: 1, attempts: 1, owner: null }]);
		expect(await journal.recover('other', [], T1)).toBe(0);
		expect(await journal.recover(SCOPE, [], T1)).toBe(1);
	});

	it('keeps failures and requests in order until the next attempt', async () => {
		const message = await started();
		const failures = [
			{ node: 'Create ticket', message: "It's down", fault: 'world' as const },
			{ node: 'Template', message: 'Unknown tag', fault: 'settings' as const },
		];
		for (const failure of failures) {
			await journal.noteFailure('key', failure);
		}
		expect(await journal.requestTidy('key', { kind: 'move', folder: "D'one", createFolder: true })).toBe(true);
		expect(await journal.requestTidy('key', { kind: 'flag' })).toBe(true);
		expect(await journal.failures('key')).toEqual(failures);
		expect(await journal.tidyRequests('key')).toEqual([{ kind: 'move', folder: "D'one", createFolder: true }, { kind: 'flag' }]);
		await journal.retry(SCOPE, message, T1, '', true);
		await journal.start(SCOPE, message, 'key', '', 'run-2');
		expect(await journal.failures('key')).toEqual([]);
		expect(await journal.tidyRequests('key')).toEqual([]);
	});

	it('keeps requests until the message is finished, and forgets them then', async () => {
		const message = await started();
		await journal.requestTidy('key', { kind: 'flag' });
		await journal.succeed(SCOPE, message);
		expect(await journal.tidyRequests('key')).toHaveLength(1);
		await journal.finish(SCOPE, message, T1);
		expect(await journal.tidyRequests('key')).toEqual([]);
	});

	it('takes no request for a message that no scanner has in hand', async () => {
		expect(await journal.requestTidy('key', { kind: 'flag' })).toBe(false);
		const message = await started();
		await journal.succeed(SCOPE, message);
		expect(await journal.requestTidy('key', { kind: 'flag' })).toBe(false);
		expect(await journal.tidyRequests('key')).toEqual([]);
	});

	it('keeps a failure noted for a message that a second scanner begins to handle too', async () => {
		await started();
		await journal.noteFailure('key', { node: 'Create ticket', message: '', fault: 'message' });
		await journal.discover('second', cursor(1), [{ uid: 1, messageId: null }], T0);
		const [message] = await journal.due('second', ['INBOX'], T0, 1);
		await journal.start('second', message as JournalMessage, 'key', '', 'run-2');
		expect(await journal.failures('key')).toHaveLength(1);
	});

	it('marks nothing as handled for a message that could never be read', async () => {
		const message = await only();
		await journal.start(SCOPE, message, '', '', 'run-1');
		await journal.finish(SCOPE, message, T1);
		expect(await journal.isHandled(SCOPE, '')).toBe(false);
	});

	it('keeps hostile text as text', async () => {
		const text = "'); drop table journal_messages; --";
		await journal.discover(text, cursor(1, { folder: text }), [{ uid: 1, messageId: text }], T0);
		expect(await journal.due(text, [text], T0, 1)).toMatchObject([{ folder: text, messageId: text }]);
		expect(await journal.cursor(text, text)).toMatchObject({ folder: text });
	});

	it('is still there after the store was closed', async () => {
		await started();
		await store.close();
		store = await openStore(place);
		journal = createJournal(store);
		expect(await journal.recover(SCOPE, [], T1)).toBe(1);
	});
});
