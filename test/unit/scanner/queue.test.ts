import type { MailboxSession } from '../../../helpdesk/mailbox/MailboxSession';
import type { Connection } from '../../../helpdesk/scanner/intake';
import { createMessageQueue } from '../../../helpdesk/scanner/queue';
import type { Journal, JournalMessage } from '../../../helpdesk/store/Journal';

const messageAt = (uid: number, uidValidity = '7'): JournalMessage => ({
	folder: 'INBOX', uidValidity, uid, state: 'waiting', attempts: 0, nextTryAt: '', key: null, messageId: null, serverId: null, lastError: '', owner: null,
});

function connectionOf(asked: number[][]): Connection {
	const fetchEnvelopes: MailboxSession['fetchEnvelopes'] = async (_, uids) => {
		asked.push(uids);
		return uids.map((uid) => ({ uid, size: 1, flags: [], receivedAt: null, messageId: null, inReplyTo: null, references: [], from: '' }));
	};
	return { session: { fetchEnvelopes } as MailboxSession, account: {} as Connection['account'], uidValidity: new Map([['INBOX', '7']]) };
}

const uidsOf = (queued: Array<{ message: JournalMessage }>) => queued.map(({ message: { uid } }) => uid);

describe('The queue of waiting messages', () => {
	it('knows without a question to the server what it was asked for before', async () => {
		const asked: number[][] = [];
		const connection = connectionOf(asked);
		const queue = createMessageQueue('scope', {} as Journal);
		await queue.of(connection, [1, 2, 3].map((uid) => messageAt(uid)));
		expect(uidsOf(queue.known(connection, [2, 3, 4].map((uid) => messageAt(uid))))).toEqual([2, 3]);
		expect(asked).toEqual([[1, 2, 3]]);
	});

	it('does not skip an unknown message, so that a later one of its conversation cannot overtake it', async () => {
		const connection = connectionOf([]);
		const queue = createMessageQueue('scope', {} as Journal);
		await queue.of(connection, [2, 3].map((uid) => messageAt(uid)));
		expect(queue.known(connection, [1, 2, 3].map((uid) => messageAt(uid)))).toEqual([]);
	});

	it('knows nothing of a folder that has been renumbered or lost', async () => {
		const connection = connectionOf([]);
		const queue = createMessageQueue('scope', {} as Journal);
		await queue.of(connection, [messageAt(1)]);
		connection.uidValidity.set('INBOX', '8');
		expect(queue.known(connection, [messageAt(1)])).toEqual([]);
		connection.uidValidity.delete('INBOX');
		expect(queue.known(connection, [messageAt(1)])).toEqual([]);
	});

	it('fetches envelopes meanwhile, once, and whoever needs them waits for those', async () => {
		const asked: number[][] = [];
		const connection = connectionOf(asked);
		const queue = createMessageQueue('scope', {} as Journal);
		const due = [1, 2].map((uid) => messageAt(uid));
		queue.fetchMeanwhile(connection, async () => due);
		queue.fetchMeanwhile(connection, async () => due);
		expect(uidsOf(await queue.of(connection, due))).toEqual([1, 2]);
		expect(asked).toEqual([[1, 2]]);
	});

	it('survives that fetching meanwhile fails, and tries again when the envelopes are needed', async () => {
		const asked: number[][] = [];
		const connection = connectionOf(asked);
		const queue = createMessageQueue('scope', {} as Journal);
		const broken = { ...connection, session: { fetchEnvelopes: async () => await Promise.reject(new Error('lost')) } as unknown as MailboxSession };
		queue.fetchMeanwhile(broken, async () => [messageAt(1)]);
		expect(uidsOf(await queue.of(connection, [messageAt(1)]))).toEqual([1]);
	});

	it('runs low before the end of what was fetched meanwhile, and not where nothing is behind it', async () => {
		const connection = connectionOf([]);
		const queue = createMessageQueue('scope', {} as Journal);
		const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => messageAt(from + index));
		const fetchMeanwhile = async (to: number) => {
			queue.fetchMeanwhile(connection, async () => messages(1, to));
			await queue.of(connection, []);
		};
		expect(queue.runsLow(messages(1, 200))).toBe(false);
		await fetchMeanwhile(1_000);
		expect(queue.runsLow(messages(1, 200))).toBe(false);
		expect(queue.runsLow(messages(500, 699))).toBe(true);
		await fetchMeanwhile(1_500);
		expect(queue.runsLow(messages(500, 699))).toBe(false);
		expect(queue.runsLow(messages(1_000, 1_199))).toBe(true);
		await fetchMeanwhile(1_500);
		expect(queue.runsLow(messages(1_000, 1_199))).toBe(false);
	});
});
