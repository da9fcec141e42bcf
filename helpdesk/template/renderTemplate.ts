import { removeTicketTag } from '../email/ticketTag';
import { escapeFor, oneLine, type TemplateMode } from './escape';
import { nearestTag } from './nearestTag';
import { isTimeZone } from './showTime';
import { GROUP_SUBJECTS, knownTags, readTag } from './tags';
import type { TagValue, TemplateData } from './TemplateData';

/** `$group-field$`. Both parts are bounded, so that a text full of dollar signs costs linear time. */
const TAG = /\$([A-Za-z]{1,20})-([A-Za-z_][\w.]{0,60})\$/g;
const MAX_PROBLEMS = 20;
/** In a subject these say which ticket the mail belongs to; everything else comes from outside and may name another one. */
const TICKET_TAG_FIELDS: ReadonlySet<string> = new Set(['ticket_no', 'number', 'ticketid', 'id']);

function valueFor(mode: TemplateMode, value: TagValue, namesTicket: boolean): string {
	if (mode === 'html' && value.html !== undefined) return value.html;
	if (mode === 'subject' && !namesTicket) return oneLine(removeTicketTag(oneLine(value.text)));
	return escapeFor(mode, value.text);
}

/**
 * Fills the tags of a template (C4): `$helpdesk-<field>$`, `$contact-<field>$`, `$organization-<field>$`, `$mail-<field>$`, and the module names of Vtiger's CRMs.
 *
 * One pass: a tag inside a value stays text. Values are escaped for the mode: `html` escapes them and keeps line ends, `subject` makes one line of them (no
 * header can be smuggled in) and takes forged ticket tags out. An unknown tag stays as it is written and is named in `problems`, with the nearest known one;
 * a tag whose record is missing becomes empty and is named, too. Internal comments are never shown. The template itself is the user's and is not escaped.
 */
export function renderTemplate(template: string, data: TemplateData, mode: TemplateMode): { text: string; problems: string[] } {
	const problems = new Set<string>();
	const report = (problem: string): void => {
		if (problems.size < MAX_PROBLEMS) problems.add(problem);
	};
	if (!isTimeZone(data.timeZone)) report(`The time zone "${oneLine(data.timeZone).slice(0, 60)}" is unknown; times are shown in UTC.`);
	const text = template.replace(TAG, (tag: string, group: string, field: string) => {
		const result = readTag(group, field, data);
		if (result.kind === 'value') return valueFor(mode, result.value, TICKET_TAG_FIELDS.has(field.toLowerCase()) && result.value.html === undefined);
		if (result.kind === 'missing') {
			report(`${tag} is empty: there is no ${GROUP_SUBJECTS[result.group]} to read it from.`);
			return '';
		}
		// Looking for the nearest tag is the only costly thing here: not done for what would not be told.
		if (problems.size >= MAX_PROBLEMS) return tag;
		const nearest = nearestTag(tag, knownTags(data));
		report(nearest === null ? `${tag} is not a known tag and was left as it is.` : `${tag} is not a known tag and was left as it is. Did you mean ${nearest}?`);
		return tag;
	});
	return { text: mode === 'subject' ? oneLine(text) : text, problems: [...problems] };
}
