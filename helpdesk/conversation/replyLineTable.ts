import { NumberRows } from './numberRows';
import { cleanLine, PATTERN_LIMIT } from './replyCleanLine';

const BLANK = 0x20;
const GREATER_THAN = 0x3e;
const LESS_THAN = 0x3c;
const BAR = 0x7c;

/** Where the five numbers of a line stand. */
const START = 0;
const END = 1;
const CLEAN_START = 2;
const CLEAN_END = 3;
const FACTS = 4;
const WIDTH = 5;

/** Bits of the last number; the structure is in those above. */
const QUOTED = 1;
const IRREGULAR = 2;
const BARE = 4;
/** Long, with nothing but marks and blanks as far as is looked. */
const BEYOND = 8;
const STRUCTURE_SHIFT = 4;

/** White space, invisible characters and loose accents beyond ASCII (see `invisible.ts`). Others may be told for one: they only take the longer way. */
function mayBeUnseen(code: number): boolean {
	if (code < 0x300) return code === 0x7f || code === 0xa0 || code === 0xad;
	return (
		code <= 0x36f || code === 0x61c || (code >= 0x1100 && code <= 0x11ff) || code === 0x1680 || code === 0x180e ||
		(code >= 0x2000 && code <= 0x206f) || code === 0x3000 || code === 0x3099 || code === 0x309a || code === 0xfeff
	);
}

/** In letters before a quote mark (`JN> `): one of the three characters behind a capital is the mark. */
function hasInitials(text: string, first: number, last: number): boolean {
	const code = text.charCodeAt(first);
	if (code < 0x41 || code > 0x5a) return false;
	for (let i = first + 1; i < last && i <= first + 3; i++) if (text.charCodeAt(i) === GREATER_THAN) return true;
	return false;
}

/**
 * Lines as numbers: where each stands in the text of all, where in it the part stands that patterns are tried on, and whether it is quoted. Twenty bytes a line,
 * which no garbage collector looks at.
 */
export class LineTable {
	private readonly rows = new NumberRows(WIDTH);

	get length(): number {
		return this.rows.length;
	}

	start(index: number): number {
		return this.rows.get(index, START);
	}

	end(index: number): number {
		return this.rows.get(index, END);
	}

	cleanStart(index: number): number {
		return this.rows.get(index, CLEAN_START);
	}

	cleanEnd(index: number): number {
		return this.rows.get(index, CLEAN_END);
	}

	structure(index: number): number {
		return this.facts(index) >> STRUCTURE_SHIFT;
	}

	isQuoted(index: number): boolean {
		return (this.facts(index) & QUOTED) !== 0;
	}

	/** What `cleanLine` gives for it does not stand in the text as such. */
	isIrregular(index: number): boolean {
		return (this.facts(index) & IRREGULAR) !== 0;
	}

	/** What it says stands further behind than is looked. */
	isBeyond(index: number): boolean {
		return (this.facts(index) & BEYOND) !== 0;
	}

	/** Nothing but quote marks, blanks and what nobody sees. */
	isBare(index: number): boolean {
		return (this.facts(index) & BARE) !== 0;
	}

	/** Adds the line [from, to) of a text that will stand at `offset` in the text of all. */
	add(text: string, from: number, to: number, offset = 0, structure = 0): void {
		const at = this.rows.add();
		this.rows.set(at, START, offset + from);
		this.rows.set(at, END, offset + to);
		this.rows.set(at, FACTS, structure << STRUCTURE_SHIFT);
		if (!this.addPlain(text, from, to, offset, at)) this.addAny(text.slice(from, to), offset + from, at);
	}

	private facts(index: number): number {
		return this.rows.get(index, FACTS);
	}

	/** As nearly all lines are: blanks one by one, a simple quote mark or none. False for others, which `cleanLine` reads; it would say the same of these. */
	private addPlain(text: string, from: number, to: number, offset: number, at: number): boolean {
		const limit = Math.min(to, from + PATTERN_LIMIT);
		let first = from;
		let last = limit;
		while (first < last && text.charCodeAt(first) === BLANK) first++;
		while (last > first && text.charCodeAt(last - 1) === BLANK) last--;
		let doubled = -1;
		let previous = 0;
		for (let i = first; i < last; i++) {
			const code = text.charCodeAt(i);
			if (code < BLANK || (code >= 0x7f && mayBeUnseen(code))) return false;
			if (code === BLANK && previous === BLANK) doubled = i;
			previous = code;
		}
		const head = first < last ? text.charCodeAt(first) : 0;
		if (head === BAR || hasInitials(text, first, last)) return false;
		const quoted = head === GREATER_THAN && first - from <= 4;
		// Decoration and GroupWise's introductions end so.
		if (quoted && (previous === LESS_THAN || (previous === GREATER_THAN && text.startsWith('>>> ', from)))) return false;
		const cleanStart = quoted ? this.behindMarks(text, first, last) : first;
		if (doubled > cleanStart) return false;
		this.note(at, offset + cleanStart, offset + last, quoted);
		if (cleanStart === last && limit < to) this.rows.set(at, FACTS, (this.facts(at) & ~BARE) | BEYOND);
		return true;
	}

	private behindMarks(text: string, first: number, last: number): number {
		let index = first;
		while (index < last && (text.charCodeAt(index) === GREATER_THAN || text.charCodeAt(index) === BAR)) {
			index++;
			if (index < last && text.charCodeAt(index) === BLANK) index++;
		}
		while (index < last && text.charCodeAt(index) === BLANK) index++;
		return index;
	}

	private addAny(line: string, offset: number, at: number): void {
		const { clean, quoted } = cleanLine(line);
		const trimmed = line.slice(0, PATTERN_LIMIT).trimEnd();
		const end = offset + trimmed.length;
		this.note(at, end - clean.length, end, quoted);
		if (!trimmed.endsWith(clean)) this.rows.set(at, FACTS, (this.facts(at) & ~BARE) | IRREGULAR);
	}

	private note(at: number, cleanStart: number, cleanEnd: number, quoted: boolean): void {
		this.rows.set(at, CLEAN_START, cleanStart);
		this.rows.set(at, CLEAN_END, cleanEnd);
		this.rows.set(at, FACTS, this.facts(at) | (quoted ? QUOTED : 0) | (cleanStart === cleanEnd ? BARE : 0));
	}
}
