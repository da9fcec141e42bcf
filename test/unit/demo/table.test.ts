import { displayWidth } from '../../../demo/displayWidth';
import { formatTable } from '../../../demo/table';

const lines = (text: string) => text.split('\n');

describe('the table printer', () => {
	it.each([
		['plain', 5],
		['žluťoučký', 9],
		['z\u030caba', 4],
		['日本語', 6],
		['한글', 4],
		['👍🏽 ok', 5],
		['👩‍👩‍👧', 2],
		['a\u200bb', 2],
		['', 0],
	])('counts the cells that %j takes in a terminal', (text, cells) => {
		expect(displayWidth(text)).toBe(cells);
	});

	it('aligns columns by what the terminal shows', () => {
		const table = formatTable([{ title: 'No', align: 'right' }, { title: 'Title' }, { title: 'Who' }], [['1', '日本語', 'A'], ['12', 'ab', 'B']]);
		expect(lines(table)).toEqual([
			'No  Title   Who',
			'──  ──────  ───',
			' 1  日本語  A',
			'12  ab      B',
		]);
	});

	it('keeps every line within the width, and wraps between words', () => {
		const text = 'One two three four five six seven eight nine ten eleven twelve';
		const table = formatTable([{ title: 'A' }, { title: 'B', maxLines: 99 }], [['short', text], [text, 'q'.repeat(300)]], 60);
		expect(lines(table).every((line) => displayWidth(line) <= 60)).toBe(true);
		expect(table).not.toContain('thr ');
		expect(table.match(/q/g)).toHaveLength(300);
	});

	it('keeps within the width with wide characters and words that are too long', () => {
		const table = formatTable([{ title: 'A', maxLines: 99 }, { title: 'B', maxLines: 99 }, { title: 'C', maxLines: 99 }], [['漢字'.repeat(60), '👍'.repeat(50), 'é'.repeat(99)]]);
		expect(lines(table).every((line) => displayWidth(line) <= 100)).toBe(true);
		expect(table.match(/漢字/g)?.length).toBeGreaterThan(50);
	});

	it('breaks an address after a punctuation mark where it can', () => {
		const table = formatTable([{ title: 'Address' }], [['jana.kovacova@papiernictvo-sova.example']], 26);
		expect(lines(table).slice(2)).toEqual(['jana.kovacova@', 'papiernictvo-sova.example']);
	});

	it('marks what it leaves out of a long cell', () => {
		const table = formatTable([{ title: 'Text', maxLines: 2 }], [['word '.repeat(50)]], 20);
		expect(lines(table)).toHaveLength(4);
		expect(lines(table).at(-1)).toMatch(/…$/);
		expect(displayWidth(lines(table).at(-1) ?? '')).toBeLessThanOrEqual(20);
	});

	it('lets no control sequence of a mail through to the terminal', () => {
		const table = formatTable([{ title: 'Subject' }], [['a\u001b[2Jb\u0007\u202ec\r\nnext\u2028line']]);
		for (const dangerous of ['\u001b', '\u0007', '\u202e', '\r', '\u2028']) expect(table).not.toContain(dangerous);
		expect(lines(table)).toEqual(['Subject', '───────', 'a[2Jbc', 'next', 'line']);
	});

	it('shows head and rows of missing cells without falling over', () => {
		expect(lines(formatTable([{ title: 'A' }, { title: 'B' }], [[], ['x']]))).toEqual(['A  B', '─  ─', '', 'x']);
		expect(lines(formatTable([{ title: 'A' }], []))).toHaveLength(2);
	});
});
