import { clientRuleOf, isOutlookLine, type ClientRule } from './replyHtmlClients';
import type { HtmlToken, LeafToken, OpenToken } from './replyHtmlTokenList';
import { tokenizeHtml } from './replyHtmlTokens';
import { replyLine, type ReplyLine, type StructureKind } from './replyLines';

/** HTML as lines, with the way back from lines to HTML. */
export interface HtmlBody {
	lines: ReplyLine[];
	tokens: HtmlToken[];
	/** Token index -> index of the line that it belongs to. */
	lineOf: Int32Array;
}

const BLOCKS = new Set(
	'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section table tr ul'.split(' '),
);
/** Blocks with a blank line around them. */
const SPACED = new Set('p h1 h2 h3 h4 h5 h6 ul ol table pre blockquote'.split(' '));
const SILENT = new Set(['style', 'script', 'head', 'title', 'template', 'noscript']);

interface Structure {
	kind: StructureKind;
	client: string;
	close: number;
}

/** A header (two lines with a colon) follows within the box below Outlook's line. */
function headerFollows(tokens: readonly HtmlToken[], open: number, close: number): boolean {
	let colons = 0;
	for (let i = open + 1; i < close && i < open + 60; i++) {
		const token = tokens[i];
		if (token?.kind === 'text' && /[:：]\s*$|^\s*[^\s:：]{1,20}\s?[:：]\s/u.test(token.text.slice(0, 200))) colons++;
	}
	return colons >= 2;
}

function structureOf(tokens: readonly HtmlToken[], index: number, token: OpenToken | LeafToken): ClientRule | null {
	const rule = clientRuleOf(token.name, token.attributes);
	if (rule !== null) return rule;
	if (token.kind === 'open' && isOutlookLine(token.name, token.attributes) && headerFollows(tokens, index, token.close)) {
		return { client: 'outlook', kind: 'cut', scope: 'rest' };
	}
	return null;
}

/** Lays HTML out as lines, each with what the structure says of it. Text is decoded, blanks folded, style and script left out. Linear. */
export function linesOfHtml(html: string): HtmlBody {
	const tokens = tokenizeHtml(html);
	const lineOf = new Int32Array(tokens.length);
	const lines: ReplyLine[] = [];
	const structures: Structure[] = [];
	let rest: Structure | null = null;
	let silentUntil = -1;
	let pre = 0;
	let text = '';
	let textStructure: Structure | null = null;

	const current = (): Structure | null => rest ?? structures[structures.length - 1] ?? null;
	const push = (line: string, structure: Structure | null): void => {
		const shown = structure?.kind === 'quote' && line !== '' ? `> ${line}` : line;
		lines.push(replyLine(shown, structure?.kind ?? null, structure?.client ?? ''));
	};
	const breakLine = (force: boolean): void => {
		const line = pre > 0 ? text.replace(/\n/gu, '') : text.trim();
		if (line !== '' || force) push(line, line === '' ? current() : textStructure);
		text = '';
		textStructure = null;
	};
	const blankLine = (): void => {
		breakLine(false);
		if (lines.length > 0 && lines[lines.length - 1]?.text !== '') push('', current());
	};
	const block = (token: HtmlToken & { name: string }, attributes: ReadonlyMap<string, string> | null): void => {
		if (SPACED.has(token.name) && !/^mso/iu.test(attributes?.get('class') ?? '') && token.name !== 'table') blankLine();
		else breakLine(false);
	};

	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as HtmlToken;
		if (i < silentUntil) {
			lineOf[i] = -1;
			continue;
		}
		if (token.kind === 'open' || token.kind === 'void') {
			const rule = structureOf(tokens, i, token);
			if (rule !== null) {
				breakLine(false);
				const structure = { kind: rule.kind, client: rule.client, close: token.kind === 'open' ? token.close : i };
				// What stands inside a signature or an attribution is not asked again; a quote within a quote stays a quote.
				if (rule.scope === 'rest') rest ??= structures.length === 0 || structures[0]?.kind === 'signature' ? structure : null;
				else if (token.kind === 'open' && (current() === null || current()?.kind === 'signature')) structures.push(structure);
			}
		}
		if (token.kind === 'open') {
			if (SILENT.has(token.name)) {
				silentUntil = token.close;
				lineOf[i] = -1;
				continue;
			}
			if (token.name === 'pre') pre++;
			if (BLOCKS.has(token.name)) block(token, token.attributes);
			if (token.name === 'li') text += '- ';
		} else if (token.kind === 'close') {
			if (BLOCKS.has(token.name)) block(token, null);
			if (token.name === 'td' || token.name === 'th') text += ' ';
			if (token.name === 'pre') pre--;
			if (structures[structures.length - 1]?.close === i) {
				breakLine(false);
				structures.pop();
			}
		} else if (token.kind === 'void') {
			lineOf[i] = lines.length;
			if (token.name === 'br') breakLine(true);
			else if (token.name === 'hr') breakLine(false);
			continue;
		} else {
			const piece = pre > 0 ? token.text : token.text.replace(/[^\S ]\s*| \s+/gu, ' ');
			if (piece.trim() !== '' && textStructure === null) textStructure = current();
			lineOf[i] = lines.length;
			if (piece !== ' ' || (text !== '' && !text.endsWith(' '))) text += piece;
			if (pre > 0 && piece.endsWith('\n')) breakLine(true);
			continue;
		}
		lineOf[i] = lines.length;
	}
	breakLine(false);
	return { lines, tokens, lineOf };
}

/**
 * The HTML of the lines that are kept, well-formed: texts and pictures of other lines are left out, and elements that hold nothing any more.
 * Tags and texts stand as in the source, so what was sanitised stays so; comments are dropped.
 */
export function htmlOfLines(body: HtmlBody, keep: (line: number) => boolean): string {
	const { tokens, lineOf } = body;
	const keptBefore = new Int32Array(tokens.length + 1);
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as HtmlToken;
		const leaf = (token.kind === 'text' || token.kind === 'void') && (lineOf[i] as number) >= 0 && keep(lineOf[i] as number);
		keptBefore[i + 1] = (keptBefore[i] as number) + (leaf ? 1 : 0);
	}
	const pieces: string[] = [];
	const openKept: boolean[] = [];
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as HtmlToken;
		if (token.kind === 'open') {
			const kept = (keptBefore[token.close] as number) > (keptBefore[i] as number);
			openKept.push(kept);
			if (kept) pieces.push(token.source);
		} else if (token.kind === 'close') {
			if (openKept.pop() === true) pieces.push(`</${token.name}>`);
		} else if ((keptBefore[i + 1] as number) > (keptBefore[i] as number)) pieces.push(token.source);
	}
	return pieces.join('').trim();
}
