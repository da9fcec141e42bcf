import { keepShape } from './keepShape';
import { TextLines } from './textLines';

/** The characters that HTML folds to one blank. A non-breaking space is none of them. */
const WHITE_SPACE = /[ \t\r\n\f\u200b]+/g;
const NEEDS_FOLDING = /[\t\r\n\f\u200b]| {2}/;
const BLANK = 0x20;

type Kind = 'block' | 'quote' | 'list' | 'item';

/** A block that is open: an element that stands in lines of its own. */
class Block {
	kind: Kind = 'block';
	/** Line feeds before it. Until it has text, a block at its beginning decides. */
	before = 0;
	/** Line feeds between the last block in it and what follows. */
	pending = 0;
	hasText = false;
	/** White space is kept. */
	isPre = false;
	/** Its last line has words, and perhaps a blank after them. */
	hasWords = false;
	hasBlank = false;
	/** Of an item. */
	mark = '';
	width = 0;
	/** The next one inward, used again and again: a million blocks need no more than are open at once. */
	inner: Block | null = null;

	constructor(readonly outer: Block | null = null) {}

	open(kind: Kind, before: number): Block {
		const inner = (this.inner ??= new Block(this));
		inner.kind = kind;
		inner.before = before;
		inner.pending = 0;
		inner.hasText = false;
		inner.isPre = this.isPre;
		inner.hasWords = false;
		inner.hasBlank = false;
		return inner;
	}

	/** Whether its lines begin with something. */
	hasMargin(): boolean {
		return this.kind === 'quote' || (this.kind === 'item' && this.width > 0);
	}
}

/**
 * Text of blocks in blocks, written from its beginning to its end. What stands between two blocks is known when the second one begins with a text; an empty
 * block counts too, an empty list does not.
 */
export class TextBlocks {
	private readonly lines: TextLines;
	/** The innermost one. */
	private block = new Block();

	/** @param limit characters; what is beyond is left out */
	constructor(limit: number) {
		this.lines = new TextLines(limit);
	}

	openBlock(before: number): void {
		this.block = this.block.open('block', before);
	}

	/** White space in it, and in all blocks in it, is kept. */
	openPreformatted(before: number): void {
		this.openBlock(before);
		this.block.isPre = true;
	}

	openQuote(before: number): void {
		this.block = this.block.open('quote', before);
	}

	/** Closes a block or a quote. */
	close(after: number): void {
		if (this.block.hasMargin()) this.beginText();
		this.leave(Math.max(this.block.pending, after));
	}

	/** In a list there may be nothing but items, all of the same width. */
	openList(before: number): void {
		this.block = this.block.open('list', before);
	}

	closeList(after: number): void {
		if (this.block.hasText) this.leave(after);
		else this.block = this.block.outer ?? this.block;
	}

	/** @param width of the mark and the indent of all lines of the item: at least that of the mark */
	openItem(mark: string, width: number): void {
		this.block = this.block.open('item', 1);
		this.block.mark = mark;
		this.block.width = width;
	}

	closeItem(): void {
		this.close(1);
	}

	/** Writes a text with its white space folded; returns its words with a blank between each two. Where white space is kept, writes all of it and returns ''. */
	writeText(text: string): string {
		const { block } = this;
		if (block.isPre) {
			this.writePreformatted(text);
			return '';
		}
		const folded = NEEDS_FOLDING.test(text) ? text.replace(WHITE_SPACE, ' ') : text;
		const start = folded.charCodeAt(0) === BLANK ? 1 : 0;
		const end = folded.charCodeAt(folded.length - 1) === BLANK ? folded.length - 1 : folded.length;
		if (start >= end) {
			if (folded !== '') block.hasBlank = true;
			return '';
		}
		const words = folded.slice(start, end);
		this.writeInLine(words, start === 1);
		block.hasBlank = end < folded.length;
		return words;
	}

	/** One more blank, to what is before it in the line and to what follows. */
	writeBlank(): void {
		if (this.block.isPre) {
			this.writePreformatted(' ');
			return;
		}
		this.writeInLine(' ', false);
		this.block.hasBlank = false;
	}

	breakLine(): void {
		this.beginText();
		this.lines.feed(1);
		this.block.hasWords = false;
	}

	/** The text, without white space at the ends of its lines and before and after it. */
	toString(): string {
		return this.lines.toString();
	}

	private leave(after: number): void {
		const { block } = this;
		const outer = block.outer ?? block;
		this.block = outer;
		if (!block.hasText) {
			const feeds = Math.max(outer.pending, block.before);
			if (outer.hasText) this.lines.feed(feeds);
			else outer.before = feeds;
		} else if (block.hasMargin()) {
			this.lines.closeMargin();
		}
		outer.pending = after;
	}

	/** Every text goes through this: before its first one, a block ends the lines before it, and so do the blocks around it that have no text yet. */
	private beginText(): void {
		let { block } = this;
		if (block.hasText) return;
		for (let { outer } = block; outer !== null; outer = block.outer) {
			const feeds = Math.max(outer.pending, block.before);
			if (outer.hasText) {
				this.lines.feed(feeds);
				break;
			}
			outer.before = feeds;
			block = outer;
		}
		for (let begun: Block | null = block; begun !== null; begun = begun === this.block ? null : begun.inner) this.begin(begun);
	}

	private begin(block: Block): void {
		block.hasText = true;
		if (block.kind === 'quote') this.lines.openQuote();
		else if (block.hasMargin()) this.lines.openIndent(block.mark, block.width);
	}

	private writeInLine(text: string, afterBlank: boolean): void {
		const { block } = this;
		this.beginText();
		if (block.pending > 0) {
			this.lines.feed(block.pending);
			block.pending = 0;
			block.hasWords = false;
		}
		this.lines.write(block.hasWords && (block.hasBlank || afterBlank) ? ` ${text}` : text);
		block.hasWords = true;
	}

	private writePreformatted(text: string): void {
		if (text === '') return;
		this.beginText();
		for (let start = 0; ; ) {
			const feed = text.indexOf('\n', start);
			const line = text.slice(start, feed === -1 ? undefined : feed);
			if (line !== '') this.lines.write(line);
			if (feed === -1) return;
			this.lines.feed(1);
			start = feed + 1;
		}
	}
}

keepShape(new TextBlocks(0));
