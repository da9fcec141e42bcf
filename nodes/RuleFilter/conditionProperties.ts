import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Fields with operators and values of their own; all others are compared as text. */
const SPECIAL_FIELDS = ['subject', 'automaticClass', 'senderStanding', 'size', 'date'];

const WITHOUT_VALUE = ['hasTicketId', 'isEmpty', 'isNotEmpty'];

const TEXT_OPERATORS: INodePropertyOptions[] = [
	{ name: 'Begins With', value: 'beginsWith' },
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'notContains' },
	{ name: 'Does Not Equal', value: 'notEquals' },
	{ name: 'Ends With', value: 'endsWith' },
	{ name: 'Equals', value: 'equals' },
	{ name: 'Is Empty', value: 'isEmpty' },
	{ name: 'Is Not Empty', value: 'isNotEmpty' },
	{ name: 'Matches Regex', value: 'regex', description: 'A regular expression (RE2 syntax); what its last group ( ) captures goes into the verdict' },
];

const HAS_TICKET_ID: INodePropertyOptions = {
	name: 'Has Ticket ID',
	value: 'hasTicketId',
	description: 'As in "Re: TT15 [ Ticket ID : 1483 ] Printer broken"; the number goes into the verdict',
};

const fieldProperty: INodeProperties = {
	displayName: 'Field',
	name: 'field',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Account', value: 'account', description: 'User and server of the mailbox, as in support@imap.example.com' },
		{ name: 'Attachment Name', value: 'attachmentName', description: 'File names of the attachments, inline images included' },
		{ name: 'Bcc', value: 'bcc', description: 'Addresses in Bcc' },
		{ name: 'Body', value: 'body', description: 'Text of the message, HTML tags removed' },
		{ name: 'Cc', value: 'cc', description: 'Addresses in Cc' },
		{ name: 'Contact Field', value: 'contactField', description: 'A field of the sender\'s contact in the desk, such as type, owner or VIP. Empty where the sender is no contact.' },
		{ name: 'Date', value: 'date', description: 'When the message was sent; if it does not say, when it arrived' },
		{ name: 'Folder', value: 'folder', description: 'Folder in which the message was found' },
		{ name: 'From', value: 'from', description: 'Address of the sender' },
		{ name: 'From Name', value: 'fromName', description: 'Name of the sender' },
		{ name: 'Header', value: 'header', description: 'Any line of the header, such as List-ID or X-Spam-Flag' },
		{ name: 'Kind of Message', value: 'automaticClass', description: 'Written by a person, bounce, out of office, newsletter and so on' },
		{ name: 'Language', value: 'language', description: 'Code of the language, such as en or de' },
		{ name: 'Mailbox', value: 'mailbox', description: 'Name of the scanner that found the message' },
		{ name: 'Organization Field', value: 'organizationField', description: 'A field of the organization that the sender belongs to' },
		{ name: 'Recipients', value: 'recipients', description: 'Addresses in To, Cc, Bcc and Delivered-To' },
		{ name: 'Sender in the Desk', value: 'senderStanding', description: 'Whether the desk has blocked the sender, knows them as a contact, or knows their organization' },
		{ name: 'Size', value: 'size', description: 'Size of the whole message' },
		{ name: 'Subject', value: 'subject', description: 'A message without subject counts as Untitled' },
		{ name: 'To', value: 'to', description: 'Addresses in To' },
	],
	default: 'subject',
	description: 'Part of the message to look at. Where there are several values, such as addresses in To, one of them is enough.',
};

const headerProperty: INodeProperties = {
	displayName: 'Header Name',
	name: 'header',
	type: 'string',
	default: '',
	placeholder: 'e.g. X-Spam-Flag',
	displayOptions: { show: { field: ['header'] } },
	description: 'Name of the header line, upper and lower case alike',
};

/** Stored under one name, so that a change from contact to organisation keeps what both have. */
const deskFieldProperties: INodeProperties[] = (
	[
		['contactField', 'loadContactFields'],
		['organizationField', 'loadOrganizationFields'],
	] as const
).map(([field, loadOptionsMethod]) => ({
	displayName: 'Desk Field Name or ID',
	name: 'deskField',
	type: 'options',
	typeOptions: { loadOptionsMethod, loadOptionsDependsOn: ['desk', 'store'] },
	default: '',
	displayOptions: { show: { field: [field] } },
	description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>. A tick box is "true" or "false"; an owner is found by name, address or ID.',
}));

