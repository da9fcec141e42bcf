import { ChunkedText } from './chunkedText';

/** Above what mail programs make, even in a thread of a hundred replies; `sanitizeMailHtml` keeps no more than 500 levels anyway. */
const MAX_DEPTH = 600;

/** Elements that hold nothing. */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);

const CELLS = ['td', 'th'];
const ROWS = [...CELLS, 'tr'];

/** What a parser closes by itself, when it is innermost, before it opens one of these. */
const CLOSES: Readonly<Record<string, ReadonlySet<string>>> = {
	dd: new Set(['dd', 'dt']),
	dt: new Set(['dd', 'dt']),
	li: new Set(['li']),
	option: new Set(['option']),
	p: new Set(['p']),
	td: new Set(CELLS),
	th: new Set(CELLS),
	tr: new Set(ROWS),
	tbody: new Set([...ROWS, 'thead', 'tbody']),
	tfoot: new Set([...ROWS, 'thead', 'tbody']),
};

/** Only asked whether it fits, and how far: the list of what it matched would be one more thing to clear away, for every tag. */
const TAG_NAME = /<\/?[a-z][a-z0-9:-]{0,40}/iy;

/** So many tags cost a parser nothing, in whatever order they stand. */
const FEW_TAGS = 2_000;
const SLASH = 0x2f;

/** The elements that are open where the reading stands, and how many there are of each name, so that a look-up needs no search. */
interface Open {
	stack: string[];
	counts: Map<string, number>;
	/** Opening tags that were left out: their closing tags go too. */
	dropped: Map<string, number>;
}

function count(counts: Map<string, number>, name: string, change: number): void {
	counts.set(name, (counts.get(name) ?? 0) + change);
}

/** Whether the opening tag stays. */
function opens(open: Open, name: string): boolean {
	if (VOID.has(name)) return true;
	const closes = CLOSES[name];
	while (closes?.has(open.stack.at(-1) ?? '') === true) count(open.counts, open.stack.pop() ?? '', -1);
	if (open.stack.length >= MAX_DEPTH) {
		count(open.dropped, name, 1);
		return false;
	}
	open.stack.push(name);
	count(open.counts, name, 1);
	return true;
}

/** Whether the closing tag stays: one that closes nothing means nothing, but makes a parser look through all that is open. */
function closes(open: Open, name: string): boolean {
	if ((open.dropped.get(name) ?? 0) > 0) {
		count(open.dropped, name, -1);
		return false;
	}
	if ((open.counts.get(name) ?? 0) === 0) return VOID.has(name) || name === 'p';
	for (let inner = open.stack.pop(); inner !== undefined; inner = open.stack.pop()) {
		count(open.counts, inner, -1);
		if (inner === name) break;
	}
	return true;
}

/** Too few tags to stand too deep, as in most mails. */
function isShallow(html: string): boolean {
	let opening = 0;
	let all = 0;
	for (let start = html.indexOf('<'); start !== -1; start = html.indexOf('<', start + 1)) {
		if (html.charCodeAt(start + 1) !== SLASH) opening++;
		if (++all >= FEW_TAGS || opening >= MAX_DEPTH) return false;
	}
	return true;
}

/**
 * Drops the tags of elements that stand more than 600 deep, and closing tags of nothing, keeping all text. HTML parsers keep a stack of open elements and
 * search or shift it at every tag, so that a megabyte of `<b>` or of unclosed cells takes them minutes. Linear; HTML that is not hostile means the same after.
 */
export function limitNesting(html: string): string {
	const open: Open = { stack: [], counts: new Map(), dropped: new Map() };
	let kept = 0;
	const pieces = new ChunkedText();
	for (let start = html.indexOf('<'); start !== -1; ) {
		const end = html.indexOf('>', start);
		if (end === -1) break;
		TAG_NAME.lastIndex = start;
		if (TAG_NAME.test(html)) {
			const isClosing = html.charCodeAt(start + 1) === SLASH;
			const name = html.slice(start + (isClosing ? 2 : 1), TAG_NAME.lastIndex).toLowerCase();
			if (!(isClosing ? closes(open, name) : opens(open, name))) {
				if (kept < start) pieces.add(html.slice(kept, start));
				kept = end + 1;
			}
		}
		start = html.indexOf('<', end);
	}
	return kept === 0 ? html : pieces.toString() + html.slice(kept);
}

/** As `limitNesting`, but HTML with so few tags that no parser can be slow with it is left as it is. */
export function limitDeepNesting(html: string): string {
	return isShallow(html) ? html : limitNesting(html);
}
