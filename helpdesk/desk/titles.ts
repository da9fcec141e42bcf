import { cleanSubject } from '../email/subject';

/** As long as Vtiger's; what is longer is cut, because titles are compared and indexed. */
const LONGEST_TITLE = 255;
/** Named so that nothing ends without a title, as in Vtiger. */
const NO_TITLE = 'Untitled';

/** One line of at most 255 characters, never empty. */
export function storedTitle(title: string): string {
	const line = title.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return Array.from(line === '' ? NO_TITLE : line).slice(0, LONGEST_TITLE).join('');
}

/** What two mails of one conversation have in common of their subjects: without reply prefixes, in lower case. */
export function comparableTitle(title: string): string {
	return storedTitle(cleanSubject(title)).toLowerCase();
}
