import { LANGUAGE_WORDS, SCRIPTS } from './languageWords';

const MAX_LOOKED_AT = 2_000;
/** Words of one language that must be met, and how far it must lie before the next: short greetings stay undecided. */
const LEAST_POINTS = 3;
const LEAST_LEAD = 1.5;
/** Share of the letters that a script of one language must make up. */
const LEAST_SHARE = 0.3;

const LANGUAGES = Object.keys(LANGUAGE_WORDS);

/** Each word to the languages that use it often, by their places in `LANGUAGES`; a word of few languages counts more. */
const WORDS: ReadonlyMap<string, readonly number[]> = wordsByLanguage();

function wordsByLanguage(): Map<string, number[]> {
	const languages = new Map<string, number[]>();
	for (const [language, words] of Object.values(LANGUAGE_WORDS).entries()) {
		for (const word of words.split(' ')) languages.set(word, [...(languages.get(word) ?? []), language]);
	}
	return languages;
}

/** Bits for beginning, end and length of the known words: most others are told from them without being looked up, or cut out of the text. */
const SEEN_BITS = 32_768;
const seen = new Uint8Array(SEEN_BITS);
for (const word of WORDS.keys()) seen[bitOf(word, 0, word.length)] = 1;

function bitOf(text: string, from: number, to: number): number {
	const second = text.charCodeAt(Math.min(from + 1, to - 1));
	return (((text.charCodeAt(from) * 31 + second) * 31 + text.charCodeAt(to - 1)) * 31 + to - from) & (SEEN_BITS - 1);
}

/** What each character is, once it was asked for: 1 is none of a word, 2 is one. Half of a surrogate pair is none. */
const characters = new Uint8Array(65_536);

function isOfWord(code: number): boolean {
	const known = characters[code] ?? 1;
	if (known > 0) return known === 2;
	const is = /[\p{L}\p{M}']/u.test(String.fromCharCode(code));
	characters[code] = is ? 2 : 1;
	return is;
}

/** The known words of a text in lower case, in its order and each once: the list of a word is its own. */
function knownWords(text: string): Set<readonly number[]> {
	const found = new Set<readonly number[]>();
	let start = -1;
	for (let i = 0; i <= text.length; i++) {
		if (i < text.length && isOfWord(text.charCodeAt(i))) {
			if (start === -1) start = i;
			continue;
		}
		if (start !== -1 && seen[bitOf(text, start, i)] === 1) {
			const languages = WORDS.get(text.slice(start, i));
			if (languages !== undefined) found.add(languages);
		}
		start = -1;
	}
	return found;
}

/** From here on stand loose accents, and then the scripts of the table; Latin letters that are one with their accents stand below. */
const BEYOND_LATIN = /[\u0300-\uffff]/;

function byScript(text: string): string | null {
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	if (letters === 0) return null;
	return SCRIPTS.find(({ letter }) => (text.match(letter)?.length ?? 0) >= letters * LEAST_SHARE)?.language ?? null;
}

function byWords(text: string): string | null {
	const points = LANGUAGES.map(() => 0);
	for (const languages of knownWords(text.toLowerCase())) {
		for (const language of languages) points[language] = (points[language] ?? 0) + 2 / (1 + languages.length);
	}
	const best = placeOfMost(points);
	const most = points[best] ?? 0;
	if (most < LEAST_POINTS) return null;
	points[best] = 0;
	const next = points[placeOfMost(points)] ?? 0;
	return most >= next * LEAST_LEAD ? (LANGUAGES[best] ?? null) : null;
}

function placeOfMost(points: readonly number[]): number {
	return points.reduce((most, count, place) => (count > (points[most] ?? 0) ? place : most), 0);
}

/**
 * The language of a text as ISO 639-1, or null when it does not show clearly: by the script where a script has one language, else by the words that every
 * text of a language is full of. Only confident answers: a text of a few words, or of two languages, gives null. Reads the first 2,000 characters; linear.
 *
 * Own tables because the libraries that npm has are either large (tinyld 590 KB, eld 950 KB) or wrong on half of short Slovak, Czech and Finnish mails (franc).
 */
export function detectLanguage(text: string): string | null {
	const start = text.slice(0, MAX_LOOKED_AT);
	if (!BEYOND_LATIN.test(start)) return byWords(start);
	const composed = start.normalize('NFC');
	return byScript(composed) ?? byWords(composed);
}
