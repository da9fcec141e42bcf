export interface OpenToken {
	kind: 'open';
	name: string;
	attributes: ReadonlyMap<string, string>;
	/** The tag as it stands in the source. */
	source: string;
	/** Index of the matching close token. */
	close: number;
}

export interface CloseToken {
	kind: 'close';
	name: string;
}

/** Text between two tags (decoded), or an element without content such as `img` and `br`. */
export interface LeafToken {
	kind: 'text' | 'void';
	name: string;
	attributes: ReadonlyMap<string, string>;
	/** Decoded text; empty for `void`. */
	text: string;
	source: string;
}

export type HtmlToken = OpenToken | CloseToken | LeafToken;

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

/** Tags and texts in the order of the source, made a balanced list: an index instead of a tree, so that depth costs neither stack nor time. */
export class HtmlTokenList {
	readonly tokens: HtmlToken[] = [];
	private readonly open: OpenToken[] = [];
	private readonly openCount = new Map<string, number>();

	isOpen(name: string): boolean {
		return (this.openCount.get(name) ?? 0) > 0;
	}

	addText(text: string, source: string): void {
		this.tokens.push({ kind: 'text', name: '', attributes: NO_ATTRIBUTES, text, source });
	}

	addOpeningTag(name: string, attributes: ReadonlyMap<string, string>, source: string): void {
		if (VOID.has(name)) {
			this.tokens.push({ kind: 'void', name, attributes, text: '', source });
			return;
		}
		const implied = IMPLIED_END[name];
		if (implied !== undefined) while (implied.includes(this.open.at(-1)?.name ?? '')) this.closeTop();
		if (this.open.length >= MAX_DEPTH) return;
		const token: OpenToken = { kind: 'open', name, attributes, source, close: -1 };
		this.open.push(token);
		this.openCount.set(name, (this.openCount.get(name) ?? 0) + 1);
		this.tokens.push(token);
	}

	/** A closing tag of nothing changes nothing. */
	addClosingTag(name: string): void {
		if (!this.isOpen(name)) return;
		while (this.open.at(-1)?.name !== name) this.closeTop();
		this.closeTop();
	}

	/** Ends what is still open. */
	end(): HtmlToken[] {
		while (this.open.length > 0) this.closeTop();
		return this.tokens;
	}

	private closeTop(): void {
		const top = this.open.pop();
		if (top === undefined) return;
		this.openCount.set(top.name, (this.openCount.get(top.name) ?? 1) - 1);
		top.close = this.tokens.length;
		this.tokens.push({ kind: 'close', name: top.name });
	}
}
