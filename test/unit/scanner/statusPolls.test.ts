import { createStatusPolls, saysNothingNew } from '../../../helpdesk/scanner/statusPolls';

const cursor = { folder: 'INBOX', uidValidity: '7', contiguousUid: 41, newestReceivedAt: null };
const status = (changes: Partial<Parameters<typeof saysNothingNew>[0]> = {}) => ({ path: 'INBOX', uidValidity: '7', uidNext: 42, messages: 3, ...changes });

describe('what STATUS says', () => {
	it('is nothing new where the next UID is the one after the cursor, however many messages were removed', () => {
		expect(saysNothingNew(status(), cursor)).toBe(true);
		expect(saysNothingNew(status({ messages: 0 }), cursor)).toBe(true);
		expect(saysNothingNew(status({ uidNext: 1 }), { ...cursor, contiguousUid: 0 })).toBe(true);
	});

	it.each([
		['new mail', { uidNext: 43 }],
		['a server that was restored from a backup', { uidNext: 41 }],
		['a folder that is empty, but had mail', { uidNext: 1 }],
		['a folder that was made anew', { uidValidity: '8' }],
		['a folder that was made anew with as many messages', { uidValidity: '07' }],
		['a next UID that is no UID', { uidNext: Number.NaN }],
	])('is for the look that opens the folder to understand: %s', (_what, changes) => {
		expect(saysNothingNew(status(changes), cursor)).toBe(false);
	});
});

describe('looks by STATUS', () => {
	let at = 0;
	const polls = () => {
		at = 1_000_000;
		return createStatusPolls(() => new Date(at));
	};
	const looks = (of: ReturnType<typeof createStatusPolls>, folder: string, count: number) => Array.from({ length: count }, () => (of.mustOpen(folder) ? 'open' : 'ask')).join(' ');
	const NINE = Array.from({ length: 9 }, () => 'ask').join(' ');

	it('begin with one that opens the folder, and every tenth does so again', () => {
		expect(looks(polls(), 'INBOX', 21)).toBe(`open ${NINE} open ${NINE} open`);
	});

	it('are counted for each folder by itself', () => {
		const each = polls();
		expect(looks(each, 'INBOX', 3)).toBe('open ask ask');
		expect(looks(each, 'Team', 3)).toBe('open ask ask');
	});

	it('are not believed for more than 15 minutes', () => {
		const rare = polls();
		expect(rare.mustOpen('INBOX')).toBe(true);
		at += 15 * 60_000 - 1;
		expect(rare.mustOpen('INBOX')).toBe(false);
		at += 1;
		expect(rare.mustOpen('INBOX')).toBe(true);
	});

	it('that come after a clock was set back by years are counted all the same', () => {
		const odd = polls();
		expect(odd.mustOpen('INBOX')).toBe(true);
		at = -1e12;
		expect(looks(odd, 'INBOX', 10)).toBe(`${NINE} open`);
	});

	it('open the folder that somebody speaks of, once, and no other', () => {
		const told = polls();
		for (const folder of ['INBOX', 'Team']) told.mustOpen(folder);
		told.open('Team');
		expect([told.mustOpen('INBOX'), told.mustOpen('Team'), told.mustOpen('Team')]).toEqual([false, true, false]);
	});

	it('open all folders when nobody says which', () => {
		const told = polls();
		for (const folder of ['INBOX', 'Team']) told.mustOpen(folder);
		told.open();
		expect([told.mustOpen('INBOX'), told.mustOpen('Team')]).toEqual([true, true]);
	});

	it('do not forget what is said while a look is under way', () => {
		const told = polls();
		told.open('INBOX');
		expect(told.mustOpen('INBOX')).toBe(true);
		told.open('INBOX');
		expect(told.mustOpen('INBOX')).toBe(true);
	});
});
