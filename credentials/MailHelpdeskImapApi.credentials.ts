import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { serverProperties } from './serverProperties';

export class MailHelpdeskImapApi implements ICredentialType {
	name = 'mailHelpdeskImapApi';

	displayName = 'IMAP Mailbox (Mail Helpdesk) API';

	icon: Icon = { light: 'file:mailbox.svg', dark: 'file:mailbox.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/credentials.md';

	testedBy = 'mailHelpdeskImapTest';

	properties: INodeProperties[] = [
		...serverProperties({ hostPlaceholder: 'e.g. imap.example.com', port: 993 }),
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. support@example.com',
			description: 'Name to sign in with, usually the full e-mail address',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Google, Yahoo and iCloud need an app password here. Microsoft 365 takes no passwords for IMAP: use the Microsoft OAuth2 credential.',
		},
		{
			displayName: 'Mailbox Address',
			name: 'address',
			type: 'string',
			default: '',
			placeholder: 'e.g. support@example.com',
			description: 'Address that customers write to. Leave empty if it is the same as User.',
		},
		{
			displayName: 'Read Only',
			name: 'readOnly',
			type: 'boolean',
			default: false,
			description: 'Whether nothing may ever be changed in this mailbox: messages are not marked, moved or deleted',
		},
	];
}
