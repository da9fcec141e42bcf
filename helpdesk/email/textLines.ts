import { ChunkedText } from './chunkedText';
import { keepShape } from './keepShape';

/** What every line begins with where the text stands: the marks of the quotes and the indents of the lists around it. */
class Margin {
	/** The line feed and the beginning of a line, without the blanks at its end. */
	start = '\n';
	/** Those blanks. They are written only when something follows them. */
	blanks = '';
	/** A quote, and the whole text, neither begins nor ends with empty lines; an item of a list may. */
	isQuote = true;
	/** Line feeds that are written when something follows. */
	feeds = 0;
	isEmpty = true;
	/** The next one inward, used again and again: a million quotes need no more than are open at once. */
	inner: Margin | null = null;

	constructor(readonly outer: Margin | null = null) {}

	open(start: string, blanks: string, isQuote: boolean): Margin {
		const inner = (this.inner ??= new Margin(this));
		inner.start = start;
		inner.blanks = blanks;
		inner.isQuote = isQuote;
		inner.feeds = 0;
		inner.isEmpty = true;
		return inner;
	}
}

/** Characters up to the last one that is no white space. */
function solidLength(text: string): number {
	const last = text.charCodeAt(text.length - 1);
	return last > 0x20 && last < 0x7f ? text.length : text.trimEnd().length;
}

/**
 * A text of lines that are quoted and indented, written from its beginning to its end: white space at the end of a line never comes to be, nor what is beyond
 * `limit` characters.
 */
export class TextLines {
	private readonly out = new ChunkedText();
	/** White space that is written when something else follows it in its line. */
	private held = '';
	private margin = new Margin();

	constructor(private readonly limit: number) {}

	/** Ends so many lines. */
	feed(lines: number): void {
		if (this.margin.isQuote) this.margin.feeds += lines;
		else this.writeFeeds(lines);
	}

	/** A piece of a line. */
	write(text: string): void {
		this.begin();
		if (this.out.length >= this.limit) return;
		const clean = text.includes('\u00a0') || text.includes('\u0000') ? text.replaceAll('\u00a0', ' ').replaceAll('\u0000', '') : text;
		const solid = solidLength(clean);
		if (solid === 0) {
			this.held += clean;
			return;
		}
		if (this.held !== '') this.out.add(this.held);
		this.out.add(solid === clean.length ? clean : clean.slice(0, solid));
		this.held = clean.slice(solid);
	}

	/** Until `closeMargin` every line begins with `> `, this one too. */
	openQuote(): void {
		const { start, blanks } = this.margin;
		this.write('> ');
		this.margin = this.margin.open(`${start}${blanks}>`, ' ', true);
	}

	/** Until `closeMargin` every line is indented by `width` blanks more; this one has the mark of an item there. */
	openIndent(mark: string, width: number): void {
		const { start, blanks } = this.margin;
		this.write(mark.padEnd(width));
		this.margin = this.margin.open(start, blanks + ' '.repeat(width), false);
	}

	closeMargin(): void {
		this.margin = this.margin.outer ?? this.margin;
	}

	/** The text, without white space at its beginning and its end. */
	toString(): string {
		return this.out.toString().trim();
	}

	/** Something follows: the line feeds before it are needed, if there was something before them. */
	private begin(): void {
		if (this.margin.feeds > 0) {
			if (!this.margin.isEmpty) this.writeFeeds(this.margin.feeds);
			this.margin.feeds = 0;
		}
		this.margin.isEmpty = false;
	}

	private writeFeeds(lines: number): void {
		const { start, blanks } = this.margin;
		const room = Math.ceil((this.limit - this.out.length) / start.length);
		if (room > 0) this.out.add(lines === 1 ? start : start.repeat(Math.min(lines, room)));
		this.held = blanks;
	}
}

keepShape(new TextLines(0));