/** One stored name, one list per kind of field. The editor takes the default of a new condition from the last. */
const operatorProperties: INodeProperties[] = [
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { field: ['automaticClass', 'senderStanding'] } },
		options: [
			{ name: 'Is', value: 'equals' },
			{ name: 'Is Not', value: 'notEquals' },
		],
		default: 'equals',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { field: ['size'] } },
		options: [
			{ name: 'Is Greater Than', value: 'greaterThan' },
			{ name: 'Is Less Than', value: 'lessThan' },
		],
		default: 'greaterThan',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { field: ['date'] } },
		options: [
			{ name: 'Is After', value: 'greaterThan' },
			{ name: 'Is Before', value: 'lessThan' },
			{ name: 'Is Empty', value: 'isEmpty' },
			{ name: 'Is Not Empty', value: 'isNotEmpty' },
		],
		default: 'greaterThan',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		displayOptions: { hide: { field: SPECIAL_FIELDS } },
		options: TEXT_OPERATORS,
		default: 'contains',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { field: ['subject'] } },
		options: [...TEXT_OPERATORS, HAS_TICKET_ID].sort((a, b) => a.name.localeCompare(b.name, 'en')),
		default: 'contains',
	},
];

/** One stored name, one input per kind of field; the last gives a new condition its empty value. */
const valueProperties: INodeProperties[] = [
	{
		displayName: 'Value',
		name: 'value',
		type: 'options',
		displayOptions: { show: { field: ['automaticClass'] } },
		options: [
			{ name: 'Auto-Reply', value: 'auto-reply', description: 'An automatic answer, such as "We have received your request"' },
			{ name: 'Bounce', value: 'bounce', description: 'A message could not be delivered' },
			{ name: 'Calendar', value: 'calendar', description: 'An invitation to a meeting, or an answer to one' },
			{ name: 'Complaint', value: 'complaint', description: 'A mail provider reports that a recipient pressed the spam button' },
			{ name: 'Delay', value: 'delay', description: 'A message has not been delivered yet' },
			{ name: 'Mailing List', value: 'list' },
			{ name: 'Newsletter', value: 'newsletter' },
			{ name: 'Notification', value: 'notification', description: 'From a machine: a web form, monitoring, a shop' },
			{ name: 'Our Own Mail', value: 'own-system', description: 'Sent by this help desk itself' },
			{ name: 'Out of Office', value: 'out-of-office' },
			{ name: 'Receipt', value: 'receipt', description: 'A message was delivered or read' },
			{ name: 'Written by a Person', value: 'human' },
		],
		default: 'human',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'options',
		displayOptions: { show: { field: ['senderStanding'] } },
		options: [
			{ name: 'Blocked', value: 'blocked', description: 'The address or its domain is on the block list of the desk' },
			{ name: 'Contact', value: 'contact', description: 'A contact of the desk has the address' },
			{ name: 'Of a Known Organization', value: 'organization', description: 'No contact, but an organization has the address or its domain' },
			{ name: 'Unknown', value: 'unknown', description: 'Neither a contact nor of a known organization' },
		],
		default: 'blocked',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		displayOptions: { show: { field: ['size'] } },
		default: '',
		placeholder: 'e.g. 10 MB',
		description: 'Bytes, or a number with KB, MB or GB',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		displayOptions: { show: { field: ['date'] }, hide: { operator: WITHOUT_VALUE } },
		default: '',
		placeholder: 'e.g. 2026-01-31',
		description: 'A date, with or without a time, in UTC if it does not say otherwise',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		displayOptions: { hide: { field: ['automaticClass', 'senderStanding', 'size', 'date'], operator: WITHOUT_VALUE } },
		default: '',
		placeholder: 'e.g. printer',
		description: 'Upper and lower case are alike. In addresses, *@example.com and @example.com mean the same. With Contains, Begins With and Ends With an empty value takes every message.',
	},
];

/** What one condition consists of. */
export const conditionProperties: INodeProperties[] = [fieldProperty, headerProperty, ...deskFieldProperties, ...operatorProperties, ...valueProperties];
