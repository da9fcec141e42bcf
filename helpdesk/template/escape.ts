export type TemplateMode = 'text' | 'html' | 'subject';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe as text and inside a quoted attribute of HTML. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Control characters but tab and line feed; also the two line separators of Unicode, which some programs take for a line end. */
const CONTROLS = new RegExp(`[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11)}-${String.fromCharCode(31)}${String.fromCharCode(127)}-${String.fromCharCode(159)}]`, 'g');

/** One line for a header: line ends of every kind and control characters become blanks (header injection), blanks are folded. */
export function oneLine(text: string): string {
	return text
		.replace(/[\n\r\t\v\f\u0085\u2028\u2029]/g, ' ')
		.replace(CONTROLS, '')
		.replace(/ {2,}/g, ' ')
		.trim();
}

function plain(text: string): string {
	return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(CONTROLS, '');
}

/**
 * Plain text as an HTML fragment that shows the same: everything is escaped, line ends become `<br>`, and blanks that HTML would fold are kept.
 * Nothing in it is ever a tag, a link or an entity of the text's own.
 */
export function htmlFromText(text: string): string {
	return escapeHtml(plain(text)).replace(/ {2}/g, ' &nbsp;').replace(/\n/g, '<br>\n');
}

/** A value as it may stand in a template of this mode. */
export function escapeFor(mode: TemplateMode, value: string): string {
	if (mode === 'html') return htmlFromText(value);
	return mode === 'subject' ? oneLine(value) : plain(value);
}
