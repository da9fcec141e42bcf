/** Text as it may stand between tags. */
export function escapeText(text: string): string {
	if (!/[&<>]/.test(text)) return text;
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text as it may stand between double quotes. */
export function escapeAttribute(text: string): string {
	if (!/[&<>"]/.test(text)) return text;
	return escapeText(text).replaceAll('"', '&quot;');
}
