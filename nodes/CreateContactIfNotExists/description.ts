import type { INodeTypeDescription } from 'n8n-workflow';
import { actForRealOption, deskCredentials, deskFieldsProperty, deskProperty, storeNameOption, storeProperty } from '../common/properties';

export const description: INodeTypeDescription = {
	displayName: 'Create Contact If Not Exists',
	name: 'createContactIfNotExists',
	icon: { light: 'file:createContactIfNotExists.svg', dark: 'file:createContactIfNotExists.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle: 'by sender address',
	description: 'Looks the sender of a message up among the contacts and creates the contact if it is missing',
	defaults: { name: 'Create Contact If Not Exists' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main'],
	credentials: deskCredentials,
	properties: [
		deskProperty,
		storeProperty,
		deskFieldsProperty(
			{
				displayName: 'Fields of a New Contact',
				name: 'fields',
				description: 'Values for contacts that are created. Name and address come from the message.',
			},
			'contactFields',
		),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				actForRealOption,
				{
					displayName: 'Also for Automatic Mail',
					name: 'automaticMail',
					type: 'boolean',
					default: false,
					description: 'Whether senders of notifications, newsletters and other automatic mail become contacts too',
				},
				storeNameOption,
			],
		},
	],
};
