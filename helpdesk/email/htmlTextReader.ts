import { keepShape } from './keepShape';
import { LinkTexts } from './linkTexts';
import { ListMarks, ListWidths } from './listMarks';
import { OpenElement } from './openElement';
import { TextBlocks } from './textBlocks';
import { UNREADABLE, type Layout } from './textLayout';

/** Elements that stand deeper are left out, and an ellipsis takes their place. */
const MAX_LEVEL = 501;
const ELLIPSIS = '…';
const RULE = '-'.repeat(40);

/**
 * The handler of an HTML parser that writes the text of what it is told, without a tree: of the elements it knows those that are open. Where there is a
 * `<body>` nothing counts that stands outside of it.
 */
export class HtmlTextReader {
	private blocks: TextBlocks;
	private links = new LinkTexts();
	/** The innermost one; at first the whole document, or what is in its body. */
	private element = new OpenElement();
	private level = 0;
	/** Elements of the document that are open, those included that are not read. */
	private depth = 0;
	/** The depth of an element of which nothing more is read; 0 if there is none. */
	private skipped = 0;
	private hasBody = false;
	/** The depth of the body that is open; 0 if none is. */
	private bodyDepth = 0;
	/** White space in a list, which is an item only if a text follows. */
	private space = '';
	private inListText = false;

	constructor(
		private readonly widths: ListWidths,
		private readonly limit: number,
	) {
		this.blocks = new TextBlocks(limit);
	}

	onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
		this.depth++;
		if (this.skipped > 0) return;
		this.endListText();
		if (name === 'body' && this.bodyDepth === 0 && this.depth <= MAX_LEVEL) this.beginBody();
		if (!this.isReading()) {
			if (UNREADABLE.has(name)) this.skipped = this.depth;
			return;
		}
		const outer = this.element;
		this.element = outer.open(name);
		this.level++;
		if (outer.marks !== null) {
			this.blocks.openItem(name === 'li' ? outer.marks.next() : '', outer.width);
			this.element.inItem = true;
		}
		if (this.level > MAX_LEVEL) this.skip(ELLIPSIS);
		else if (UNREADABLE.has(name)) this.skip('');
		else this.open(name, attributes);
	}

	ontext(text: string): void {
		if (this.skipped > 0 || !this.isReading()) return;
		if (this.element.marks === null) this.write(text);
		else this.writeListText(text);
	}

	onclosetag(): void {
		// The parser closes also a tag in which the document ends, and which it never opened.
		if (this.depth === 0) return;
		this.depth--;
		if (this.depth >= this.skipped && this.skipped > 0) return;
		this.skipped = 0;
		this.endListText();
		if (!this.isReading()) return;
		const { element } = this;
		this.element = element.outer ?? element;
		this.level--;
		this.close(element);
		if (element.inItem) this.blocks.closeItem();
		if (this.depth < this.bodyDepth) this.bodyDepth = 0;
	}

	oncomment(): void {
		this.passBy();
	}

	onprocessinginstruction(): void {
		this.passBy();
	}

	toString(): string {
		return this.blocks.toString();
	}

	private isReading(): boolean {
		return !this.hasBody || this.bodyDepth > 0;
	}

	/** What has been read until the first body does not count. */
	private beginBody(): void {
		if (!this.hasBody) {
			this.blocks = new TextBlocks(this.limit);
			this.links = new LinkTexts();
			this.element = new OpenElement();
			this.level = 0;
		}
		this.hasBody = true;
		this.bodyDepth = this.depth;
	}

	private open(name: string, attributes: Readonly<Record<string, string>>): void {
		const { layout } = this.element;
		switch (layout?.kind) {
			case 'block':
				this.blocks.openBlock(layout.before);
				break;
			case 'preformatted':
				this.blocks.openPreformatted(layout.before);
				break;
			case 'quote':
				this.blocks.openQuote(layout.before);
				break;
			case 'link':
				this.openLink(attributes['href'] ?? '');
				break;
			case 'list':
				this.openList(layout, name === 'ol' ? (attributes['type'] ?? '1') : null, attributes['start'] ?? '');
				// Where its items are too deep, they are so many ellipses.
				return;
			case 'picture':
				this.writePicture(attributes['alt']?.trim() ?? '');
				return;
			case 'rule':
				this.blocks.openBlock(layout.before);
				this.write(RULE);
				return;
			case 'lineBreak':
				this.blocks.breakLine();
				return;
			case 'nothing':
				return;
			case 'cell':
			case undefined:
		}
		if (this.level === MAX_LEVEL) this.skip(ELLIPSIS);
	}

	private close({ layout, link, marks, list, width, isNested }: OpenElement): void {
		switch (layout?.kind) {
			case 'block':
			case 'preformatted':
			case 'quote':
			case 'rule':
				this.blocks.close(layout.after);
				break;
			case 'list':
				this.blocks.closeList(isNested ? 1 : layout.after);
				if (marks !== null) this.widths.end(list, width, marks.width);
				break;
			case 'link':
				if (link !== null) this.blocks.writeText(this.links.close(link));
				break;
			case 'cell':
				this.blocks.writeBlank();
				break;
			default:
		}
	}

	/** Nothing in the element is read, but this stands for it. */
	private skip(instead: string): void {
		this.write(instead);
		this.skipped = this.depth;
	}

	private openLink(address: string): void {
		const shown = address.replace(/^mailto:/, '');
		if (shown !== '' && !shown.startsWith('#')) this.element.link = this.links.open(shown);
	}

	private openList(layout: Layout, type: string | null, start: string): void {
		const { element } = this;
		const isNested = element.outer?.isListItem === true;
		element.marks = new ListMarks(type, start, isNested);
		Object.assign(element, this.widths.begin(element.marks.expectedWidth()), { isNested });
		this.blocks.openList(isNested ? 1 : layout.before);
	}

	private writePicture(alternative: string): void {
		if (alternative !== '') this.write(`[${alternative}]`);
	}

	private write(text: string): void {
		const words = this.blocks.writeText(text);
		if (words !== '') this.links.add(words);
	}

	/** A text right in a list is an item without a mark. */
	private writeListText(text: string): void {
		if (this.inListText) {
			if (this.level < MAX_LEVEL) this.write(text);
			return;
		}
		this.space += text;
		if (!/\S/.test(text)) return;
		this.blocks.openItem('', this.element.width);
		this.inListText = true;
		this.write(this.level < MAX_LEVEL ? this.space : ELLIPSIS);
		this.space = '';
	}

	private endListText(): void {
		this.space = '';
		if (!this.inListText) return;
		this.inListText = false;
		this.blocks.closeItem();
	}

	/** A comment has no text, but is an item of a list. */
	private passBy(): void {
		if (this.skipped > 0 || !this.isReading()) return;
		this.endListText();
		if (this.element.marks === null) return;
		this.blocks.openItem('', this.element.width);
		if (this.level === MAX_LEVEL) this.write(ELLIPSIS);
		this.blocks.closeItem();
	}
}

keepShape(new HtmlTextReader(new ListWidths(), 0));
