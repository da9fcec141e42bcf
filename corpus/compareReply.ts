/** Left around the text by the program that made an expectation; no part of what the sender wrote. */
const DOCUMENT_WRAPPER = /<\/?(?:html|head|body)>/g;

const without = (text: string): string => text.replace(/\s+/gu, '');
const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/**
 * Whether a reply is the expected one: after trim and after folding every run of white space to one blank or, where the entry says so, without any white
 * space at all. `exact` and `strip() both` are compared folded too, which is how the pooled figure is defined.
 */
export function isSameReply(actual: string, expected: string, compare: string): boolean {
	if (compare.includes('ignore all whitespace')) return without(actual) === without(expected.replace(DOCUMENT_WRAPPER, ''));
	return folded(actual) === folded(expected);
}

/** Whether every expected piece stands in the reply, white space folded. */
export function containsAll(actual: string, pieces: readonly string[]): boolean {
	return pieces.every((piece) => folded(actual).includes(folded(piece)));
}
