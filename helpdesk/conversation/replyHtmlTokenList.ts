import { keepShape } from '../email/keepShape';
import { NumberRows } from './numberRows';
import { CLIENT_RULES, clientRuleOf, isOutlookLine, type ClientRule } from './replyHtmlClients';

export type TokenKind = 'open' | 'close' | 'text' | 'void';

export const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** What is longer is cut. */
export const ATTRIBUTE_LIMIT = 2_000;
export const MAX_ATTRIBUTES = 100;

/** Elements that hold nothing. */
export const VOID: ReadonlySet<string> = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
/** What a start tag ends without being told (a small part of HTML's rules: the part that mail programs rely on). */
const IMPLIED_END: Readonly<Record<string, readonly string[]>> = { p: ['p'], li: ['li'], tr: ['tr', 'td', 'th'], td: ['td', 'th'], th: ['td', 'th'], option: ['option'] };
/** Deeper elements are read as if their tags were not there: a mail nests some dozens, an attack ten thousands. */
const MAX_DEPTH = 512;

/** Where the numbers of a token stand: what it is, where it stands in the source, and the matching close token of an open one. */
const FACTS = 0;
const START = 1;
const END = 2;
const CLOSE = 3;
const WIDTH = 4;

/** By the number that stands for it in the lowest two bits. */
const KINDS: readonly TokenKind[] = ['open', 'close', 'text', 'void'];
const [OPEN, CLOSED, TEXT, HOLLOW] = [0, 1, 2, 3];
const KIND_MASK = 3;
const OUTLOOK_LINE = 4;
const OF_WORD = 8;
const RULE_SHIFT = 4;
const RULE_MASK = 255;
/** Above it stands the number of the name. */
const NAME_SHIFT = 12;
const NO_NAME = '';

/**
 * Tags and texts in the order of the source, made a balanced list: an index instead of a tree, so that depth costs neither stack nor time, and numbers instead
 * of objects, of which 1 MB of small tags would make the garbage collector more work than all the reading. Of the attributes only what they say is kept.
 */
export class HtmlTokenList {
	private readonly rows = new NumberRows(WIDTH);
	private readonly names: string[] = [NO_NAME];
	private readonly nameNumbers = new Map<string, number>([[NO_NAME, 0]]);
	/** Texts that do not stand in the source as they are. */
	private readonly decoded = new Map<number, string>();
	private readonly open: number[] = [];
	private readonly openCount = new Map<string, number>();

	/** `decode`: what a piece of the source says, for texts that are added without it. */
	constructor(
		readonly html: string,
		private readonly decode: (source: string) => string,
	) {}

	get length(): number {
		return this.rows.length;
	}

	isOpen(name: string): boolean {
		return (this.openCount.get(name) ?? 0) > 0;
	}

	addText(start: number, end: number, text?: string): void {
		if (text !== undefined && text !== this.html.slice(start, end)) this.decoded.set(this.length, text);
		this.add(TEXT, NO_NAME, start, end);
	}

	/** `said`: what the function of that name says of its attributes. */
	addOpeningTag(name: string, said: number, start: number, end: number): void {
		if (VOID.has(name)) {
			this.add(HOLLOW | said, name, start, end);
			return;
		}
		const implied = IMPLIED_END[name];
		if (implied !== undefined) while (implied.includes(this.topName())) this.closeTop(0, 0);
		if (this.open.length >= MAX_DEPTH) return;
		this.open.push(this.length);
		this.openCount.set(name, (this.openCount.get(name) ?? 0) + 1);
		this.add(OPEN | said, name, start, end);
	}

	/** A closing tag of nothing changes nothing. */
	addClosingTag(name: string, start: number, end: number): void {
		if (!this.isOpen(name)) return;
		while (this.open.length > 0 && this.topName() !== name) this.closeTop(0, 0);
		this.closeTop(start, end);
	}

	/** Ends what is still open. */
	end(): this {
		while (this.open.length > 0) this.closeTop(0, 0);
		return this;
	}

	kind(index: number): TokenKind {
		return KINDS[this.at(index, FACTS) & KIND_MASK] ?? 'text';
	}

	/** Empty for a text. */
	name(index: number): string {
		return this.names[this.at(index, FACTS) >>> NAME_SHIFT] ?? NO_NAME;
	}

	start(index: number): number {
		return this.at(index, START);
	}

	/** The same as the start for a close token that has no tag of its own in the source. */
	sourceEnd(index: number): number {
		return this.at(index, END);
	}

	/** Index of the close token of an open one. */
	close(index: number): number {
		return this.at(index, CLOSE);
	}

	/** Decoded; empty for what is no text. */
	text(index: number): string {
		if (this.kind(index) !== 'text') return '';
		return this.decoded.get(index) ?? this.decode(this.html.slice(this.start(index), this.sourceEnd(index)));
	}

	/** The rule of the client table that holds for an element. */
	rule(index: number): ClientRule | null {
		const number = (this.at(index, FACTS) >> RULE_SHIFT) & RULE_MASK;
		return number === 0 ? null : (CLIENT_RULES[number - 1] ?? null);
	}

	isOutlookLine(index: number): boolean {
		return (this.at(index, FACTS) & OUTLOOK_LINE) !== 0;
	}

	/** Of a class of Word, which sets paragraphs for lines. */
	isOfWord(index: number): boolean {
		return (this.at(index, FACTS) & OF_WORD) !== 0;
	}

	private at(index: number, field: number): number {
		return this.rows.get(index, field);
	}

	private add(facts: number, name: string, start: number, end: number): void {
		let number = this.nameNumbers.get(name);
		if (number === undefined) {
			number = this.names.push(name) - 1;
			this.nameNumbers.set(name, number);
		}
		const row = this.rows.add();
		this.rows.set(row, FACTS, facts | (number << NAME_SHIFT));
		this.rows.set(row, START, start);
		this.rows.set(row, END, end);
	}

	/** What the name and the attributes of a tag say, as a number: of equal tags it need be asked only once. */
	said(name: string, attributes: ReadonlyMap<string, string>): number {
		const rule = clientRuleOf(name, attributes);
		const ruleNumber = rule === null ? 0 : CLIENT_RULES.indexOf(rule) + 1;
		const isOfWord = /^mso/iu.test(attributes.get('class') ?? '');
		return (ruleNumber << RULE_SHIFT) | (isOutlookLine(name, attributes) ? OUTLOOK_LINE : 0) | (isOfWord ? OF_WORD : 0);
	}

	private topName(): string {
		const top = this.open.at(-1);
		return top === undefined ? NO_NAME : this.name(top);
	}

	private closeTop(start: number, end: number): void {
		const top = this.open.pop();
		if (top === undefined) return;
		const name = this.name(top);
		this.openCount.set(name, (this.openCount.get(name) ?? 1) - 1);
		this.rows.set(top, CLOSE, this.length);
		this.add(CLOSED, name, start, end);
	}
}

keepShape(new HtmlTokenList('', (source) => source));
