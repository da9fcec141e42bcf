import { asWritten } from '../email/invisible';

/** What HTML structure says of a line, where there is HTML. */
export type StructureKind = 'quote' | 'attribution' | 'cut' | 'signature' | 'mark';

/** One line of a mail, ready to be judged. */
export interface ReplyLine {
	/** As it stands, without the line end. */
	text: string;
	/** Trimmed, without quote marks, bold marks and invisible characters, blanks folded: what patterns are tried on. Cut at 1,000 characters. */
	clean: string;
	/** Begins with `>`, `|` or initials and `>`. */
	quoted: boolean;
	structure: StructureKind | null;
	/** Which rule of the client table gave `structure`. */
	client: string;
}

const PATTERN_LIMIT = 1_000;
const QUOTE_MARK = /^[ \t\u00a0]{0,4}(?:[A-Z][A-Za-z]{0,2})?>|^[ \t\u00a0]{0,4}\|(?:[ \t\u00a0]|$)/u;
/** `>>> Jana <jana@example.com> 05.03.2024 10:12 >>>` is how GroupWise introduces what it quotes without marks. */
const GROUPWISE = /^>>> [^>].{2,300} >>>\s*$/u;
/** Closing and opening marks on one line (`>>> offer <<<`) are decoration, not a quote. */
const DECORATION = /^[\s>]{0,80}[^<]{0,200}<{2,}\s*$/u;

/** White space that is not one plain blank already. */
const BLANKS = /[^\S ]\s*| \s+/gu;

/** A line as the engine wants it. Linear in its length. */
export function replyLine(text: string, structure: StructureKind | null = null, client = ''): ReplyLine {
	if (text === '') return { text, clean: '', quoted: false, structure, client };
	const head = text.length > PATTERN_LIMIT ? text.slice(0, PATTERN_LIMIT) : text;
	const visible = asWritten(head);
	const quoted = QUOTE_MARK.test(visible) && !(visible.length < 300 && />{2,}/u.test(visible) && DECORATION.test(visible)) && !(visible.startsWith('>>> ') && GROUPWISE.test(visible));
	const inner = quoted ? visible.replace(/^[ \t\u00a0]{0,4}[A-Za-z]{0,3}(?:[>|][ \t\u00a0]?)+/u, '') : visible;
	const clean = inner.replace(BLANKS, ' ').trim();
	return { text, clean: text.length > PATTERN_LIMIT && clean === '' ? '…' : clean, quoted, structure, client };
}

/** Old Yahoo put the attribution behind the last line of the answer: `thanks--- On Wed, Apr 4, 2012, X wrote:`. */
const GLUED = /^(.{1,300}?)(-{2,4}\sOn\s.{6,200}\swrote:\s{0,9})$/u;

/** The lines of a plain text body. One after the other: a list of all of them beside the result is what a text of 100,000 lines would cost most. */
export function linesOfText(text: string): ReplyLine[] {
	const source = /[\r\u2028]/.test(text) ? text.replace(/\r\n|\r|\u2028/g, '\n') : text;
	const lines: ReplyLine[] = [];
	for (let start = 0; start <= source.length; ) {
		const feed = source.indexOf('\n', start);
		const end = feed === -1 ? source.length : feed;
		const line = source.slice(start, end);
		const glued = line.length < 500 && line.trimEnd().endsWith('wrote:') ? GLUED.exec(line) : null;
		if (glued === null) lines.push(replyLine(line));
		else lines.push(replyLine(glued[1] ?? ''), replyLine(glued[2] ?? ''));
		start = end + 1;
	}
	return lines;
}

function isBlank(text: string): boolean {
	return text === '' || text.trim() === '';
}

/** The lines for which `keep` holds, joined, without blank lines at either end. */
export function joinLines(lines: readonly ReplyLine[], keep: (index: number) => boolean): string {
	const counts = (i: number): boolean => keep(i) && !isBlank((lines[i] as ReplyLine).text);
	let first = 0;
	let last = lines.length - 1;
	while (first <= last && !counts(first)) first++;
	while (last > first && !counts(last)) last--;
	const kept: string[] = [];
	for (let i = first; i <= last; i++) if (keep(i)) kept.push((lines[i] as ReplyLine).text.trimEnd());
	return kept.join('\n');
}
