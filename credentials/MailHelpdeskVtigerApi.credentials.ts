import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class MailHelpdeskVtigerApi implements ICredentialType {
	name = 'mailHelpdeskVtigerApi';

	displayName = 'Vtiger CRM (Mail Helpdesk) API';

	icon: Icon = { light: 'file:vtiger.svg', dark: 'file:vtiger.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/desk-vtiger.md';

	testedBy = 'mailHelpdeskVtigerTest';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://crm.example.com/vtiger',
			description: 'Where Vtiger opens in the browser, with its sub-directory if it has one',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. mailbot',
			description: 'User name in Vtiger. An administrator can assign tickets to every user, others only to groups and to themselves.',
		},
		{
			displayName: 'Access Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the bottom of "My Preferences" of this user in Vtiger. It is not the password.',
		},
	];
}
