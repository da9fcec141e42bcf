import { ChunkedText } from '../email/chunkedText';
import { keepShape } from '../email/keepShape';
import type { ClientRule } from './replyHtmlClients';
import { HtmlLineWriter } from './replyHtmlLineWriter';
import type { HtmlTokenList } from './replyHtmlTokenList';
import { tokenizeHtml } from './replyHtmlTokens';
import type { LineStructure, ReplyLines } from './replyLines';

/** HTML as lines, with the way back from lines to HTML. */
export interface HtmlBody {
	lines: ReplyLines;
	tokens: HtmlTokenList;
	/** Token index -> index of the line that it belongs to. */
	lineOf: Int32Array;
}

const BLOCKS = new Set(
	'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section table tr ul'.split(' '),
);
/** Blocks with a blank line around them. */
const SPACED = new Set('p h1 h2 h3 h4 h5 h6 ul ol table pre blockquote'.split(' '));
const SILENT = new Set(['style', 'script', 'head', 'title', 'template', 'noscript']);


interface Structure extends LineStructure {
	/** The token that ends it. */
	close: number;
}

const OUTLOOK_CUT: ClientRule = { client: 'outlook', kind: 'cut', scope: 'rest' };

/** A header (two lines with a colon) follows within the box below Outlook's line. */
function headerFollows(tokens: HtmlTokenList, open: number): boolean {
	let colons = 0;
	for (let i = open + 1; i < tokens.close(open) && i < open + 60; i++) {
		if (/[:：]\s*$|^\s*[^\s:：]{1,20}\s?[:：]\s/u.test(tokens.text(i).slice(0, 200))) colons++;
	}
	return colons >= 2;
}

function ruleOf(tokens: HtmlTokenList, index: number): ClientRule | null {
	const rule = tokens.rule(index);
	if (rule !== null) return rule;
	return tokens.isOutlookLine(index) && tokens.kind(index) === 'open' && headerFollows(tokens, index) ? OUTLOOK_CUT : null;
}

/** Lays HTML out as lines, each with what the structure says of it. Text is decoded, blanks folded, style and script left out. Linear. */
export function linesOfHtml(html: string): HtmlBody {
	const tokens = tokenizeHtml(html);
	const lineOf = new Int32Array(tokens.length);
	const lines = new HtmlLineWriter();
	const structures: Structure[] = [];
	let rest: Structure | null = null;
	let silentUntil = -1;
	let pre = 0;
	let textStructure: Structure | null = null;

	const current = (): Structure | null => rest ?? structures.at(-1) ?? null;
	const breakLine = (force: boolean): void => {
		const text = lines.take();
		const line = pre > 0 ? text.replace(/\n/gu, '') : text.trim();
		if (line !== '' || force) lines.push(line, (line === '' ? current() : textStructure) ?? undefined);
		textStructure = null;
	};
	const blankLine = (): void => {
		breakLine(false);
		if (lines.length > 0 && !lines.lastIsEmpty) lines.push('', current() ?? undefined);
	};
	const block = (name: string, isOfWord: boolean): void => {
		if (SPACED.has(name) && !isOfWord && name !== 'table') blankLine();
		else breakLine(false);
	};

	for (let i = 0; i < tokens.length; i++) {
		if (i < silentUntil) {
			lineOf[i] = -1;
			continue;
		}
		const kind = tokens.kind(i);
		const name = tokens.name(i);
		if (kind === 'open' || kind === 'void') {
			const rule = ruleOf(tokens, i);
			if (rule !== null) {
				breakLine(false);
				const structure = { kind: rule.kind, client: rule.client, close: kind === 'open' ? tokens.close(i) : i };
				// What stands inside a signature or an attribution is not asked again; a quote within a quote stays a quote.
				if (rule.scope === 'rest') rest ??= structures.length === 0 || structures[0]?.kind === 'signature' ? structure : null;
				else if (kind === 'open' && (current() === null || current()?.kind === 'signature')) structures.push(structure);
			}
		}
		if (kind === 'open') {
			if (SILENT.has(name)) {
				silentUntil = tokens.close(i);
				lineOf[i] = -1;
				continue;
			}
			if (name === 'pre') pre++;
			if (BLOCKS.has(name)) block(name, tokens.isOfWord(i));
			if (name === 'li') lines.write('- ');
		} else if (kind === 'close') {
			if (BLOCKS.has(name)) block(name, false);
			if (name === 'td' || name === 'th') lines.write(' ');
			if (name === 'pre') pre--;
			if (structures.at(-1)?.close === i) {
				breakLine(false);
				structures.pop();
			}
		} else if (kind === 'void') {
			lineOf[i] = lines.length;
			if (name === 'br') breakLine(true);
			else if (name === 'hr') breakLine(false);
			continue;
		} else {
			const piece = pre > 0 ? tokens.text(i) : tokens.text(i).replace(/[^\S ]\s*| \s+/gu, ' ');
			if (textStructure === null && piece.trim() !== '') textStructure = current();
			lineOf[i] = lines.length;
			if (piece === ' ') lines.writeBlank();
			else lines.write(piece);
			if (pre > 0 && piece.endsWith('\n')) breakLine(true);
			continue;
		}
		lineOf[i] = lines.length;
	}
	breakLine(false);
	return { lines: lines.lines(), tokens, lineOf };
}

