import type { ReplyText } from '../email/Email';
import { REPLY_ABOVE_MARKS } from '../email/replyAboveLines';
import { cutReply, type ReplyCut } from './replyCut';
import { htmlOfLines, linesOfHtml, type HtmlBody } from './replyHtmlLines';
import { kindsOf } from './replyKinds';
import { linesOfText, type ReplyLines } from './replyLines';
import { FOREIGN_MARKS, replyAboveAt } from './replyAbove';

const KNOWN_MARKS: readonly string[] = [...REPLY_ABOVE_MARKS, ...FOREIGN_MARKS];

interface Extract {
	lines: ReplyLines;
	cut: ReplyCut;
	text: string;
}

/** The decoded bodies of a mail; either may be empty. */
export interface ReplyFacts {
	text: string;
	html: string;
	/** Nobody sent the text, it was made of the HTML: then the HTML alone is asked, which knows a quote from an indented paragraph. */
	textOfHtml?: boolean;
	/** The subject begins with a mark of forwarding (`Fwd:`, `WG:`, `VL:` ...), set by the sender's mail program. */
	forwards?: boolean;
	/** The subject says of no mail that it is answered: then what stands below "Forwarded message" was forwarded now, under a subject that the sender wrote anew. */
	begins?: boolean;
}

function wholeReply(facts: ReplyFacts): ReplyText {
	const body = facts.html.trim() === '' ? null : linesOfHtml(facts.html);
	const text = facts.text.trim() !== '' || body === null ? linesOfText(facts.text).join(() => true) : body.lines.join(() => true);
	return { text, html: body === null ? '' : htmlOfLines(body, () => true), elided: '', signature: '', method: 'forward', confidence: 0.9 };
}

function fold(text: string): string {
	return text.replace(/[^\S ][\s>]*|>[\s>]*| [\s>]+/gu, ' ').trim();
}

/** Cuts with signatures first; where that leaves nothing, with signatures kept; where that leaves nothing either, not at all. */
function cutLines(lines: ReplyLines): Extract {
	const kinds = kindsOf(lines);
	for (const signatures of [true, false]) {
		const cut = cutReply(lines, kinds, signatures);
		const text = lines.join((i) => cut.keep[i] === 1);
		if (text !== '') return { lines, cut: signatures ? cut : { ...cut, confidence: 0.4 }, text };
	}
	const cut = { keep: new Uint8Array(lines.length).fill(1), signature: new Uint8Array(lines.length), method: 'whole', confidence: 0.3 };
	return { lines, cut, text: lines.join(() => true) };
}

/** Widens a cut of some lines to all lines, by the place where they start. */
function placeAt(extract: Extract, all: ReplyLines, offset: number, method: string): Extract {
	const keep = new Uint8Array(all.length);
	const signature = new Uint8Array(all.length);
	keep.set(extract.cut.keep, offset);
	signature.set(extract.cut.signature, offset);
	return { lines: all, cut: { keep, signature, method, confidence: method === 'reply-above' ? 0.99 : extract.cut.confidence }, text: extract.text };
}

/**
 * Our own line first: what stands above it is the answer (C5). Where nothing does, the customer wrote below or between:
 * then what follows the line is asked like any other mail (freescout#3235).
 */
function extract(lines: ReplyLines, marks: readonly string[]): Extract {
	const mark = replyAboveAt(lines, marks);
	if (mark === null) return cutLines(lines);
	const above = lines.slice(0, mark.from);
	const aboveKinds = kindsOf(above);
	if (aboveKinds.includes('text') || aboveKinds.includes('signature')) return placeAt(cutLines(above), lines, 0, 'reply-above');
	const below = lines.slice(mark.to);
	const rest = cutLines(below);
	if (rest.text !== '') return placeAt(rest, lines, mark.to, rest.cut.method);
	return cutLines(lines);
}

