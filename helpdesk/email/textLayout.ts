/** How an element stands in a text. What has no layout is written as a part of its line. */
export interface Layout {
	kind: 'block' | 'preformatted' | 'quote' | 'list' | 'rule' | 'cell' | 'link' | 'picture' | 'lineBreak' | 'nothing';
	/** Line feeds before and after it, at least: two make an empty line. */
	before: number;
	after: number;
}

const layout = (kind: Layout['kind'], before = 0, after = before): Layout => ({ kind, before, after });

const BLOCK = layout('block', 1);
const PARAGRAPH = layout('block', 2);
const GREAT_HEADING = layout('block', 3, 2);
const LIST = layout('list', 2);
const CELL = layout('cell');

/** By the name of the element. */
export const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
	...['article', 'aside', 'div', 'footer', 'form', 'header', 'main', 'nav', 'section', 'tr'].map((name) => [name, BLOCK] as const),
	...['p', 'table', 'h4', 'h5', 'h6'].map((name) => [name, PARAGRAPH] as const),
	...['h1', 'h2', 'h3'].map((name) => [name, GREAT_HEADING] as const),
	['blockquote', layout('quote', 2)],
	['pre', layout('preformatted', 2)],
	['hr', layout('rule', 2)],
	['ul', LIST],
	['ol', LIST],
	['td', CELL],
	['th', CELL],
	['a', layout('link')],
	['img', layout('picture')],
	['br', layout('lineBreak')],
	['wbr', layout('nothing')],
]);

/** Elements whose text is none for a reader. */
export const UNREADABLE: ReadonlySet<string> = new Set(['script', 'style']);
