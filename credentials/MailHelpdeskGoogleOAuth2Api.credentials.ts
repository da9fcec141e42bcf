import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class MailHelpdeskGoogleOAuth2Api implements ICredentialType {
	name = 'mailHelpdeskGoogleOAuth2Api';

	extends = ['googleOAuth2Api'];

	displayName = 'Google Mailbox (Mail Helpdesk) OAuth2 API';

	icon: Icon = { light: 'file:google.svg', dark: 'file:google.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			// IMAP and SMTP know no smaller one.
			default: 'https://mail.google.com/',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. support@example.com',
			description: 'Address of the Google account that you sign in with. Its mailbox is read.',
		},
		{
			displayName: 'Mailbox Address',
			name: 'address',
			type: 'string',
			default: '',
			placeholder: 'e.g. help@example.com',
			description: 'Address that customers write to and that answers come from, if it is an alias of the account. Leave empty if it is the same as User.',
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
