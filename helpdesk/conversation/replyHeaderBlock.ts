import { HEADER_LABELS, type HeaderLabel } from './replyHeaderBlockWords';
import type { ReplyLine, ReplyLines } from './replyLines';

const MAX_LINES = 24;
const LABEL_LENGTH = 24;

const labels = new Map<string, HeaderLabel>();
for (const [label, spellings] of Object.entries(HEADER_LABELS)) {
	for (const spelling of spellings) if (!labels.has(spelling)) labels.set(spelling, label as HeaderLabel);
}

/** Which header a line like `*Od:* Jana` shows, or null. */
export function headerLabel(line: ReplyLine): HeaderLabel | null {
	const head = line.clean.slice(0, LABEL_LENGTH + 8);
	if (!head.includes(':') && !head.includes('：')) return null;
	const text = head.replace(/^[*_ \t|]{1,6}/u, '');
	// La Poste and Orange: `Message du 05/03/24 10:12`.
	if (/^message du \d{1,2}\/\d/iu.test(text)) return 'sent';
	const colon = text.search(/[:：]/u);
	if (colon <= 0 || colon > LABEL_LENGTH) return null;
	return labels.get(text.slice(0, colon).replace(/[*_]/gu, '').trim().toLowerCase()) ?? null;
}

/** What `headerLabel` said of each line so far, as a number: every line is asked by those above it, up to 24 times. 0: not asked, 1: none, else one of the list. */
export type KnownLabels = Uint8Array;
const LABELS: ReadonlyArray<HeaderLabel | null | undefined> = [undefined, null, ...(Object.keys(HEADER_LABELS) as HeaderLabel[])];

function labelAt(lines: ReplyLines, index: number, known: KnownLabels): HeaderLabel | null {
	const number = known[index] ?? 0;
	if (number > 0) return LABELS[number] ?? null;
	const label = headerLabel(lines.at(index));
	known[index] = LABELS.indexOf(label);
	return label;
}

/**
 * How many lines from `start` on are a header block (From, Sent, To, Subject in any known language); 0 when it is none.
 * Wants two different headers and an address, or three with a subject: a form mail that says "From: Bratislava, To: Vienna" is no block.
 */
export function headerBlockAt(lines: ReplyLines, start: number, known: KnownLabels): number {
	const first = labelAt(lines, start, known);
	if (first === null || first === 'other' || first === 'cc' || first === 'bcc') return 0;
	const seen = new Set<HeaderLabel>();
	let end = start;
	let addressed = false;
	let loose = 0;
	for (let i = start; i < lines.length && i < start + MAX_LINES; i++) {
		if (lines.isQuoted(i) !== lines.isQuoted(start)) break;
		const line = lines.at(i);
		const label = labelAt(lines, i, known);
		if (label !== null) {
			seen.add(label);
			addressed ||= line.clean.includes('@') || line.clean.includes('<') || line.clean.includes('mailto');
			end = i + 1;
			loose = 0;
			continue;
		}
		// A value may be wrapped once or twice, and some programs put a blank line between the headers.
		loose += line.clean === '' ? 1 : 2;
		if (loose > 3 || (line.clean === '' && seen.has('subject'))) break;
		addressed ||= loose > 1 && line.clean.includes('@');
	}
	const names = (seen.has('from') ? 1 : 0) + (seen.has('sent') ? 1 : 0) + (seen.has('to') ? 1 : 0) + (seen.has('subject') ? 1 : 0);
	const enough = addressed ? names >= 2 : names >= 3 && seen.has('subject') && seen.has('from');
	return enough ? end - start : 0;
}
