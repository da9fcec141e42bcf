import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { GOOGLE, IMAP, MICROSOFT, POSTGRES, SMTP, VTIGER } from './credentials';

/** Where tickets live: one drop-down, the same on every node. */
export const deskProperty: INodeProperties = {
	displayName: 'Desk',
	name: 'desk',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Built-in (Store)',
			value: 'builtIn',
			description: 'Tickets and contacts are kept in the store. There is nothing to set up.',
		},
		{
			name: 'Vtiger CRM',
			value: 'vtiger',
			description: 'Tickets, contacts, comments and files are kept in your Vtiger (7.0 to 8.0). The store remembers which message made what.',
		},
	],
	default: 'builtIn',
	description: 'Where tickets and contacts live',
};

/** Where everything is kept that must outlive an execution: one drop-down, the same on every node. */
export const storeProperty: INodeProperties = {
	displayName: 'Store',
	name: 'store',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Built-in File (SQLite)', value: 'sqlite', description: 'A file in the user folder of n8n. There is nothing to set up. Not for queue mode.' },
		{ name: 'PostgreSQL', value: 'postgres', description: 'Tables in a database of yours, seen by all workers and main processes' },
	],
	default: 'sqlite',
	description: 'Where tickets and the memory of the scanner are kept. All nodes of one help desk must use the same.',
};

export const storeCredentials: INodeCredentialDescription[] = [
	{ name: POSTGRES, required: true, testedBy: 'mailHelpdeskPostgresTest', displayOptions: { show: { store: ['postgres'] } } },
];

/** For nodes that have a desk: the store's, and that of the desk where it is not in the store. */
export const deskCredentials: INodeCredentialDescription[] = [
	...storeCredentials,
	{ name: VTIGER, required: true, testedBy: 'mailHelpdeskVtigerTest', displayOptions: { show: { desk: ['vtiger'] } } },
];

/** Whom Vtiger's own notification tells of what a customer wrote; where both would be told, the customer's own words would come back to him. */
export const vtigerTellsOption: INodeProperties = {
	displayName: 'Vtiger Tells of Comments',
	name: 'vtigerTells',
	type: 'options',
	options: [
		{ name: 'The Agent', value: 'agent', description: 'Who owns the ticket is told of what the customer wrote' },
		{ name: 'The Customer', value: 'customer', description: 'The customer gets a copy of what he wrote, and the agent is not told' },
	],
	default: 'agent',
	displayOptions: { show: { '/desk': ['vtiger'] } },
	description: 'Whom the notifications of Vtiger go to when a message of a customer becomes a comment',
};

export const storeNameOption: INodeProperties = {
	displayName: 'Store Name',
	name: 'storeName',
	type: 'string',
	default: 'default',
	displayOptions: { show: { '/store': ['sqlite'] } },
	description: 'Name of the file that holds tickets and the memory of the scanner. All nodes of one help desk must use the same name.',
};

export const actForRealOption: INodeProperties = {
	displayName: 'Act for Real in Tests',
	name: 'actForReal',
	type: 'boolean',
	default: false,
	description: 'Whether messages fetched by hand in the editor really change something. By default what would happen is only shown.',
};

/** Sign-in to a mailbox by password or by OAuth2. */
export const mailboxAuthentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Google OAuth2', value: 'google', description: 'For Gmail and Google Workspace' },
		{ name: 'Microsoft OAuth2', value: 'microsoft', description: 'For Microsoft 365 and Outlook.com' },
		{ name: 'Password', value: 'password', description: 'For all other servers, and for app passwords' },
	],
	default: 'password',
};

export const mailboxCredentials: INodeCredentialDescription[] = [
	{ name: IMAP, required: true, testedBy: 'mailHelpdeskImapTest', displayOptions: { show: { authentication: ['password'] } } },
	{ name: MICROSOFT, required: true, displayOptions: { show: { authentication: ['microsoft'] } } },
	{ name: GOOGLE, required: true, displayOptions: { show: { authentication: ['google'] } } },
];

/** Not required, and without regard to what the node does: n8n hides a choice that credentials depend on, and "render only" needs none. */
export const senderCredentials: INodeCredentialDescription[] = [
	{ name: SMTP, testedBy: 'mailHelpdeskSmtpTest', displayOptions: { show: { authentication: ['password'] } } },
	{ name: MICROSOFT, displayOptions: { show: { authentication: ['microsoft'] } } },
	{ name: GOOGLE, displayOptions: { show: { authentication: ['google'] } } },
];

/** A record of the desk: picked from a searchable list, or named by id. */
function deskLocator(property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>, searchListMethod: string): INodeProperties {
	return {
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		modes: [{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } }, { displayName: 'By ID', name: 'id', type: 'string' }],
		...property,
	};
}

/** A ticket of the desk; by default the one that the message belongs to. */
export function ticketProperty(property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>): INodeProperties {
	return {
		...deskLocator(property, 'searchTickets'),
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchTickets', searchable: true } },
			{ displayName: 'By Number', name: 'number', type: 'string', placeholder: 'e.g. TT15' },
			{ displayName: 'By ID', name: 'id', type: 'string' },
		],
	};
}

export function contactProperty(property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>): INodeProperties {
	return deskLocator(property, 'searchContacts');
}

export function agentProperty(property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>): INodeProperties {
	return deskLocator(property, 'searchAgents');
}

/** A folder of the mailbox, picked from the server's list or typed. */
export function folderProperty(property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>): INodeProperties {
	return {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchFolders', searchable: true } },
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Processed' },
		],
		...property,
	};
}

/** The desk's own fields in n8n's field mapper. */
export function deskFieldsProperty(
	property: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
	resourceMapperMethod: string,
): INodeProperties {
	return {
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['desk', 'store'],
			resourceMapper: {
				resourceMapperMethod,
				mode: 'map',
				valuesLabel: property.displayName,
				addAllFields: false,
				supportAutoMap: false,
				fieldWords: { singular: 'field', plural: 'fields' },
			},
		},
		...property,
	};
}