/**
 * The HTML of the lines that are kept, well-formed: texts and pictures of other lines are left out, and elements that hold nothing any more.
 * Tags and texts stand as in the source, so what was sanitised stays so; comments are dropped.
 */
export function htmlOfLines({ tokens, lineOf }: HtmlBody, keep: (line: number) => boolean): string {
	const keptBefore = new Int32Array(tokens.length + 1);
	for (let i = 0; i < tokens.length; i++) {
		const kind = tokens.kind(i);
		const line = lineOf[i] ?? -1;
		const isKept = (kind === 'text' || kind === 'void') && line >= 0 && keep(line);
		keptBefore[i + 1] = (keptBefore[i] ?? 0) + (isKept ? 1 : 0);
	}
	const kept = new KeptSource(tokens.html);
	const openKept: boolean[] = [];
	for (let i = 0; i < tokens.length; i++) {
		const kind = tokens.kind(i);
		if (kind === 'close') {
			if (openKept.pop() === true) kept.addClosingTag(tokens.name(i), tokens.start(i), tokens.sourceEnd(i));
			continue;
		}
		const isKept = (keptBefore[kind === 'open' ? tokens.close(i) : i + 1] ?? 0) > (keptBefore[i] ?? 0);
		if (kind === 'open') openKept.push(isKept);
		if (isKept) kept.add(tokens.start(i), tokens.sourceEnd(i));
	}
	return kept.toString().trim();
}

/** Parts of a source in their order; what stands side by side in it is taken together. */
class KeptSource {
	private readonly kept = new ChunkedText();
	private runStart = 0;
	private runEnd = 0;

	constructor(private readonly source: string) {}

	add(start: number, end: number): void {
		if (start !== this.runEnd) {
			this.endRun();
			this.runStart = start;
		}
		this.runEnd = end;
	}

	/** The closing tag in the source if it is written so, else a new one. */
	addClosingTag(name: string, start: number, end: number): void {
		if (end - start === name.length + 3 && this.source.startsWith(`</${name}>`, start)) {
			this.add(start, end);
			return;
		}
		this.endRun();
		this.kept.add(`</${name}>`);
	}

	toString(): string {
		this.endRun();
		return this.kept.toString();
	}

	private endRun(): void {
		if (this.runEnd > this.runStart) this.kept.add(this.source.slice(this.runStart, this.runEnd));
		this.runStart = this.runEnd;
	}
}

keepShape(new KeptSource(''));
