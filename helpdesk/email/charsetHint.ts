import { charsetLabel } from './charset';
import { firstValue, type SplitMessage } from './headerBlock';
import { parseStructured } from './parameters';

const LOOKED_AT = 65_536;

/**
 * The charset that the body declares, by which a header in raw 8-bit text was most likely written too: of the message itself, else of the first part that
 * names one. Empty when none does. Looks at the first 64 KiB of the body.
 */
export function charsetHint(message: SplitMessage): string {
	const own = parseStructured(firstValue(message.fields, 'content-type').slice(0, 4_096)).parameters['charset'] ?? '';
	if (own !== '') return ofHeaders(own);
	const start = message.source.toString('latin1', message.bodyStart, message.bodyStart + LOOKED_AT);
	const part = /^content-type:[^\r\n]{0,200}(?:\r?\n[ \t][^\r\n]{0,200}){0,3}?charset\s{0,3}=\s{0,3}"?([\w.:-]{1,60})/im.exec(start);
	return ofHeaders(part?.[1] ?? '');
}

/** A header is lines of ASCII with foreign bytes between: whatever the body is, it is not written in 16 or 32 bits for each character. */
function ofHeaders(charset: string): string {
	const label = charsetLabel(charset);
	return /^(?:utf-?(?:16|32)|ucs-?[24]|iso-10646-ucs)/i.test(label) ? '' : label;
}
