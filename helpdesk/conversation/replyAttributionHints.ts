import { ATTRIBUTION_WORDS, QUOTING, WEEKDAYS } from './replyAttributionWords';

const words = Object.values(ATTRIBUTION_WORDS);
/** White space, colons and marks that may stand behind a verb. */
const trailing = /[\s:：.*_-]+$/u;

/** The last two letters of each verb: hardly a line ends in them, and only then is it worth trying all verbs at every place of it. */
const verbEndings = new Set(words.flatMap(({ verbs }) => verbs.map((verb) => verb.replace(trailing, '').slice(-2))));
/** The first two letters of all that such a line may begin with, and those words that have only one. */
const beginnings = new Set([...words.flatMap(({ leads }) => leads), ...QUOTING, ...WEEKDAYS].map((word) => word.slice(0, 2)));

/** Decoration before the line, a digit, or a preposition that Chinese and Hebrew write together with the date. */
const otherBeginning = /^(?:[*_~|\d在于於-]|ב-)/u;
/** A colon, with or without bold marks behind it; an address; what is left open. */
const otherEndings = new Set([':', '：', '*', '<', '>', ',', '(']);
/** A name that stands alone, before an address, does not end so. */
const sentenceEndings = new Set(['.', '!', '?', ';']);

/** Whether a line may end in a verb of writing; `text` in lower case. */
export function mayEndWithVerb(text: string): boolean {
	let end = text.length;
	while (end > 0 && trailing.test(text.charAt(end - 1))) end--;
	return verbEndings.has(text.slice(Math.max(end - 2, 0), end));
}

/**
 * Whether it is worth asking if an attribution begins with a line: false for nearly every line of a mail, never for one that `attributionAt` would tell for an
 * attribution. `clean` as in `ReplyLine`, not empty; `alone` where nothing stands above it.
 */
export function mayBeginAttribution(clean: string, alone: boolean): boolean {
	const last = clean.charAt(clean.length - 1);
	if (otherEndings.has(last) || otherBeginning.test(clean)) return true;
	// Somebody's address, or a year.
	if (clean.includes('@') || clean.includes('19') || clean.includes('20')) return true;
	if (alone && clean.length <= 120 && !sentenceEndings.has(last)) return true;
	const start = clean.slice(0, 2).toLowerCase();
	if (beginnings.has(start) || (!/^.[a-z]/u.test(start) && beginnings.has(start.charAt(0)))) return true;
	// At most ten characters stand behind a verb.
	return mayEndWithVerb(clean.slice(-40).toLowerCase());
}
