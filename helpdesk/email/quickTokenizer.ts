import { Tokenizer } from 'htmlparser2';

/** Of the library's tokenizer, what it does not declare for others: where it stands in the text that was written, and what it does with one character there. */
interface Inside {
	buffer: string;
	index: number;
	stateText(code: number): void;
	stateInAttributeValueDoubleQuotes(code: number): void;
}

const Library = Tokenizer as unknown as new (...given: ConstructorParameters<typeof Tokenizer>) => Inside;

const AMPERSAND = 0x26;
const LESS_THAN = 0x3c;
const DOUBLE_QUOTE = 0x22;

/** Where a character stands next in a text, for places that are asked for from the first to the last: the text is read once, however often is asked. */
class Next {
	private found = -1;

	constructor(private readonly char: string) {}

	/** The end of the text where there is none. */
	from(text: string, start: number): number {
		if (this.found < start) {
			const index = text.indexOf(this.char, start);
			this.found = index === -1 ? text.length : index;
		}
		return this.found;
	}
}

/**
 * The library looks at one character after the other, and in texts and quoted values does nothing with nearly all of them: these are passed over at once.
 * For HTML that is written in one piece.
 */
class Quick extends Library {
	private readonly nextTag = new Next('<');
	private readonly nextQuote = new Next('"');
	private readonly nextEntity = new Next('&');

	override stateText(code: number): void {
		if (code === LESS_THAN || code === AMPERSAND) super.stateText(code);
		else this.passTo(this.nextTag);
	}

	override stateInAttributeValueDoubleQuotes(code: number): void {
		if (code === DOUBLE_QUOTE || code === AMPERSAND) super.stateInAttributeValueDoubleQuotes(code);
		else this.passTo(this.nextQuote);
	}

	/** To the last character before one that means something; the library goes on to that one by itself. */
	private passTo(end: Next): void {
		this.index = Math.min(end.from(this.buffer, this.index), this.nextEntity.from(this.buffer, this.index)) - 1;
	}
}

/** For the parser's option of that name. */
export const QuickTokenizer = Quick as unknown as typeof Tokenizer;
