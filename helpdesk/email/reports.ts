import type { ReportPart } from './Email';
import { readHeaderBlock } from './headerBlock';
import type { MimePart } from './mimeTree';
import { plainLines, readTextPart } from './textPart';
import { decodeTransfer } from './transferEncoding';

const MAX_TEXT = 65_536;
const MAX_REPORTS = 50;

/** What is read of each kind of report part: all of it, or of a returned message only its header. */
const REPORT_TYPES: Readonly<Record<string, 'text' | 'header'>> = {
	'message/delivery-status': 'text',
	'message/global-delivery-status': 'text',
	'message/disposition-notification': 'text',
	'message/global-disposition-notification': 'text',
	'message/feedback-report': 'text',
	'text/rfc822-headers': 'text',
	'message/global-headers': 'text',
	'text/calendar': 'text',
	'message/rfc822': 'header',
	'message/global': 'header',
};

/** True for parts from which bounces, receipts, complaints and invitations are read. */
export function isReportType(type: string): boolean {
	return type in REPORT_TYPES;
}

function textOf(part: MimePart): string {
	if (REPORT_TYPES[part.type] !== 'header') return readTextPart(part);
	const message = decodeTransfer(part.body, part.encoding);
	return plainLines(message.toString('utf8', 0, readHeaderBlock(message).bodyStart));
}

/** Decoded reports in the order of the message: at most 50, each at most 64 KiB. Of an attached message only the header block. */
export function readReports(parts: readonly MimePart[]): ReportPart[] {
	return parts.slice(0, MAX_REPORTS).map((part) => ({
		mimeType: part.type,
		parameters: Object.fromEntries(Object.entries(part.parameters).map(([name, value]) => [name, value.toLowerCase()])),
		text: textOf(part).slice(0, MAX_TEXT),
		...(part.parentType === 'multipart/report' && { inReport: true }),
	}));
}
