import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class MailHelpdeskMicrosoftOAuth2Api implements ICredentialType {
	name = 'mailHelpdeskMicrosoftOAuth2Api';

	extends = ['microsoftOAuth2Api'];

	displayName = 'Microsoft Mailbox (Mail Helpdesk) OAuth2 API';

	icon: Icon = { light: 'file:microsoft.svg', dark: 'file:microsoft.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
		},
		{
			displayName: 'Signed-in Account',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. anna@example.com',
			description: 'Address of the account that you sign in with',
		},
		{
			displayName: 'Mailbox to Read',
			name: 'address',
			type: 'string',
			default: '',
			placeholder: 'e.g. support@example.com',
			description: 'Address of the shared mailbox that is read and answered from. The account needs full access to it. Leave empty if it is the account itself.',
		},
		{
			displayName: 'Sender Name',
			name: 'fromName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Example Support',
		},
		{
			displayName: 'IMAP Host',
			name: 'imapHost',
			type: 'string',
			default: 'outlook.office365.com',
			description: 'Differs only in national clouds',
		},
		{
			displayName: 'SMTP Host',
			name: 'smtpHost',
			type: 'string',
			default: 'smtp.office365.com',
			description: 'Differs only in national clouds',
		},
	];
}
