/**
 * Soft hyphens, zero-width marks, marks and isolates of direction, word joiners, byte order marks: nobody sees them, and mail programs put them into subjects,
 * numbers and between every word of an attribution.
 */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** The same, and letters that stand apart from their accents, or apart from each other, as macOS writes file names. */
const INVISIBLE_OR_LOOSE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u0300-\u036f]|[\u1100-\u11ff]|[\u3099-\u309a]/;

/** Without what nobody sees. */
export function withoutInvisible(text: string): string {
	return text.replace(INVISIBLE, '');
}

/** As the tables of words are written: without what nobody sees, letters and their accents in one (NFC). One look suffices for nearly every line. */
export function asWritten(text: string): string {
	return INVISIBLE_OR_LOOSE.test(text) ? withoutInvisible(text).normalize('NFC') : text;
}
