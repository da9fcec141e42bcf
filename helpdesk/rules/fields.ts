import type { Address, Email } from '../email/Email';
import { stripTags } from './comparableText';
import type { RuleField, SenderFacts } from './Rule';

/** What a field can be compared with: words, a ticket id besides, one of a fixed list, a number of bytes, a moment. */
export type FieldKind = 'text' | 'address' | 'subject' | 'choice' | 'size' | 'date';

interface Labelled {
	/** For people: how reasons and problems call the field. */
	label: string;
}

/** A field that holds none, one or several texts. A positive operator needs one of them to match; a negative one that none does. */
export interface TextField extends Labelled {
	kind: 'text' | 'address' | 'subject' | 'choice';
	/** `name` is that of the header or of the desk's field. `sender` is empty where nobody has asked the desk. */
	read(email: Email, name: string, sender: SenderFacts): string[];
	/** What stands in for an empty field; `isEmpty` still sees that it is empty. */
	standIn?: string;
	/** Other forms of the same text that a regular expression may match when it does not match the text itself. */
	alsoReadAs?(text: string): string;
}

/** A field that holds a number or nothing: bytes, or milliseconds since 1970 in UTC. */
export interface AmountField extends Labelled {
	kind: 'size' | 'date';
	read(email: Email): number | null;
}

export type FieldDefinition = TextField | AmountField;

/**
 * What each field reads from a mail. From, To, Cc and Bcc look at addresses, never at names, like Vtiger. A mail without subject counts as `Untitled` (Vtiger too), so
 * that "Subject does not equal (empty)" takes every mail. For patterns the subject is also read with blanks for underscores, which is the only form Vtiger looks at.
 */
export const FIELDS: Readonly<Record<RuleField, FieldDefinition>> = {
	from: { label: 'From', kind: 'address', read: (email) => [email.from.address] },
	fromName: { label: 'From Name', kind: 'text', read: (email) => [email.from.name] },
	to: { label: 'To', kind: 'address', read: (email) => addressesOf(email.to) },
	cc: { label: 'Cc', kind: 'address', read: (email) => addressesOf(email.cc) },
	bcc: { label: 'Bcc', kind: 'address', read: (email) => addressesOf(email.bcc) },
	recipients: { label: 'Recipients', kind: 'address', read: (email) => addressesOf([...email.to, ...email.cc, ...email.bcc, ...email.deliveredTo]) },
	subject: {
		label: 'Subject',
		kind: 'subject',
		read: (email) => [email.subject],
		standIn: 'Untitled',
		alsoReadAs: (subject) => subject.replaceAll('_', ' '),
	},
	body: { label: 'Body', kind: 'text', read: (email) => [email.text.trim() === '' ? stripTags(email.html) : email.text] },
	header: { label: 'Header', kind: 'text', read: (email, header) => headerValues(email, header) },
	attachmentName: { label: 'Attachment Name', kind: 'text', read: (email) => email.attachments.map((attachment) => attachment.fileName) },
	size: { label: 'Size', kind: 'size', read: (email) => email.size },
	date: { label: 'Date', kind: 'date', read: (email) => momentOf(email.date ?? email.receivedAt) },
	automaticClass: { label: 'Kind of Message', kind: 'choice', read: (email) => [email.automatic.class] },
	language: { label: 'Language', kind: 'text', read: (email) => (email.language === null ? [] : [email.language]) },
	folder: { label: 'Folder', kind: 'text', read: (email) => [email.mailbox.folder] },
	mailbox: { label: 'Mailbox', kind: 'text', read: (email) => [email.mailbox.name] },
	senderStanding: { label: 'Sender in the Desk', kind: 'choice', read: (_email, _name, { standing }) => [...standing] },
	contactField: { label: 'Contact Field', kind: 'text', read: (_email, name, { contact }) => valuesOf(contact, name) },
	organizationField: { label: 'Organization Field', kind: 'text', read: (_email, name, { organization }) => valuesOf(organization, name) },
	account: { label: 'Account', kind: 'text', read: (email) => [email.mailbox.account] },
};

/** Whether a text is the name of a field. */
export function isRuleField(name: string): name is RuleField {
	return Object.hasOwn(FIELDS, name);
}

function addressesOf(addresses: Address[]): string[] {
	return [...new Set(addresses.map((one) => one.address))];
}

function valuesOf(fields: SenderFacts['contact'], name: string): string[] {
	return Object.hasOwn(fields, name) ? [...(fields[name] ?? [])] : [];
}

function headerValues(email: Email, header: string): string[] {
	const name = header.trim().replace(/:$/, '').toLowerCase();
	return Object.hasOwn(email.headers, name) ? (email.headers[name] ?? []) : [];
}

function momentOf(date: string | null): number | null {
	const moment = date === null ? Number.NaN : Date.parse(date);
	return Number.isNaN(moment) ? null : moment;
}
