import type { LineKind } from './replyKinds';
import type { ReplyLines } from './replyLines';
import { withSignatures } from './replySignatureBlocks';

/** Which lines are the sender's new text and which are his signature. */
export interface ReplyCut {
	/** 1 for a line that is kept, else 0. */
	keep: Uint8Array;
	/** 1 for a line of the signature, else 0. */
	signature: Uint8Array;
	method: string;
	confidence: number;
}

/** What the sender wrote; signatures are among it only where they are not looked for. */
const WRITTEN: ReadonlySet<LineKind> = new Set<LineKind>(['text', 'rule', 'phone', 'delimiter']);
const HARD_BREAKS: ReadonlySet<LineKind> = new Set<LineKind>(['cut', 'original', 'forwarded', 'headers']);
const CONFIDENCE: Readonly<Record<string, number>> = { cut: 0.95, original: 0.9, forwarded: 0.85, headers: 0.9, attribution: 0.9, quote: 0.75, inline: 0.8, below: 0.85, whole: 0.7 };

/** What stretches of written lines and of quotes there are; blank lines belong to what stands around them, breaks to nobody. */
interface Stretches {
	firstWritten: { from: number; to: number };
	writtenEnd: number;
	/** -1: no quote. */
	firstQuote: number;
	/** Quotes with written lines above and below. */
	inside: number;
}

/** Index of the first line from `from` on for which `test` holds; -1 when there is none before `end`. */
function find(kinds: readonly LineKind[], from: number, end: number, test: (kind: LineKind) => boolean): number {
	for (let i = from; i < end; i++) if (test(kinds[i] as LineKind)) return i;
	return -1;
}

/** The stretches within [0, end). Wants a written line among them. */
function stretchesOf(kinds: readonly LineKind[], end: number): Stretches {
	const found: Stretches = { firstWritten: { from: -1, to: -1 }, writtenEnd: -1, firstQuote: -1, inside: 0 };
	let current: 'written' | 'quote' | null = null;
	let quotesBelow = 0;
	for (let i = 0; i < end; i++) {
		const kind = kinds[i] as LineKind;
		if (WRITTEN.has(kind)) {
			if (found.firstWritten.from === -1) found.firstWritten.from = i;
			else if (current === 'quote') found.inside = quotesBelow;
			if (quotesBelow === 0) found.firstWritten.to = i + 1;
			found.writtenEnd = i + 1;
			current = 'written';
		} else if (kind === 'quote') {
			if (found.firstQuote === -1) found.firstQuote = i;
			if (found.firstWritten.from !== -1 && current !== 'quote') quotesBelow++;
			current = 'quote';
		}
	}
	return found;
}

function keepBetween(keep: Uint8Array, kinds: readonly LineKind[], from: number, to: number, quotes: boolean): void {
	for (let i = from; i < to; i++) {
		const kind = kinds[i] as LineKind;
		keep[i] = kind === 'empty' || WRITTEN.has(kind) || (quotes && (kind === 'quote' || kind === 'attribution')) ? 1 : 0;
	}
}

/** The attribution directly above the first quote that is kept: it says to whom the answers between the quotes are given. */
function keepIntroduction(keep: Uint8Array, kinds: readonly LineKind[], from: number): void {
	let i = from - 1;
	while (i >= 0 && kinds[i] === 'empty') i--;
	for (; i >= 0 && kinds[i] === 'attribution'; i--) keep.fill(1, i, from);
}

/** Decides by the stretches what is kept of [0, end): the reply above, below, around or between the quotes. */
function keepStretches(kinds: readonly LineKind[], end: number, keep: Uint8Array, attributed: boolean, moreQuoted: boolean): string {
	const { firstWritten, writtenEnd, firstQuote, inside } = stretchesOf(kinds, end);
	const quotesAbove = firstQuote !== -1 && firstQuote < firstWritten.from;
	if (inside === 0) {
		keepBetween(keep, kinds, firstWritten.from, writtenEnd, false);
		if (quotesAbove) return 'below';
		return attributed ? 'attribution' : firstQuote !== -1 ? 'quote' : 'whole';
	}
	if (inside === 1 && attributed && !quotesAbove) {
		// Text above and below one quoted mail is the sender's. Where a further mail is introduced below, the text between belongs to the quoted one.
		keepBetween(keep, kinds, firstWritten.from, moreQuoted ? firstWritten.to : writtenEnd, false);
		return 'attribution';
	}
	const from = Math.min(firstQuote, firstWritten.from);
	keepBetween(keep, kinds, from, writtenEnd, true);
	keepIntroduction(keep, kinds, from);
	return 'inline';
}

/** The mail program whose mark of a quote some line has; null when none has one. */
function quotingClient(lines: ReplyLines): string | null {
	for (let i = 0; i < lines.length; i++) {
		const { kind, client } = lines.structureAt(i);
		if (kind === 'quote' && client !== '') return client;
	}
	return null;
}

/**
 * What of these lines the sender wrote anew. Keeps answers above, below and between quotes; takes signatures out unless `signatures` is false.
 * Keeps everything (method `whole`) where nothing above a break was written, as in a forward without comment: never empty where there is text.
 */
export function cutReply(lines: ReplyLines, allKinds: readonly LineKind[], signatures: boolean): ReplyCut {
	const keep = new Uint8Array(lines.length);
	const signature = new Uint8Array(lines.length);
	const firstText = find(allKinds, 0, lines.length, (kind) => kind === 'text');
	const hardTop = find(allKinds, 0, lines.length, (kind) => HARD_BREAKS.has(kind));
	if (firstText < 0 || (hardTop >= 0 && hardTop < firstText && find(allKinds, hardTop, firstText, (kind) => kind === 'quote') < 0)) {
		return { keep: keep.fill(1), signature, method: 'whole', confidence: 0.4 };
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
	const found = keepStretches(kinds, end, keep, attributed, moreQuoted);
	for (let i = 0; i < end; i++) if (kinds[i] === 'signature') signature[i] = 1;
	if (method === '' || found === 'inline' || found === 'below') method = found;
	if (method === 'quote' || method === 'attribution') method = quotingClient(lines) ?? method;
	if (method === 'cut') method = lines.structureAt(hard).client;
	return { keep, signature, method, confidence: CONFIDENCE[method] ?? 0.95 };
}
