import type { MailboxSession, UidQuery } from '../../../helpdesk/mailbox/MailboxSession';
import { discover, type DiscoverContext } from '../../../helpdesk/scanner/discover';
import type { FolderCursor, Journal } from '../../../helpdesk/store/Journal';

const FIRST = { startedAt: new Date('2026-11-02T10:00:00Z'), reachedAtOnce: true, newJournal: true };

/** A folder with these UIDs, looked at again and again until nothing is left. */
async function lookThrough(uids: number[], uidNext: number, late: number[] = []) {
	const queries: UidQuery[] = [];
	let cursor: FolderCursor | null = null;
	const found: number[] = [];
	const left: number[] = [];
	const session = {
		openFolder: async (path: string) => ({ path, uidValidity: '7', uidNext, messages: uids.length }),
		findUids: async (_path: string, query: UidQuery) => {
			queries.push(query);
			const { above = 0, upTo = Infinity } = query;
			return [...uids, ...late].filter((uid) => uid > above && uid <= upTo);
		},
		fetchArrivals: async (_path: string, asked: number[]) => asked.map((uid) => ({ uid, size: 1, flags: [], receivedAt: null, messageId: `<${uid}@example.com>` })),
	} as unknown as MailboxSession;
	const journal = {
		cursor: async () => cursor,
		discover: async (_scope: string, at: FolderCursor, messages: Array<{ uid: number }>) => {
			cursor = at;
			found.push(...messages.map(({ uid }) => uid));
		},
	} as unknown as Journal;
	const settings = { scope: 's', scan: 'new', firstStart: 'everything' } as unknown as DiscoverContext['settings'];
	do left.push((await discover({ session, journal, settings, now: () => new Date() }, 'INBOX', FIRST)).left);
	while (left.at(-1) !== 0 && left.length < 100);
	return { queries, found, left };
}

describe('the first look at a large folder', () => {
	it('never asks for all numbers at once, and leaves none out', async () => {
		const uids = [...Array(12_000).keys()].map((index) => index + 1);
		const { queries, found, left } = await lookThrough(uids, 12_001);
		expect(found).toEqual(uids);
		expect(left).toEqual([7_000, 2_000, 0]);
		expect(queries.every(({ above = 0, upTo = 12_000 }) => upTo - above <= 5_000)).toBe(true);
	});

	it('finds few messages behind wide gaps with few questions', async () => {
		const uids = [3, 700_000, 2_000_000];
		const { queries, found, left } = await lookThrough(uids, 2_000_001);
		expect(found).toEqual(uids);
		expect(left).toEqual([0]);
		expect(queries.length).toBeLessThan(12);
	});

	it('takes what came in since the folder was opened', async () => {
		expect((await lookThrough([1, 2], 3, [3, 4])).found).toEqual([1, 2, 3, 4]);
	});
});
