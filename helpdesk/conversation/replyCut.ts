import type { LineKind } from './replyKinds';
import type { ReplyLine } from './replyLines';
import { withSignatures } from './replySignatureBlocks';

/** Which lines are the sender's new text and which are his signature. */
export interface ReplyCut {
	keep: boolean[];
	signature: boolean[];
	method: string;
	confidence: number;
}

/** What the sender wrote; signatures are among it only where they are not looked for. */
const WRITTEN: ReadonlySet<LineKind> = new Set<LineKind>(['text', 'rule', 'phone', 'delimiter']);
const HARD_BREAKS: ReadonlySet<LineKind> = new Set<LineKind>(['cut', 'original', 'forwarded', 'headers']);
const CONFIDENCE: Readonly<Record<string, number>> = { cut: 0.95, original: 0.9, forwarded: 0.85, headers: 0.9, attribution: 0.9, quote: 0.75, inline: 0.8, below: 0.85, whole: 0.7 };

interface Run {
	written: boolean;
	from: number;
	to: number;
}

/** Index of the first line from `from` on for which `test` holds; -1 when there is none before `end`. */
function find(kinds: readonly LineKind[], from: number, end: number, test: (kind: LineKind) => boolean): number {
	for (let i = from; i < end; i++) if (test(kinds[i] as LineKind)) return i;
	return -1;
}

/** Unbroken stretches of written lines and of quotes within [from, end); blank lines belong to what stands around them, breaks to nobody. */
function runsOf(kinds: readonly LineKind[], from: number, end: number): Run[] {
	const runs: Run[] = [];
	for (let i = from; i < end; i++) {
		const kind = kinds[i] as LineKind;
		const written = WRITTEN.has(kind);
		if (!written && kind !== 'quote') continue;
		const last = runs[runs.length - 1];
		if (last?.written === written) last.to = i + 1;
		else runs.push({ written, from: i, to: i + 1 });
	}
	return runs;
}

function keepBetween(keep: boolean[], kinds: readonly LineKind[], from: number, to: number, quotes: boolean): void {
	for (let i = from; i < to; i++) {
		const kind = kinds[i] as LineKind;
		keep[i] = kind === 'empty' || WRITTEN.has(kind) || (quotes && (kind === 'quote' || kind === 'attribution'));
	}
}

/** The attribution directly above the first quote that is kept: it says to whom the answers between the quotes are given. */
function keepIntroduction(keep: boolean[], kinds: readonly LineKind[], from: number): void {
	let i = from - 1;
	while (i >= 0 && kinds[i] === 'empty') i--;
	for (; i >= 0 && kinds[i] === 'attribution'; i--) keep.fill(true, i, from);
}

/** Decides by the runs what is kept of [0, end): the reply above, below, around or between the quotes. */
function keepRuns(kinds: readonly LineKind[], end: number, keep: boolean[], attributed: boolean, moreQuoted: boolean): string {
	const runs = runsOf(kinds, 0, end);
	const written = runs.filter((run) => run.written);
	const quotes = runs.filter((run) => !run.written);
	const first = written[0] as Run;
	const last = written[written.length - 1] as Run;
	const inside = quotes.filter((run) => run.from > first.from && run.from < last.from);
	if (quotes.length === 0 || inside.length === 0) {
		keepBetween(keep, kinds, first.from, last.to, false);
		if (quotes.length > 0 && (quotes[0] as Run).from < first.from) return 'below';
		return attributed ? 'attribution' : quotes.length > 0 ? 'quote' : 'whole';
	}
	const onlyOneQuoted = inside.length === 1 && attributed && quotes.every((run) => run.from >= first.from);
	if (onlyOneQuoted) {
		// Text above and below one quoted mail is the sender's. Where a further mail is introduced below, the text between belongs to the quoted one.
		keepBetween(keep, kinds, first.from, moreQuoted ? first.to : last.to, false);
		return 'attribution';
	}
	const from = Math.min((quotes[0] as Run).from, first.from);
	keepBetween(keep, kinds, from, last.to, true);
	keepIntroduction(keep, kinds, from);
	return 'inline';
}

/**
 * What of these lines the sender wrote anew. Keeps answers above, below and between quotes; takes signatures out unless `signatures` is false.
 * Keeps everything (method `whole`) where nothing above a break was written, as in a forward without comment: never empty where there is text.
 */
export function cutReply(lines: readonly ReplyLine[], allKinds: readonly LineKind[], signatures: boolean): ReplyCut {
	const keep = new Array<boolean>(lines.length).fill(false);
	const signature = new Array<boolean>(lines.length).fill(false);
	const firstText = find(allKinds, 0, lines.length, (kind) => kind === 'text');
	const hardTop = find(allKinds, 0, lines.length, (kind) => HARD_BREAKS.has(kind));
	if (firstText < 0 || (hardTop >= 0 && hardTop < firstText && find(allKinds, hardTop, firstText, (kind) => kind === 'quote') < 0)) {
		return { keep: keep.fill(true), signature, method: 'whole', confidence: 0.4 };
	}
	const hard = find(allKinds, firstText, lines.length, (kind) => HARD_BREAKS.has(kind));
	let end = hard < 0 ? lines.length : hard;
	let method = hard < 0 ? '' : (allKinds[hard] as string);
	const attribution = find(allKinds, firstText, end, (kind) => kind === 'attribution');
	let moreQuoted = hard >= 0;
	if (attribution >= 0) {
		const next = find(allKinds, attribution, end, (kind) => kind !== 'attribution' && kind !== 'empty');
		if (next < 0 || allKinds[next] !== 'quote') {
			end = attribution;
			method = 'attribution';
		} else moreQuoted ||= find(allKinds, next, end, (kind) => kind === 'attribution') >= 0;
	}
	const kinds = withSignatures(lines, allKinds, end, signatures);
	const attributed = find(kinds, 0, lines.length, (kind) => kind === 'attribution') >= 0;
	const found = keepRuns(kinds, end, keep, attributed, moreQuoted);
	for (let i = 0; i < end; i++) signature[i] = kinds[i] === 'signature';
	if (method === '' || found === 'inline' || found === 'below') method = found;
	const structured = method === 'quote' || method === 'attribution' ? lines.find((line) => line.structure === 'quote' && line.client !== '') : undefined;
	if (structured !== undefined) method = structured.client;
	if (method === 'cut') method = (lines[hard] as ReplyLine).client;
	return { keep, signature, method, confidence: CONFIDENCE[method] ?? 0.95 };
}
