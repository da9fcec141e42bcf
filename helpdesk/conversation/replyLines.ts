import { ChunkedText } from '../email/chunkedText';
import { keepShape } from '../email/keepShape';
import { BEYOND, cleanLine } from './replyCleanLine';
import { LineTable } from './replyLineTable';

/** What HTML structure says of a line, where there is HTML. */
export type StructureKind = 'quote' | 'attribution' | 'cut' | 'signature' | 'mark';

/** What a line stands in, and which rule of the client table says so. */
export interface LineStructure {
	kind: StructureKind | null;
	client: string;
}

/** One line of a mail, ready to be judged. */
export interface ReplyLine {
	/** As it stands, without the line end. */
	text: string;
	/** Trimmed, without quote marks, bold marks and invisible characters, blanks folded: what patterns are tried on. Cut at 1,000 characters. */
	clean: string;
	/** Begins with `>`, `|` or initials and `>`. */
	quoted: boolean;
}

/** The line before the first and behind the last. */
const NO_LINE: ReplyLine = { text: '', clean: '', quoted: false };
export const NO_STRUCTURE: LineStructure = { kind: null, client: '' };
/** The tests of a line look at some two dozen lines below it. A power of two. */
const REMEMBERED = 32;
const LF = 0x0a;
const COLON = 0x3a;

/**
 * The lines of a mail: one text, and where its lines stand in it. A line becomes an object when it is asked for, and only those asked for last are kept:
 * objects for all lines of a mail that has 100,000 would cost the garbage collector more time than all the reading.
 */
export class ReplyLines {
	private readonly askedFor = new Int32Array(REMEMBERED).fill(-1);
	private readonly made: ReplyLine[] = [];

	/** `structures`: what the table's numbers for them mean. */
	constructor(
		private readonly source: string,
		private readonly table: LineTable,
		private readonly structures: readonly LineStructure[] = [NO_STRUCTURE],
		private readonly from = 0,
		readonly length = table.length,
	) {}

	/** Beyond the first and the last stand empty lines. */
	at(index: number): ReplyLine {
		if (index < 0 || index >= this.length) return NO_LINE;
		const slot = index & (REMEMBERED - 1);
		const known = this.askedFor[slot] === index ? this.made[slot] : undefined;
		if (known !== undefined) return known;
		const { source, table } = this;
		const row = this.from + index;
		const text = source.slice(table.start(row), table.end(row));
		const regular = table.isBeyond(row) ? BEYOND : source.slice(table.cleanStart(row), table.cleanEnd(row));
		const clean = table.isIrregular(row) ? cleanLine(text).clean : regular;
		this.askedFor[slot] = index;
		return (this.made[slot] = { text, clean, quoted: table.isQuoted(row) });
	}

	structureAt(index: number): LineStructure {
		return this.structures[this.table.structure(this.from + index)] ?? NO_STRUCTURE;
	}

	/** As `at(index).quoted`. */
	isQuoted(index: number): boolean {
		return this.table.isQuoted(this.from + index);
	}

	/** As `at(index).clean === ''`. */
	isBare(index: number): boolean {
		return this.table.isBare(this.from + index);
	}

	/** As `at(index).text === ''`. */
	isEmpty(index: number): boolean {
		return this.table.start(this.from + index) === this.table.end(this.from + index);
	}

	/** The lines [from, to). */
	slice(from: number, to = this.length): ReplyLines {
		return new ReplyLines(this.source, this.table, this.structures, this.from + from, to - from);
	}

	/** The lines for which `keep` holds, joined, without blanks at their ends and without blank lines at either end. */
	join(keep: (index: number) => boolean): string {
		const counts = (i: number): boolean => keep(i) && this.table.start(this.from + i) < this.textEnd(i);
		let first = 0;
		let last = this.length - 1;
		while (first <= last && !counts(first)) first++;
		while (last > first && !counts(last)) last--;
		const kept = new ChunkedText('\n');
		// Lines that stand one below the other in the source already are taken from it together.
		let runStart = -1;
		let runEnd = -1;
		for (let i = first; i <= last; i++) {
			if (!keep(i)) continue;
			const start = this.table.start(this.from + i);
			if (runStart === -1 || start !== runEnd + 1 || this.source.charCodeAt(runEnd) !== LF) {
				if (runStart !== -1) kept.add(this.source.slice(runStart, runEnd));
				runStart = start;
			}
			runEnd = this.textEnd(i);
		}
		if (runStart !== -1) kept.add(this.source.slice(runStart, runEnd));
		return kept.toString();
	}

	/** Where a line ends without the blanks at its end. */
	private textEnd(index: number): number {
		const { source } = this;
		const start = this.table.start(this.from + index);
		for (let end = this.table.end(this.from + index); end > start; end--) {
			const code = source.charCodeAt(end - 1);
			if (code > 0x20 && code < 0x80) return end;
			if (code !== 0x20 && source.slice(end - 1, end).trim() !== '') return end;
		}
		return start;
	}
}

/** Old Yahoo put the attribution behind the last line of the answer: `thanks--- On Wed, Apr 4, 2012, X wrote:`. */
const GLUED = /^(.{1,300}?)(-{2,4}\sOn\s.{6,200}\swrote:\s{0,9})$/u;

/** Where the last line of the answer ends within [start, end); `start` where nothing is glued to it. */
function endOfGlued(source: string, start: number, end: number): number {
	const last = end > start && end - start < 500 ? source.charCodeAt(end - 1) : 0;
	if (last !== COLON && last > 0x20 && last < 0x80) return start;
	const line = source.slice(start, end);
	return line.trimEnd().endsWith('wrote:') ? start + (GLUED.exec(line)?.[1]?.length ?? 0) : start;
}

/** The lines of a plain text body. */
export function linesOfText(text: string): ReplyLines {
	const source = /[\r\u2028]/.test(text) ? text.replace(/\r\n|\r|\u2028/g, '\n') : text;
	const table = new LineTable();
	for (let start = 0; start <= source.length; ) {
		const feed = source.indexOf('\n', start);
		const end = feed === -1 ? source.length : feed;
		const cut = endOfGlued(source, start, end);
		if (cut > start) table.add(source, start, cut);
		table.add(source, cut, end);
		start = end + 1;
	}
	return new ReplyLines(source, table);
}

keepShape(linesOfText(''));
