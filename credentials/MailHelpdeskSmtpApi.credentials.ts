import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { serverProperties } from './serverProperties';

export class MailHelpdeskSmtpApi implements ICredentialType {
	name = 'mailHelpdeskSmtpApi';

	displayName = 'SMTP Server (Mail Helpdesk) API';

	icon: Icon = { light: 'file:outgoing.svg', dark: 'file:outgoing.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/credentials.md';

	testedBy = 'mailHelpdeskSmtpTest';

	properties: INodeProperties[] = [
		...serverProperties({ hostPlaceholder: 'e.g. smtp.example.com', port: 465 }),
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			placeholder: 'e.g. support@example.com',
			description: 'Name to sign in with. Leave empty if the server asks for none.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Sender Address',
			name: 'fromAddress',
			type: 'string',
			default: '',
			placeholder: 'e.g. support@example.com',
			description: 'Address that answers come from. It should be the mailbox that is scanned, or replies do not come back. Leave empty to use the address of the scanned mailbox.',
		},
		{
			displayName: 'Sender Name',
			name: 'fromName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Example Support',
		},
	];
}
