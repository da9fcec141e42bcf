import { ATTRIBUTION_WORDS, QUOTING, WEEKDAYS } from './replyAttributionWords';

const words = Object.values(ATTRIBUTION_WORDS);
/** White space, colons and marks may stand behind a verb. */
const isTrailing = (char: string): boolean => ':：.*_-'.includes(char) || char.trim() === '';

function endWithoutTrailing(text: string): number {
	let end = text.length;
	while (end > 0 && isTrailing(text.charAt(end - 1))) end--;
	return end;
}

/** Words by two letters of theirs, so that few of them are compared with a line. */
function byLetters<Word>(list: readonly Word[], letters: (word: Word) => string): Map<string, Word[]> {
	const table = new Map<string, Word[]>();
	for (const word of list) table.set(letters(word), [...(table.get(letters(word)) ?? []), word]);
	return table;
}

const verbs = [...new Set(words.flatMap((language) => language.verbs.map((verb) => verb.slice(0, endWithoutTrailing(verb)))))];
const verbsByEnding = byLetters(verbs, (verb) => verb.slice(-2));

interface Beginning {
	word: string;
	/** What must stand behind it; an empty text at the end of the line. */
	behind: RegExp;
}

const beginnings: Beginning[] = [
	...words.flatMap(({ leads }) => leads.map((word) => ({ word, behind: /[\s,:]/u }))),
	...QUOTING.map((word) => ({ word, behind: /[\s:]/u })),
	...WEEKDAYS.map((word) => ({ word, behind: /^$|[\s,.]/u })),
];
const beginningsByStart = byLetters(beginnings, ({ word }) => word.slice(0, 2));

/** Decoration before the line, a digit, or a preposition that Chinese and Hebrew write together with the date. */
const otherBeginning = /^(?:[*_~|\d在于於-]|ב-)/u;
/** A colon, with or without bold marks behind it; an address; what is left open. */
const otherEndings = new Set([':', '：', '*', '<', '>', ',', '(']);
/** A name that stands alone, before an address, does not end so. */
const sentenceEndings = new Set(['.', '!', '?', ';']);

/** Whether a line ends in a verb of writing, or in a word that ends like one; `text` in lower case. */
export function mayEndWithVerb(text: string): boolean {
	const end = endWithoutTrailing(text);
	return verbsByEnding.get(text.slice(Math.max(end - 2, 0), end))?.some((verb) => text.endsWith(verb, end)) ?? false;
}

/** Whether a line begins with a word of the tables that stands for itself; `text` in lower case. */
export function startsWithWord(text: string): boolean {
	const begins = ({ word, behind }: Beginning): boolean => text.startsWith(word) && behind.test(text.charAt(word.length));
	// Some words have one letter only.
	return (beginningsByStart.get(text.slice(0, 2))?.some(begins) ?? false) || (beginningsByStart.get(text.charAt(0))?.some(begins) ?? false);
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
	const lower = clean.toLowerCase();
	// At most ten characters stand behind a verb.
	return startsWithWord(lower) || mayEndWithVerb(lower.slice(-40));
}
