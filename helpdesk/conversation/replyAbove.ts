import type { ReplyLine, ReplyLines } from './replyLines';

function normal(text: string): string {
	return text.toLowerCase().replace(/[\s\u00a0*_]+/gu, ' ').trim();
}

/** `normal` takes these away. */
const hasMarks = (clean: string) => clean.includes('*') || clean.includes('_');

/** As `normal`, for a line that is clean already (blanks folded). */
function normalLine({ clean }: ReplyLine): string {
	return hasMarks(clean) ? normal(clean) : clean.toLowerCase();
}

/** Lines of other help desks: who passes their mail on, or answers for one, leaves them in. */
export const FOREIGN_MARKS: readonly string[] = [
	'reply above this line',
	'type your reply above this line',
	'write above this line to reply',
	'add your response above this line',
	'antworten sie oberhalb dieser zeile',
	'répondre au-dessus de cette ligne',
	'responda por encima de esta línea',
	'odpovídejte nad tímto řádkem',
];

/** How some marks begin: where a line has no such beginning, or is too long for them, it has none of them. */
interface Beginning {
	text: string;
	/** Length of the longest of them. */
	longest: number;
}

interface Wanted {
	marks: readonly string[];
	beginnings: readonly Beginning[];
	longest: number;
}

const BEGINNING = 3;

const normalMarks = new WeakMap<readonly string[], Wanted>();

/** The marks to look for; worked out once for each list. */
function wantedOf(marks: readonly string[]): Wanted {
	const known = normalMarks.get(marks);
	if (known !== undefined) return known;
	const normalised = marks.map(normal).filter((mark) => mark.length >= 6);
	const lengths = new Map<string, number>();
	for (const mark of normalised) {
		const text = mark.slice(0, BEGINNING);
		lengths.set(text, Math.max(lengths.get(text) ?? 0, mark.length));
	}
	const beginnings = [...lengths].map(([text, longest]) => ({ text, longest }));
	const wanted = { marks: normalised, beginnings, longest: Math.max(...lengths.values()) };
	normalMarks.set(marks, wanted);
	return wanted;
}

/** Text that a mail program may put around the line: quote marks and a few words, not a whole sentence that mentions it. */
const SLACK = 24;

/**
 * Where our reply-above line stands, as [from, to) because mail programs wrap it over up to three lines; null when it is nowhere.
 * Found by its HTML id, or by its text in any of the given wordings, whatever the case and the blanks.
 */
export function replyAboveAt(lines: ReplyLines, marks: readonly string[]): { from: number; to: number } | null {
	const { marks: wanted, beginnings, longest } = wantedOf(marks);
	for (let i = 0; i < lines.length; i++) {
		if (lines.structureAt(i).kind === 'mark') return { from: i, to: i + 1 };
		if (lines.isBare(i)) continue;
		const line = lines.at(i);
		if (line.clean.length < 3 || line.clean.length > 400) continue;
		// As most lines are: too long to be one of them, in lower case as well.
		if (line.clean.length > longest + SLACK && !hasMarks(line.clean)) continue;
		const text = normalLine(line);
		if (text.length > longest + SLACK) continue;
		if (text.length >= BEGINNING && !beginnings.some((beginning) => text.length <= beginning.longest + SLACK && text.includes(beginning.text))) continue;
		for (const mark of wanted) {
			if (text.length <= mark.length + SLACK && text.includes(mark)) return { from: i, to: i + 1 };
			if (text.length < mark.length && mark.startsWith(text)) {
				let joined = text;
				for (let next = i + 1; next < lines.length && next < i + 3 && joined.length < mark.length; next++) {
					joined = `${joined} ${normalLine(lines.at(next))}`;
					if (joined === mark) return { from: i, to: next + 1 };
				}
			}
		}
	}
	return null;
}
