import type { INodeTypeDescription } from 'n8n-workflow';
import { actForRealOption, deskCredentials, deskProperty, storeNameOption, storeProperty } from '../common/properties';

export const description: INodeTypeDescription = {
	displayName: 'Link E-mail',
	name: 'linkEmail',
	icon: { light: 'file:linkEmail.svg', dark: 'file:linkEmail.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle: '={{ { contactByFrom: "to the contact by From", contactByTo: "to contacts by To", organizationByFrom: "to the organization by From", organizationByTo: "to organizations by To" }[$parameter["action"]] }}',
	description: 'Adds a message to the contact or the organization that it came from or went to, without making a ticket',
	defaults: { name: 'Link E-mail' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main', 'main'],
	outputNames: ['Linked', 'Nobody Found'],
	credentials: deskCredentials,
	properties: [
		deskProperty,
		storeProperty,
		{
			displayName: 'In Vtiger the message becomes a private comment of the contact or the organization, and its files become documents. Nobody is mailed.',
			name: 'vtigerComment',
			type: 'notice',
			default: '',
			displayOptions: { show: { desk: ['vtiger'] } },
		},
		{
			displayName: 'Link To',
			name: 'action',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Contact by From', value: 'contactByFrom', description: 'The contact who wrote the message' },
				{ name: 'Contact by To', value: 'contactByTo', description: 'Every contact to whom the message went, To and Cc' },
				{ name: 'Organization by From', value: 'organizationByFrom', description: 'The organization of the writer, by contact, address or domain' },
				{ name: 'Organization by To', value: 'organizationByTo', description: 'The organizations to which the message went, To and Cc' },
			],
			default: 'contactByFrom',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				actForRealOption,
				{ displayName: 'Attach Files', name: 'attachFiles', type: 'boolean', default: true, description: 'Whether the files of the message are kept with it' },
				storeNameOption,
			],
		},
	],
};
