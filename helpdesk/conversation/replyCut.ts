import { setOfKinds, type KindSet, type LineKinds } from './replyLineKinds';
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
const WRITTEN = setOfKinds('text', 'rule', 'phone', 'delimiter');
const HARD_BREAKS = setOfKinds('cut', 'original', 'forwarded', 'headers');
const EMPTY = setOfKinds('empty');
const UNQUOTED = WRITTEN | EMPTY;
const TEXT = setOfKinds('text');
const QUOTE = setOfKinds('quote');
const ATTRIBUTION = setOfKinds('attribution');
const QUOTED = QUOTE | ATTRIBUTION;
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

/** The stretches within [0, end). Wants a written line among them. */
function stretchesOf(kinds: LineKinds, end: number): Stretches {
	const found: Stretches = { firstWritten: { from: -1, to: -1 }, writtenEnd: -1, firstQuote: -1, inside: 0 };
	let current: 'written' | 'quote' | null = null;
	let quotesBelow = 0;
	for (let i = 0; i < end; i++) {
		if (kinds.isOf(i, WRITTEN)) {
			if (found.firstWritten.from === -1) found.firstWritten.from = i;
			else if (current === 'quote') found.inside = quotesBelow;
			if (quotesBelow === 0) found.firstWritten.to = i + 1;
			found.writtenEnd = i + 1;
			current = 'written';
		} else if (kinds.is(i, 'quote')) {
			if (found.firstQuote === -1) found.firstQuote = i;
			if (found.firstWritten.from !== -1 && current !== 'quote') quotesBelow++;
			current = 'quote';
		}
	}
	return found;
}

function keepBetween(keep: Uint8Array, kinds: LineKinds, from: number, to: number, wanted: KindSet): void {
	for (let i = from; i < to; i++) keep[i] = kinds.isOf(i, wanted) ? 1 : 0;
}

/** The attribution directly above the first quote that is kept: it says to whom the answers between the quotes are given. */
function keepIntroduction(keep: Uint8Array, kinds: LineKinds, from: number): void {
	let last = from - 1;
	while (kinds.is(last, 'empty')) last--;
	let first = last;
	while (kinds.is(first, 'attribution')) first--;
	if (first < last) keep.fill(1, first + 1, from);
}

/** Decides by the stretches what is kept of [0, end): the reply above, below, around or between the quotes. */
function keepStretches(kinds: LineKinds, end: number, keep: Uint8Array, attributed: boolean, moreQuoted: boolean): string {
	const { firstWritten, writtenEnd, firstQuote, inside } = stretchesOf(kinds, end);
	const quotesAbove = firstQuote !== -1 && firstQuote < firstWritten.from;
	if (inside === 0) {
		keepBetween(keep, kinds, firstWritten.from, writtenEnd, UNQUOTED);
		if (quotesAbove) return 'below';
		return attributed ? 'attribution' : firstQuote !== -1 ? 'quote' : 'whole';
	}
	if (inside === 1 && attributed && !quotesAbove) {
		// Text above and below one quoted mail is the sender's. Where a further mail is introduced below, the text between belongs to the quoted one.
		keepBetween(keep, kinds, firstWritten.from, moreQuoted ? firstWritten.to : writtenEnd, UNQUOTED);
		return 'attribution';
	}
	const from = Math.min(firstQuote, firstWritten.from);
	keepBetween(keep, kinds, from, writtenEnd, UNQUOTED | QUOTED);
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
export function cutReply(lines: ReplyLines, allKinds: LineKinds, signatures: boolean): ReplyCut {
	const keep = new Uint8Array(lines.length);
	const signature = new Uint8Array(lines.length);
	const firstText = allKinds.find(TEXT, 0, lines.length);
	const hardTop = allKinds.find(HARD_BREAKS, 0, lines.length);
	if (firstText < 0 || (hardTop >= 0 && hardTop < firstText && allKinds.find(QUOTE, hardTop, firstText) < 0)) {
		return { keep: keep.fill(1), signature, method: 'whole', confidence: 0.4 };
	}
	const hard = allKinds.find(HARD_BREAKS, firstText, lines.length);
	let end = hard < 0 ? lines.length : hard;
	let method: string = hard < 0 ? '' : allKinds.at(hard);
	const attribution = allKinds.find(ATTRIBUTION, firstText, end);
	let moreQuoted = hard >= 0;
	if (attribution >= 0) {
		const next = allKinds.find(~(ATTRIBUTION | EMPTY), attribution, end);
		if (next < 0 || !allKinds.is(next, 'quote')) {
			end = attribution;
			method = 'attribution';
		} else moreQuoted ||= allKinds.find(ATTRIBUTION, next, end) >= 0;
	}
	const kinds = withSignatures(lines, allKinds, end, signatures);
	const attributed = kinds.find(ATTRIBUTION, 0, lines.length) >= 0;
	const found = keepStretches(kinds, end, keep, attributed, moreQuoted);
	for (let i = 0; i < end; i++) if (kinds.is(i, 'signature')) signature[i] = 1;
	if (method === '' || found === 'inline' || found === 'below') method = found;
	if (method === 'quote' || method === 'attribution') method = quotingClient(lines) ?? method;
	if (method === 'cut') method = lines.structureAt(hard).client;
	return { keep, signature, method, confidence: CONFIDENCE[method] ?? 0.95 };
}
