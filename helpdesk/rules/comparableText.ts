/** Longest excerpt in a reason, in characters. */
export const EXCERPT_LENGTH = 80;

/** How much of an excerpt stands before the place that it is about. */
const BEFORE = 30;

/** Enough text around a hit to cut an excerpt from, without looking at the rest of a large body. */
const WINDOW = EXCERPT_LENGTH * 4;

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * Text in a form in which two spellings that differ only in case or in composition are equal, for all of Unicode and the same in every locale. Lower case first and then
 * upper case, so that `ẞ`, `ß` and `SS` meet, and both Greek sigmas. Vtiger folds ASCII only: there `grösse` does not find `GRÖSSE` (vtiger.md 3.3).
 */
export function foldCase(text: string): string {
	return text.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}

/** Replaces HTML entities by what they stand for, once. Vtiger decodes them in the mail and in the search value, and rules taken over from it may count on that. */
export function decodeEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
		if (name !== undefined) return NAMED_ENTITIES[name.toLowerCase()] ?? whole;
		const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

/** HTML without its tags, a blank for each; entities stay as they are. Linear: a tag ends at the next angle bracket of either kind. */
export function stripTags(html: string): string {
	return html.replace(/<[^<>]*>/g, ' ');
}

/** At most `EXCERPT_LENGTH` characters of a text on one line, around the place `at`, with an ellipsis where something was cut. */
export function excerpt(text: string, at = 0): string {
	const start = Math.max(0, Math.min(at, text.length) - BEFORE);
	const line = withoutHalves(text.slice(start, start + WINDOW)).replace(/\s+/g, ' ').trim();
	const letters = Array.from(line);
	const before = start > 0 ? '…' : '';
	const room = EXCERPT_LENGTH - before.length;
	const fits = letters.length <= room && start + WINDOW >= text.length;
	return before + (fits ? line : `${letters.slice(0, room - 1).join('')}…`);
}

/** A cut can go through a character beyond the basic plane; its other half is no text. */
function withoutHalves(text: string): string {
	return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
