import { displayWidth, graphemes, graphemeWidth } from './displayWidth';

export interface Column {
	title: string;
	align?: 'left' | 'right';
	/** Cells at most; longer text is wrapped even where there is room. */
	maxWidth?: number;
	/** Lines of one cell at most; the last one ends in an ellipsis where text is left out. Default 4. */
	maxLines?: number;
}

const GAP = '  ';
const NARROWEST = 6;

/** Mail text may hold escape sequences that a terminal would obey. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

function cleaned(cell: string): string[] {
	return cell.split(/\r\n|\n|\r|\u2028|\u2029/u).map((line) => line.replace(/\t/g, ' ').replace(unprintable, '').trimEnd());
}

/** Where a long word, mostly an address or a path, is best broken. */
const BREAK_AFTER = /[@./_,;:-]$/;

/** Cuts a word into parts of at most `width` cells, after a punctuation mark where the part's second half has one. */
function cut(word: string, width: number): string[] {
	const parts: string[] = [];
	let part: string[] = [];
	let used = 0;
	for (const each of graphemes(word)) {
		const cells = graphemeWidth(each);
		if (used + cells > width) {
			const at = part.findLastIndex((mark) => BREAK_AFTER.test(mark)) + 1;
			const keep = at > part.length / 2 ? at : part.length;
			parts.push(part.slice(0, keep).join(''));
			part = part.slice(keep);
			used = displayWidth(part.join(''));
		}
		part.push(each);
		used += cells;
	}
	return [...parts, part.join('')];
}

function wrapLine(line: string, width: number): string[] {
	const lines: string[] = [];
	let current = '';
	for (const word of line.split(' ').flatMap((each) => (displayWidth(each) > width ? cut(each, width) : [each]))) {
		const longer = current === '' ? word : `${current} ${word}`;
		if (displayWidth(longer) <= width) current = longer;
		else {
			lines.push(current);
			current = word;
		}
	}
	return [...lines, current];
}

function wrap(cell: string, width: number, maxLines: number): string[] {
	const lines = cleaned(cell).filter((line) => line !== '').flatMap((line) => wrapLine(line, width));
	if (lines.length <= maxLines) return lines;
	const kept = lines.slice(0, maxLines);
	const last = kept[maxLines - 1] ?? '';
	kept[maxLines - 1] = `${displayWidth(last) < width ? last : (cut(last, width - 1)[0] ?? '')}…`;
	return kept;
}

function widths(columns: Column[], rows: string[][], total: number): number[] {
	const natural = columns.map((column, index) => {
		const cells = rows.map((row) => Math.max(0, ...cleaned(row[index] ?? '').map(displayWidth)));
		return Math.max(displayWidth(column.title), Math.min(column.maxWidth ?? Infinity, Math.max(0, ...cells)));
	});
	const least = columns.map((column) => Math.max(NARROWEST, displayWidth(column.title)));
	const available = total - GAP.length * (columns.length - 1);
	const sum = () => natural.reduce((all, each) => all + each, 0);
	while (sum() > available) {
		const widest = natural.reduce((best, each, index) => (each > (least[index] ?? 0) && each > (natural[best] ?? 0) ? index : best), 0);
		if ((natural[widest] ?? 0) <= NARROWEST) break;
		natural[widest] = (natural[widest] ?? 0) - 1;
	}
	return natural;
}

function pad(text: string, width: number, align: Column['align']): string {
	const blank = ' '.repeat(Math.max(0, width - displayWidth(text)));
	return align === 'right' ? blank + text : text + blank;
}

/**
 * A table as text: columns aligned by what a terminal shows, cells wrapped by words, no line wider than `width` (default 100) cells.
 * Control characters are left out. Ends without a line break.
 */
export function formatTable(columns: Column[], rows: string[][], width = 100): string {
	const size = widths(columns, rows, width);
	const line = (cells: string[]) => cells.map((cell, index) => pad(cell, size[index] ?? 0, columns[index]?.align)).join(GAP).trimEnd();
	const body = rows.flatMap((row) => {
		const cells = columns.map((column, index) => wrap(row[index] ?? '', size[index] ?? 1, column.maxLines ?? 4));
		const height = Math.max(1, ...cells.map((each) => each.length));
		return Array.from({ length: height }, (_, at) => line(cells.map((each) => each[at] ?? '')));
	});
	return [line(columns.map((each) => each.title)), line(size.map((each) => '─'.repeat(each))), ...body].join('\n');
}
