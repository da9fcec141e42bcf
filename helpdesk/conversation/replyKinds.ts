import { attributionAt } from './replyAttribution';
import { headerBlockAt, type KnownLabels } from './replyHeaderBlock';
import { LineKinds, type LineKind } from './replyLineKinds';
import type { ReplyLine, ReplyLines } from './replyLines';
import { isRule, separatorKind } from './replySeparators';
import { isPhoneLine, isSignatureDelimiter } from './replySignature';

/** A bare link behind a quoted line, or a line without blanks behind a quoted link, belongs to the quote: the wrap lost its `>`. */
function continuesLink(line: ReplyLine, before: ReplyLine | undefined): boolean {
	if (before?.quoted !== true) return false;
	if (/^[(<[]https?:\S{1,500}[)>\]](?: >)?$/u.test(line.clean)) return true;
	return /https?:/u.test(before.clean) && !/\s/u.test(line.clean.replace(/ >$/u, '')) && line.clean.length < 300;
}

/** Centrum and Azet draw it above a header block with `>`, and quote the mail below that without marks. */
function isLongRule(line: ReplyLine): boolean {
	return !line.quoted && line.clean.length >= 30 && /^_{30,200}$/u.test(line.clean);
}

/** `>>> On 5. 3. 2024 at 10:12, in message <id>, Jana wrote:` looks like a quote of a quote; GroupWise writes it below the answer and quotes without marks. */
function groupWiseAttributionAt(lines: ReplyLines, index: number): number {
	if ((index > 0 && lines.isQuoted(index - 1)) || !lines.at(index).text.startsWith('>>> ')) return 0;
	return attributionAt(lines, index, false);
}

/** The kind of each line. Linear: each test looks at a bounded number of lines and characters. */
export function kindsOf(lines: ReplyLines): LineKinds {
	const kinds = LineKinds.ofLength(lines.length);
	const labels: KnownLabels = new Uint8Array(lines.length);
	for (let i = 0; i < lines.length; i++) {
		const structure = lines.structureAt(i).kind;
		if (structure !== null) {
			kinds.set(i, lines.isBare(i) && structure !== 'cut' ? 'empty' : structure);
			// Gmail puts it into the element in which it puts an attribution.
			if (structure === 'attribution' && separatorKind(lines.at(i)) === 'forwarded') kinds.set(i, 'forwarded');
			continue;
		}
		if (lines.isBare(i)) {
			kinds.set(i, lines.isQuoted(i) ? 'quote' : 'empty');
			continue;
		}
		if (lines.isQuoted(i)) {
			const headers = isLongRule(lines.at(i - 1)) ? headerBlockAt(lines, i, labels) : 0;
			const groupWise = headers > 0 ? 0 : groupWiseAttributionAt(lines, i);
			kinds.fill(headers > 0 ? 'headers' : groupWise > 0 ? 'attribution' : 'quote', i, i + Math.max(1, headers, groupWise));
			i += Math.max(1, headers, groupWise) - 1;
			continue;
		}
		const attribution = attributionAt(lines, i);
		const headers = attribution > 0 ? 0 : headerBlockAt(lines, i, labels);
		if (attribution > 0 || headers > 0) {
			kinds.fill(attribution > 0 ? 'attribution' : 'headers', i, i + attribution + headers);
			i += attribution + headers - 1;
			continue;
		}
		kinds.set(i, singleLineKind(lines.at(i), kinds.is(i - 1, 'quote') ? lines.at(i - 1) : undefined));
	}
	return kinds;
}

function singleLineKind(line: ReplyLine, quotedBefore: ReplyLine | undefined): LineKind {
	const separator = separatorKind(line);
	if (separator !== null) return separator;
	if (isSignatureDelimiter(line)) return 'delimiter';
	if (isRule(line)) return 'rule';
	if (isPhoneLine(line)) return 'phone';
	return continuesLink(line, quotedBefore) ? 'quote' : 'text';
}
