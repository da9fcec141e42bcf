import { LANGUAGE_WORDS, SCRIPTS } from './languageWords';

const MAX_LOOKED_AT = 2_000;
/** Words of one language that must be met, and how far it must lie before the next: short greetings stay undecided. */
const LEAST_POINTS = 3;
const LEAST_LEAD = 1.5;
/** Share of the letters that a script of one language must make up. */
const LEAST_SHARE = 0.3;

/** Each word to the languages that use it often; a word of few languages counts more. */
const WORDS: ReadonlyMap<string, readonly string[]> = wordsByLanguage();

function wordsByLanguage(): Map<string, string[]> {
	const languages = new Map<string, string[]>();
	for (const [language, words] of Object.entries(LANGUAGE_WORDS)) {
		for (const word of words.split(' ')) languages.set(word, [...(languages.get(word) ?? []), language]);
	}
	return languages;
}

/** From here on stand the scripts of the table; Latin letters, whatever their accents, stand below. */
const BEYOND_LATIN = /[\u0370-\uffff]/;

function byScript(text: string): string | null {
	if (!BEYOND_LATIN.test(text)) return null;
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	if (letters === 0) return null;
	return SCRIPTS.find(({ letter }) => (text.match(letter)?.length ?? 0) >= letters * LEAST_SHARE)?.language ?? null;
}

function byWords(text: string): string | null {
	const points = new Map<string, number>();
	const met = new Set<readonly string[]>();
	for (const word of text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? []) {
		const languages = WORDS.get(word);
		// The list of a word is its own: met once, it counts once.
		if (languages === undefined || met.has(languages)) continue;
		met.add(languages);
		for (const language of languages) points.set(language, (points.get(language) ?? 0) + 2 / (1 + languages.length));
	}
	const [best, next] = [...points].toSorted(([, one], [, other]) => other - one);
	if (best === undefined || best[1] < LEAST_POINTS) return null;
	return best[1] >= (next?.[1] ?? 0) * LEAST_LEAD ? best[0] : null;
}

/**
 * The language of a text as ISO 639-1, or null when it does not show clearly: by the script where a script has one language, else by the words that every
 * text of a language is full of. Only confident answers: a text of a few words, or of two languages, gives null. Reads the first 2,000 characters; linear.
 *
 * Own tables because the libraries that npm has are either large (tinyld 590 KB, eld 950 KB) or wrong on half of short Slovak, Czech and Finnish mails (franc).
 */
export function detectLanguage(text: string): string | null {
	const start = text.slice(0, MAX_LOOKED_AT).normalize('NFC');
	return byScript(start) ?? byWords(start);
}