/** The text has nothing but `>` for a quote, and the HTML none: so the sender indented a paragraph (freescout#4460). */
function isUnquoted(fromHtml: Extract, fromText: Extract): boolean {
	return fromHtml.cut.method === 'whole' && (fromText.cut.method === 'quote' || fromText.cut.method === 'below' || fromText.cut.method === 'inline');
}

function elidedOf(found: Extract): string {
	return found.lines.join((i) => found.cut.keep[i] !== 1 && found.cut.signature[i] !== 1);
}

function signatureOf(found: Extract): string {
	return found.lines.join((i) => found.cut.signature[i] === 1);
}

function trimKept(body: HtmlBody, keep: Uint8Array): string {
	const filled = (i: number): boolean => keep[i] === 1 && !body.lines.isEmpty(i);
	let first = 0;
	let last = body.lines.length - 1;
	while (first <= last && !filled(first)) first++;
	while (last >= first && !filled(last)) last--;
	return htmlOfLines(body, (i) => i >= first && i <= last && keep[i] === 1);
}

/**
 * What the sender of a mail wrote anew, and what was cut off (C5, C11).
 *
 * Asks in this order: our own reply-above line; the structure that mail programs leave in HTML; attribution lines, header blocks and separators in the
 * languages of the tables; blocks of `>`; signatures. Text and HTML are read by the same rules, and the one with more evidence wins. Never empty when the mail
 * has text: a stage that would leave nothing is undone. `html` is made of the given HTML's own tags and texts, so it is as safe as what was given.
 * Linear in the length of the input. A forward is given whole: what is forwarded is what the sender wants to tell.
 *
 * @param facts The decoded bodies; either may be empty. For the structure to be seen, the HTML must still have `id`, `class`, `type` and `style`.
 * @param marks Further reply-above lines, beside those that are shipped.
 */
export function extractReply(facts: ReplyFacts, marks: readonly string[] = []): ReplyText {
	if (facts.forwards === true) return wholeReply(facts);
	const allMarks = marks.length === 0 ? KNOWN_MARKS : [...marks, ...KNOWN_MARKS];
	const body = facts.html.trim() === '' ? null : linesOfHtml(facts.html);
	const fromHtml = body === null ? null : extract(body.lines, allMarks);
	const skipsText = facts.textOfHtml === true && fromHtml !== null && fromHtml.text !== '';
	if (facts.begins === true && fromHtml?.cut.method === 'forwarded') return wholeReply(facts);
	const fromText = skipsText || facts.text.trim() === '' ? null : extract(linesOfText(facts.text), allMarks);
	if (facts.begins === true && fromText?.cut.method === 'forwarded') return wholeReply(facts);
	const html = body !== null && fromHtml !== null ? trimKept(body, fromHtml.cut.keep) : '';
	if (fromHtml === null || fromHtml.text === '' || fromText === null || fromText.text === '') {
		const found = fromText !== null && fromText.text !== '' ? fromText : fromHtml;
		if (found === null) return { text: '', html: '', elided: '', signature: '', method: 'whole', confidence: 1 };
		return { text: found.text, html, elided: elidedOf(found), signature: signatureOf(found), method: found.cut.method, confidence: found.cut.confidence };
	}
	const agree = fromHtml.text === fromText.text || fold(fromHtml.text) === fold(fromText.text);
	const better = isUnquoted(fromHtml, fromText) || (!agree && fromHtml.cut.confidence >= fromText.cut.confidence) ? fromHtml : fromText;
	const named = fromHtml.cut.confidence >= fromText.cut.confidence ? fromHtml : fromText;
	return {
		text: better.text,
		html: better === fromHtml || agree || fromHtml.cut.method !== 'whole' ? html : '',
		elided: elidedOf(better),
		signature: signatureOf(better),
		method: agree ? named.cut.method : better.cut.method,
		confidence: agree ? Math.min(0.99, named.cut.confidence + 0.03) : better.cut.confidence,
	};
}
