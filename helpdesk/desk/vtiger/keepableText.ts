/** Characters outside the basic plane; Vtiger's database (utf8mb3) turns each into `????` (capture 61). */
const FOUR_BYTES = /[\u{10000}-\u{10FFFF}]/gu;
const UNKEEPABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The same everywhere, so that what is looked up is changed as what was stored. */
export interface KeepableText {
	text: string;
	/** Characters that were replaced by their code. */
	replaced: number;
}

function codeOf(character: string): string {
	return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`;
}

/** Text that Vtiger keeps unchanged: characters that it would destroy are replaced by their code, as in `[U+1F600]`. */
export function keepableText(text: string): KeepableText {
	let replaced = 0;
	const kept = text.replace(UNKEEPABLE, '\uFFFD').replace(FOUR_BYTES, (character) => {
		replaced += 1;
		return codeOf(character);
	});
	return { text: kept, replaced };
}

const CUT_MARK = ' […]';

/** At most so many characters; what is missing at the end is marked. */
export function cutToCharacters(text: string, most: number): { text: string; cut: boolean } {
	const characters = Array.from(text);
	return characters.length <= most ? { text, cut: false } : { text: characters.slice(0, most - CUT_MARK.length).join('') + CUT_MARK, cut: true };
}

/** At most so many bytes in UTF-8; what is missing at the end is marked. */
export function cutToBytes(text: string, most: number, mark = CUT_MARK): { text: string; cut: boolean } {
	const bytes = Buffer.from(text, 'utf8');
	if (bytes.length <= most) {
		return { text, cut: false };
	}
	let end = most - Buffer.byteLength(mark);
	// Back to where a character begins.
	while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) {
		end -= 1;
	}
	return { text: bytes.subarray(0, end).toString('utf8') + mark, cut: true };
}

const SCRIPT = /script[\s\S]*\/script/i;
const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"' };

const SIGNS: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As the database holds it, for looking it up: Vtiger changes what it stores, but not what it is asked for. */
export function asStored(text: string): string {
	return SCRIPT.test(text) ? text.replace(/[<>"]/g, (sign) => SIGNS[sign] ?? sign) : text;
}

/**
 * A description for `revise`, which takes one level of entities away before it stores (seen on 8.0; `create` does not): what looks like an entity is
 * written one level deeper, so that the customer's `&lt;` stays what it is.
 */
export function forRevise(text: string): string {
	return text.replace(/&(?=#?\w+;)/g, '&amp;');
}

/** As it was written: where a text holds `script…/script`, Vtiger stores `<`, `>` and `"` as entities (captures 60, 62). */
export function asWritten(text: string): string {
	return SCRIPT.test(text) ? text.replace(/&lt;|&gt;|&quot;/g, (entity) => ENTITIES[entity] ?? entity) : text;
}
