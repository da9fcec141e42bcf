import { keepShape } from '../email/keepShape';
import { NumberRows } from './numberRows';
import { cleanLine, PATTERN_LIMIT } from './replyCleanLine';

const BLANK = 0x20;
const GREATER_THAN = 0x3e;
const LESS_THAN = 0x3c;
const BAR = 0x7c;

/** Where the two numbers of a line stand. */
const START = 0;
const FACTS = 1;
const WIDTH = 2;

/** Bits of the second number. Behind them, by ten bits each, where the clean part begins and ends, counted from the start of the line; then the structure. */
const QUOTED = 1;
const IRREGULAR = 2;
const BARE = 4;
/** Long, with nothing but marks and blanks as far as is looked. */
const BEYOND = 8;
/** No line end stands between it and the next. */
const GLUED = 16;
const CLEAN_START_SHIFT = 5;
const CLEAN_END_SHIFT = 15;
const CLEAN_MASK = 1023;
const STRUCTURE_SHIFT = 25;

/**
 * Any but visible characters, single blanks and line ends: control characters; white space, invisible characters and loose accents beyond ASCII (see `invisible.ts`);
 * the first of two blanks. Others may be told for one: they only take the longer way.
 */
const UNUSUAL =
	/[^\n\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u061b\u061d-\u10ff\u1200-\u167f\u1681-\u180d\u180f-\u1fff\u2070-\u2fff\u3001-\u3098\u309b-\ufefe\uff00-\uffff]| (?= )/g;


function factsOf(cleanStart: number, cleanEnd: number, quoted: boolean): number {
	return (quoted ? QUOTED : 0) | (cleanStart === cleanEnd ? BARE : 0) | (cleanStart << CLEAN_START_SHIFT) | (cleanEnd << CLEAN_END_SHIFT);
}

/** In letters before a quote mark (`JN> `): one of the three characters behind a capital is the mark. */
function hasInitials(text: string, first: number, last: number): boolean {
	const code = text.charCodeAt(first);
	if (code < 0x41 || code > 0x5a) return false;
	for (let i = first + 1; i < last && i <= first + 3; i++) if (text.charCodeAt(i) === GREATER_THAN) return true;
	return false;
}

/**
 * Lines as numbers: where each stands in the text of all, where in it the part stands that patterns are tried on, and whether it is quoted. Eight bytes a line,
 * which no garbage collector looks at: a mail may have 300,000 lines, and memory that is fetched anew costs more than what is written into it.
 */
export class LineTable {
	private readonly rows = new NumberRows(WIDTH);
	private lastEnd = -1;
	/** Where the next unusual character of this text stands. */
	private searched = '';
	private unusualAt = 0;

	get length(): number {
		return this.rows.length;
	}

	start(index: number): number {
		return this.rows.get(index, START);
	}

	/** One before the start of the next line. */
	end(index: number): number {
		if (index + 1 >= this.rows.length) return this.lastEnd;
		const next = this.rows.get(index + 1, START);
		return (this.facts(index) & GLUED) !== 0 ? next : next - 1;
	}

	cleanStart(index: number): number {
		return this.start(index) + ((this.facts(index) >> CLEAN_START_SHIFT) & CLEAN_MASK);
	}

	cleanEnd(index: number): number {
		return this.start(index) + ((this.facts(index) >> CLEAN_END_SHIFT) & CLEAN_MASK);
	}

	structure(index: number): number {
		return this.facts(index) >>> STRUCTURE_SHIFT;
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

	/** Adds the line [from, to) of a text that will stand at `offset` in the text of all: behind the last one, with a line end between them or with nothing. */
	add(text: string, from: number, to: number, offset = 0, structure = 0): void {
		const start = offset + from;
		const at = this.rows.add();
		if (at > 0 && start === this.lastEnd) this.rows.set(at - 1, FACTS, this.facts(at - 1) | GLUED);
		this.lastEnd = offset + to;
		const facts = this.plainFacts(text, from, to) ?? this.anyFacts(text.slice(from, to));
		this.rows.set(at, START, start);
		this.rows.set(at, FACTS, facts | (structure << STRUCTURE_SHIFT));
	}

	private facts(index: number): number {
		return this.rows.get(index, FACTS);
	}

	/** As nearly all lines are: blanks one by one, a simple quote mark or none. Null for others, which `cleanLine` reads; it would say the same of these. */
	private plainFacts(text: string, from: number, to: number): number | null {
		const limit = Math.min(to, from + PATTERN_LIMIT);
		let first = from;
		let last = limit;
		while (first < last && text.charCodeAt(first) === BLANK) first++;
		while (last > first && text.charCodeAt(last - 1) === BLANK) last--;
		const head = first < last ? text.charCodeAt(first) : 0;
		if (head === BAR || hasInitials(text, first, last)) return null;
		const quoted = head === GREATER_THAN && first - from <= 4;
		// Decoration and GroupWise's introductions end so.
		const tail = quoted ? text.charCodeAt(last - 1) : 0;
		if (tail === LESS_THAN || (tail === GREATER_THAN && text.startsWith('>>> ', from))) return null;
		const cleanStart = quoted ? this.behindMarks(text, first, last) : first;
		if (this.nextUnusual(text, cleanStart) < last) return null;
		const facts = factsOf(cleanStart - from, last - from, quoted);
		return cleanStart === last && limit < to ? (facts & ~BARE) | BEYOND : facts;
	}

	/** Lines of one text come one after the other: most ask for what was found for one before. */
	private nextUnusual(text: string, from: number): number {
		if (this.unusualAt < from || this.searched !== text) {
			UNUSUAL.lastIndex = from;
			this.searched = text;
			this.unusualAt = UNUSUAL.test(text) ? UNUSUAL.lastIndex - 1 : text.length;
		}
		return this.unusualAt;
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

	private anyFacts(line: string): number {
		const { clean, quoted } = cleanLine(line);
		const trimmed = line.slice(0, PATTERN_LIMIT).trimEnd();
		if (trimmed.endsWith(clean)) return factsOf(trimmed.length - clean.length, trimmed.length, quoted);
		return (quoted ? QUOTED : 0) | IRREGULAR;
	}
}

keepShape(new LineTable());
