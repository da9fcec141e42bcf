import type { CalendarFacts, ReportPart } from './Email';
import { oneLine } from './encodedWords';

const MAX_SUMMARY = 500;
const METHOD = /^METHOD:[ \t]*([A-Za-z-]{1,30})/im;
/** Of the event, not of an alarm within it, which stands further down. */
const SUMMARY = /^SUMMARY(?:;[^:\r\n]{0,200})?:([^\n]*(?:\n[ \t][^\n]*){0,20})/im;

/** Text of a property (RFC 5545 3.3.11): folded lines joined, `\,` `\;` `\\` and `\n` undone. */
function textOf(value: string): string {
	const joined = value.slice(0, MAX_SUMMARY * 4).replace(/\r?\n[ \t]/g, '');
	return oneLine(joined.replace(/\\([nN,;\\])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign))).slice(0, MAX_SUMMARY);
}

/** What the first calendar part of a mail (RFC 6047) asks for and is about; null when there is none. Never throws. */
export function readCalendar(reportParts: readonly ReportPart[]): CalendarFacts | null {
	const part = reportParts.find(({ mimeType }) => mimeType === 'text/calendar');
	if (part === undefined) return null;
	const method = part.parameters['method'] ?? METHOD.exec(part.text)?.[1] ?? '';
	const event = part.text.slice(Math.max(part.text.search(/^BEGIN:VEVENT/im), 0));
	return { method: method.toLowerCase(), summary: textOf(SUMMARY.exec(event)?.[1] ?? '') };
}
