import { matchFolder, nearNames } from '../../../helpdesk/mailbox/folderNames';
import { processorMs } from '../../support/processorMs';

const folders = (...paths: string[]) => paths.map((path) => ({ path, specialUse: '', selectable: true }));

describe('finding the folder that people mean', () => {
	it.each([
		['Support/Done', 'Support/Done'],
		['support/done', 'Support/Done'],
		['Support.Done', 'Support/Done'],
		['Archive', 'INBOX.Archive'],
		['archive.2026', 'INBOX.Archive.2026'],
		['Entwu\u0308rfe', 'Entwürfe'],
	])('takes %s for %s', (wanted, path) => {
		expect(matchFolder(folders('INBOX', 'Support/Done', 'INBOX.Archive', 'INBOX.Archive.2026', 'Entwürfe'), wanted)?.path).toBe(path);
	});

	it('prefers the name as it was written', () => expect(matchFolder(folders('done', 'Done'), 'Done')?.path).toBe('Done'));
	it('does not choose between two', () => expect(matchFolder(folders('done', 'Done'), 'DONE')).toBeNull());
	it('finds nothing where there is nothing', () => expect(matchFolder(folders('INBOX'), 'Done')).toBeNull());
});

describe('naming folders that look like a missing one', () => {
	it('knows slips of the pen, other parents and parts of names, nearest first', () => {
		expect(nearNames(folders('INBOX', 'Support', 'Old/Suport', 'Suport 2026', 'Sales'), 'Suport')).toEqual(['Old/Suport', 'Support', 'Suport 2026']);
	});

	it('leaves out folders that hold no messages, and names five at most', () => {
		expect(nearNames([{ path: 'Done', specialUse: '', selectable: false }], 'Doen')).toEqual([]);
		expect(nearNames(folders(...Array.from({ length: 20 }, (_, i) => `Done${i}`)), 'Done')).toHaveLength(5);
	});

	it('is quick about hostile names', () => {
		const hostile = folders(...Array.from({ length: 500 }, (_, i) => `${'a'.repeat(5_000)}${i}`));
		expect(processorMs(() => nearNames(hostile, 'b'.repeat(100_000)))).toBeLessThan(1_000);
	});
});
