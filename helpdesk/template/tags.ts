import { REPLY_ABOVE_ID, replyAboveLine } from '../email/replyAboveLines';
import type { TagValue, TemplateData } from './TemplateData';
import { escapeHtml } from './escape';
import { renderComments, renderLastComment } from './renderComments';
import { showTime } from './showTime';

export type TagGroup = 'helpdesk' | 'contact' | 'organization' | 'mail';

type Reader = (data: TemplateData) => TagValue | string | null;

/** How a group may be spelled: the CRMs of Vtiger's family write the module's name in one number or the other. */
export const GROUP_SPELLINGS: Readonly<Record<string, TagGroup>> = {
	helpdesk: 'helpdesk',
	ticket: 'helpdesk',
	tickets: 'helpdesk',
	contact: 'contact',
	contacts: 'contact',
	organization: 'organization',
	organizations: 'organization',
	organisation: 'organization',
	organisations: 'organization',
	account: 'organization',
	accounts: 'organization',
	mail: 'mail',
};

function replyAbove(data: TemplateData): TagValue {
	const line = replyAboveLine(data.language);
	return { text: line, html: `<div id="${REPLY_ABOVE_ID}" style="color:#999999">${escapeHtml(line)}</div>` };
}

function time(data: TemplateData, iso: string | null | undefined): string | null {
	if (iso === undefined) return null;
	return iso === null ? '' : showTime(iso, data.timeZone);
}

/** Readers of the tags, by group and field. null: the part is missing. Fields that a desk adds (`ticket.fields`) need no entry here. */
export const TAG_READERS: Readonly<Record<TagGroup, Readonly<Record<string, Reader>>>> = {
	helpdesk: {
		ticket_no: (data) => data.ticket?.number ?? null,
		number: (data) => data.ticket?.number ?? null,
		ticketid: (data) => data.ticket?.id ?? null,
		id: (data) => data.ticket?.id ?? null,
		title: (data) => data.ticket?.title ?? null,
		ticket_title: (data) => data.ticket?.title ?? null,
		status: (data) => data.ticket?.status ?? null,
		ticketstatus: (data) => data.ticket?.status ?? null,
		state: (data) => data.ticket?.state ?? null,
		priority: (data) => data.ticket?.priority ?? null,
		ticketpriorities: (data) => data.ticket?.priority ?? null,
		category: (data) => data.ticket?.category ?? null,
		ticketcategories: (data) => data.ticket?.category ?? null,
		queue: (data) => data.ticket?.queue ?? null,
		description: (data) => data.ticket?.description ?? null,
		assignee: (data) => data.ticket?.assignee ?? null,
		assigned_user_id: (data) => data.ticket?.assignee ?? null,
		smownerid: (data) => data.ticket?.assignee ?? null,
		contact_id: (data) => (data.ticket === null ? null : (data.contact?.name ?? '')),
		parent_id: (data) => (data.ticket === null ? null : (data.organization?.name ?? '')),
		createdtime: (data) => time(data, data.ticket?.createdAt),
		modifiedtime: (data) => time(data, data.ticket?.changedAt),
		closedtime: (data) => time(data, data.ticket?.closedAt),
		comments: (data) => renderComments(data),
		lastcomment: (data) => renderLastComment(data),
		replyabove: replyAbove,
	},
	contact: {
		id: (data) => data.contact?.id ?? null,
		name: (data) => data.contact?.name ?? null,
		firstname: (data) => data.contact?.firstName ?? null,
		lastname: (data) => data.contact?.lastName ?? null,
		email: (data) => (data.contact === null ? null : (data.contact.addresses[0] ?? '')),
		createdtime: (data) => time(data, data.contact?.createdAt),
		account_id: (data) => (data.contact === null ? null : (data.organization?.name ?? '')),
	},
	organization: {
		id: (data) => data.organization?.id ?? null,
		name: (data) => data.organization?.name ?? null,
		accountname: (data) => data.organization?.name ?? null,
		email: (data) => (data.organization === null ? null : (data.organization.addresses[0] ?? '')),
		email1: (data) => (data.organization === null ? null : (data.organization.addresses[0] ?? '')),
		email2: (data) => (data.organization === null ? null : (data.organization.addresses[1] ?? '')),
		domain: (data) => (data.organization === null ? null : (data.organization.domains[0] ?? '')),
	},
	mail: {
		subject: (data) => data.mail?.subject ?? null,
		from: (data) => data.mail?.from.address ?? null,
		fromname: (data) => (data.mail === null ? null : data.mail.from.name || data.mail.from.address),
		date: (data) => time(data, data.mail?.date),
		text: (data) => data.mail?.text ?? null,
	},
};

/** What the part of a group is called when it is missing. */
export const GROUP_SUBJECTS: Readonly<Record<TagGroup, string>> = { helpdesk: 'ticket', contact: 'contact', organization: 'organization', mail: 'mail' };

/** A field that the desk added to the ticket, by its name in any case. */
function deskField(data: TemplateData, field: string): string | null {
	const fields = data.ticket?.fields ?? {};
	const name = Object.keys(fields).find((candidate) => candidate.toLowerCase() === field);
	return name === undefined ? null : (fields[name] ?? '');
}

export type TagResult = { kind: 'value'; value: TagValue } | { kind: 'missing'; group: TagGroup } | { kind: 'unknown' };

/** Reads one tag; spelling in any case. */
export function readTag(groupName: string, fieldName: string, data: TemplateData): TagResult {
	const groupKey = groupName.toLowerCase();
	const field = fieldName.toLowerCase();
	if (!Object.hasOwn(GROUP_SPELLINGS, groupKey)) return { kind: 'unknown' };
	const group = GROUP_SPELLINGS[groupKey] as TagGroup;
	const reader = Object.hasOwn(TAG_READERS[group], field) ? TAG_READERS[group][field] : undefined;
	if (reader !== undefined) {
		const value = reader(data);
		if (value === null) return { kind: 'missing', group };
		return { kind: 'value', value: typeof value === 'string' ? { text: value } : value };
	}
	const own = group === 'helpdesk' ? deskField(data, field) : null;
	return own === null ? { kind: 'unknown' } : { kind: 'value', value: { text: own } };
}

/** All tags as they are written, for help texts and for suggesting the nearest one. */
export function knownTags(data: TemplateData | null): string[] {
	const tags = Object.entries(TAG_READERS).flatMap(([group, fields]) => Object.keys(fields).map((field) => `$${group}-${field}$`));
	return [...tags, ...Object.keys(data?.ticket?.fields ?? {}).map((field) => `$helpdesk-${field}$`)];
}
