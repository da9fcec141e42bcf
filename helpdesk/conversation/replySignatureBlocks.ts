import { setOfKinds, type LineKinds } from './replyLineKinds';
import type { ReplyLines } from './replyLines';
import { isBareName, isDashedName, looksLikeContactBlock } from './replySignature';

const LONGEST_CONTACT_BLOCK = 12;
const TEXT = setOfKinds('text');
const OWN_TEXT = setOfKinds('text', 'rule', 'phone', 'delimiter', 'signature', 'empty');

/** What follows a rule at the end of the sender's text is a signature or a list footer. */
function ruleOpensSignature(lines: ReplyLines, kinds: LineKinds, rule: number, end: number): boolean {
	const tail: string[] = [];
	for (let i = rule + 1; i < end && tail.length <= LONGEST_CONTACT_BLOCK; i++) if (!kinds.is(i, 'empty')) tail.push(lines.at(i).clean);
	if (tail.length > LONGEST_CONTACT_BLOCK) return false;
	return tail.length === 0 || looksLikeContactBlock(tail) || (tail.length <= 2 && /^_{2,}$/u.test(lines.at(rule).clean));
}

/**
 * The kinds with every line of a signature marked as such, within each stretch of the sender's own text before `end`: what follows a delimiter, phone lines, a
 * contact block below a rule, a name behind a dash as the last line. Text must stand before it, or it is no signature. With `wanted` false the kinds that HTML structure called signature become text.
 */
export function withSignatures(lines: ReplyLines, kinds: LineKinds, end: number, wanted: boolean): LineKinds {
	const marked = kinds.copy();
	if (!wanted) {
		for (let i = 0; i < lines.length; i++) if (kinds.is(i, 'signature')) marked.set(i, 'text');
		return marked;
	}
	let firstText = -1;
	let lastRule = -1;
	const closeStretch = (to: number): void => {
		if (lastRule >= 0 && ruleOpensSignature(lines, marked, lastRule, to)) marked.fill('signature', lastRule, to);
		lastRule = -1;
	};
	let signing = false;
	for (let i = 0; i < end; i++) {
		if (!kinds.isOf(i, OWN_TEXT)) {
			closeStretch(i);
			signing = false;
			continue;
		}
		const kind = kinds.at(i);
		if (kind === 'delimiter' && firstText >= 0) signing = true;
		if (signing || (kind === 'phone' && firstText >= 0)) {
			marked.set(i, 'signature');
			// A name alone on the line above such a line was put there by the phone, too.
			if (kind === 'phone' && firstText < i - 1 && kinds.is(i - 2, 'empty') && kinds.is(i - 1, 'text') && isBareName(lines.at(i - 1))) marked.set(i - 1, 'signature');
		}
		else if (kind === 'rule' && firstText >= 0) lastRule = i;
		else if (kind === 'text' && firstText < 0) firstText = i;
	}
	closeStretch(end);
	const lastText = marked.findLast('text', end);
	if (lastText > 0 && isDashedName(lines.at(lastText)) && kinds.find(TEXT, 0, lastText) >= 0) marked.set(lastText, 'signature');
	return marked;
}
