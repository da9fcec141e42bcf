/** Code points that fill two cells of a terminal (Unicode UAX #11, wide and full-width), as pairs of first and last. */
const WIDE: Array<[number, number]> = [
	[0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xa000, 0xa4cf], [0xa960, 0xa97f],
	[0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1f64f], [0x1f680, 0x1f6ff],
	[0x1f900, 0x1faff], [0x20000, 0x3fffd],
];

const NO_WIDTH = /^[\p{Mark}\p{Cf}\p{Cc}]/u;
const EMOJI = /^\p{Emoji_Presentation}/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The characters as a reader counts them: an accent or a skin tone belongs to what it stands on. */
export function graphemes(text: string): string[] {
	return Array.from(segmenter.segment(text), (each) => each.segment);
}

/** Cells that one grapheme takes in a terminal: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
	const code = grapheme.codePointAt(0) ?? 0;
	if (NO_WIDTH.test(grapheme)) return 0;
	if (EMOJI.test(grapheme) || grapheme.includes('\u{FE0F}')) return 2;
	return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Cells that a text takes in a terminal. */
export function displayWidth(text: string): number {
	return graphemes(text).reduce((sum, each) => sum + graphemeWidth(each), 0);
}
