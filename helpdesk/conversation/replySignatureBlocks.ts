import type { LineKind } from './replyKinds';
import type { ReplyLines } from './replyLines';
import { isBareName, isDashedName, looksLikeContactBlock } from './replySignature';

const LONGEST_CONTACT_BLOCK = 12;
const OWN_TEXT: ReadonlySet<LineKind> = new Set<LineKind>(['text', 'rule', 'phone', 'delimiter', 'signature', 'empty']);

/** What follows a rule at the end of the sender's text is a signature or a list footer. */
function ruleOpensSignature(lines: ReplyLines, kinds: readonly LineKind[], rule: number, end: number): boolean {
	const tail: string[] = [];
	for (let i = rule + 1; i < end && tail.length <= LONGEST_CONTACT_BLOCK; i++) if (kinds[i] !== 'empty') tail.push(lines.at(i).clean);
	if (tail.length > LONGEST_CONTACT_BLOCK) return false;
	return tail.length === 0 || looksLikeContactBlock(tail) || (tail.length <= 2 && /^_{2,}$/u.test(lines.at(rule).clean));
}

/**
 * The kinds with every line of a signature marked as such, within each stretch of the sender's own text before `end`: what follows a delimiter, phone lines, a
 * contact block below a rule, a name behind a dash as the last line. Text must stand before it, or it is no signature. With `wanted` false the kinds that HTML structure called signature become text.
 */
export function withSignatures(lines: ReplyLines, kinds: readonly LineKind[], end: number, wanted: boolean): LineKind[] {
	if (!wanted) return kinds.map((kind) => (kind === 'signature' ? 'text' : kind));
	const marked = [...kinds];
	let firstText = -1;
	let lastRule = -1;
	const closeStretch = (to: number): void => {
		if (lastRule >= 0 && ruleOpensSignature(lines, marked, lastRule, to)) marked.fill('signature', lastRule, to);
		lastRule = -1;
	};
	let signing = false;
	for (let i = 0; i < end; i++) {
		const kind = kinds[i] as LineKind;
		if (!OWN_TEXT.has(kind)) {
			closeStretch(i);
			signing = false;
			continue;
		}
		if (kind === 'delimiter' && firstText >= 0) signing = true;
		if (signing || (kind === 'phone' && firstText >= 0)) {
			marked[i] = 'signature';
			// A name alone on the line above such a line was put there by the phone, too.
			if (kind === 'phone' && firstText < i - 1 && kinds[i - 2] === 'empty' && kinds[i - 1] === 'text' && isBareName(lines.at(i - 1))) marked[i - 1] = 'signature';
		}
		else if (kind === 'rule' && firstText >= 0) lastRule = i;
		else if (kind === 'text' && firstText < 0) firstText = i;
	}
	closeStretch(end);
	const lastText = marked.lastIndexOf('text', end - 1);
	if (lastText > 0 && isDashedName(lines.at(lastText)) && kinds.indexOf('text') < lastText) marked[lastText] = 'signature';
	return marked;
}
