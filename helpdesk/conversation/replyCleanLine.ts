import { asWritten } from '../email/invisible';

/** What patterns are tried on of one line. */
export interface CleanLine {
	/** Trimmed, without quote marks, bold marks and invisible characters, blanks folded. Cut at `PATTERN_LIMIT`. */
	clean: string;
	/** Begins with `>`, `|` or initials and `>`. */
	quoted: boolean;
}

/** Characters of a line that are looked at. */
export const PATTERN_LIMIT = 1_000;
/** Stands for a line that says nothing within the limit. */
export const BEYOND = '…';
const QUOTE_MARK = /^[ \t\u00a0]{0,4}(?:[A-Z][A-Za-z]{0,2})?>|^[ \t\u00a0]{0,4}\|(?:[ \t\u00a0]|$)/u;
/** `>>> Jana <jana@example.com> 05.03.2024 10:12 >>>` is how GroupWise introduces what it quotes without marks. */
const GROUPWISE = /^>>> [^>].{2,300} >>>\s*$/u;
/** Closing and opening marks on one line (`>>> offer <<<`) are decoration, not a quote. */
const DECORATION = /^[\s>]{0,80}[^<]{0,200}<{2,}\s*$/u;

/** White space that is not one plain blank already. */
const BLANKS = /[^\S ]\s*| \s+/gu;

/** A line as the rules want it. Linear in its length. */
export function cleanLine(text: string): CleanLine {
	const head = text.length > PATTERN_LIMIT ? text.slice(0, PATTERN_LIMIT) : text;
	const visible = asWritten(head);
	const quoted = QUOTE_MARK.test(visible) && !(visible.length < 300 && />{2,}/u.test(visible) && DECORATION.test(visible)) && !(visible.startsWith('>>> ') && GROUPWISE.test(visible));
	const inner = quoted ? visible.replace(/^[ \t\u00a0]{0,4}[A-Za-z]{0,3}(?:[>|][ \t\u00a0]?)+/u, '') : visible;
	const clean = inner.replace(BLANKS, ' ').trim();
	return { clean: text.length > PATTERN_LIMIT && clean === '' ? BEYOND : clean, quoted };
}
