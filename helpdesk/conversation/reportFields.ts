import type { ReportPart } from '../email/Email';
import { parseMessageIds } from '../email/messageIds';

/** Fields of one block, names in lower case, values unfolded and trimmed; the first of several with one name comes first. */
export type Fields = Map<string, string[]>;

const MAXIMUM_FIELDS = 500;
const LONGEST_VALUE = 2000;
const FIELD = /^([A-Za-z][A-Za-z0-9-]{0,76})[ \t]{0,8}:(.*)$/;

/**
 * Blocks of header-like fields, divided by empty lines: a delivery status (RFC 3464 2.1), a disposition notification (RFC 8098), a feedback report
 * (RFC 5965) or a message's header. Lines that are no field are passed over. Linear; at most 500 fields are read.
 */
export function readFieldBlocks(text: string): Fields[] {
	const blocks: Fields[] = [];
	let block: Fields = new Map();
	let values: string[] | null = null;
	let count = 0;
	for (const line of text.split(/\r\n|\n|\r/)) {
		if (line.trim() === '') {
			if (block.size > 0) blocks.push(block);
			block = new Map();
			values = null;
			continue;
		}
		if (/^[ \t]/.test(line)) {
			const last = values?.length ?? 0;
			if (values !== null && last > 0) values[last - 1] = `${values[last - 1] ?? ''} ${line.trim()}`.trim().slice(0, LONGEST_VALUE);
			continue;
		}
		const [, name, value] = FIELD.exec(line) ?? [];
		if (name === undefined || value === undefined) {
			values = null;
			continue;
		}
		if (++count > MAXIMUM_FIELDS) break;
		values = block.get(name.toLowerCase()) ?? [];
		values.push(value.trim().slice(0, LONGEST_VALUE));
		block.set(name.toLowerCase(), values);
	}
	if (block.size > 0) blocks.push(block);
	return blocks;
}

/** First value of the first block that has this field; empty when none has. */
export function fieldOf(blocks: Fields[], name: string): string {
	for (const block of blocks) {
		const value = block.get(name)?.[0];
		if (value !== undefined && value !== '') return value;
	}
	return '';
}

/** Types of the parts in which a report carries the message it is about, or its header. */
const ORIGINAL_TYPES = new Set(['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global', 'message/global-headers', 'text/rfc822']);

/** Header of the message that a report is about; empty when the report does not carry it. */
export function originalHeader(reportParts: ReportPart[]): Fields[] {
	return reportParts.filter(({ mimeType }) => ORIGINAL_TYPES.has(mimeType)).flatMap(({ text }) => readFieldBlocks(text).slice(0, 1));
}

/** Ids by which a report names its original, best first: Original-Message-ID (RFC 8098), the embedded header, what Exchange kept of it. */
export function originalMessageIds(reportParts: ReportPart[]): string[] {
	const notices = reportParts.filter(({ mimeType }) => !ORIGINAL_TYPES.has(mimeType)).flatMap(({ text }) => readFieldBlocks(text));
	const embedded = originalHeader(reportParts);
	const named = [
		fieldOf(notices, 'original-message-id'),
		fieldOf(embedded, 'message-id'),
		fieldOf(embedded, 'x-microsoft-original-message-id'),
		fieldOf(notices, 'x-original-message-id'),
	];
	return [...new Set(named.flatMap((value) => parseMessageIds(value).slice(0, 1)))];
}

/** The type that a report declares itself to be (`delivery-status`, `disposition-notification`, `feedback-report`), or empty. */
export function reportType(headers: Record<string, string[]>): string {
	const type = (headers['content-type']?.[0] ?? '').slice(0, LONGEST_VALUE).toLowerCase();
	return /report-type\s{0,4}=\s{0,4}"?([a-z0-9.-]{1,60})/.exec(type)?.[1] ?? '';
}
