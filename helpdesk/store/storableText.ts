const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * Text that every store can keep and give back unchanged: PostgreSQL refuses U+0000, `node:sqlite` cuts the text there when reading, and half a surrogate pair has no UTF-8.
 * Both become U+FFFD. Applied to every text parameter, so that what is looked up is changed in the same way as what was stored.
 */
export function storableText(text: string): string {
	return text.replaceAll('\0', '\uFFFD').replace(LONE_SURROGATE, '\uFFFD');
}
