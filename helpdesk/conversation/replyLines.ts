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
/** Zero-width marks, direction marks, soft hyphens, byte order mark: Windows Mail and Apple put them between every word. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/gu;
const QUOTE_MARK = /^[ \t]{0,4}(?:[A-Z][A-Za-z]{0,2})?>|^[ \t]{0,4}\|(?:[ \t]|$)/u;
/** Closing and opening marks on one line (`>>> offer <<<`) are decoration, not a quote. */
/** `>>> Jana <jana@example.com> 05.03.2024 10:12 >>>` is how GroupWise introduces what it quotes without marks. */
const GROUPWISE = /^>>> [^>].{2,300} >>>\s*$/u;
const DECORATION = /^[\s>]{0,80}[^<]{0,200}<{2,}\s*$/u;

/** White space that is not one plain blank already. */
const BLANKS = /[^\S ]\s*| \s+/gu;

/** A line as the engine wants it. Linear in its length. */
export function replyLine(text: string, structure: StructureKind | null = null, client = ''): ReplyLine {
	if (text === '') return { text, clean: '', quoted: false, structure, client };
	const head = text.length > PATTERN_LIMIT ? text.slice(0, PATTERN_LIMIT) : text;
	const visible = head.replace(INVISIBLE, '');
	const quoted = QUOTE_MARK.test(visible) && !(visible.length < 300 && />{2,}/u.test(visible) && DECORATION.test(visible)) && !(visible.startsWith('>>> ') && GROUPWISE.test(visible));
	const inner = quoted ? visible.replace(/^[ \t]{0,4}[A-Za-z]{0,3}(?:[>|][ \t]?)+/u, '') : visible;
	const clean = inner.replace(BLANKS, ' ').trim();
	return { text, clean: text.length > PATTERN_LIMIT && clean === '' ? '…' : clean, quoted, structure, client };
}

/** Old Yahoo put the attribution behind the last line of the answer: `thanks--- On Wed, Apr 4, 2012, X wrote:`. */
const GLUED = /^(.{1,300}?)(-{2,4} On .{6,200} wrote:)$/u;

/** The lines of a plain text body. */
export function linesOfText(text: string): ReplyLine[] {
	const lines: ReplyLine[] = [];
	for (const line of text.split(/\r\n|\r|\n|\u2028/u)) {
		const glued = line.length < 500 && line.endsWith(' wrote:') ? GLUED.exec(line) : null;
		if (glued === null) lines.push(replyLine(line));
		else lines.push(replyLine(glued[1] ?? ''), replyLine(glued[2] ?? ''));
	}
	return lines;
}

/** The lines for which `keep` holds, joined, without blank lines at either end. */
export function joinLines(lines: readonly ReplyLine[], keep: (index: number) => boolean): string {
	const kept: string[] = [];
	for (let i = 0; i < lines.length; i++) {
		if (keep(i)) kept.push((lines[i] as ReplyLine).text.trimEnd());
	}
	let first = 0;
	let last = kept.length;
	while (first < last && (kept[first] as string).trim() === '') first++;
	while (last > first && (kept[last - 1] as string).trim() === '') last--;
	return kept.slice(first, last).join('\n');
}
