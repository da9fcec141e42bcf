import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** What a person lets n8n do; the mailbox may be another one than the person's own. */
const PERSON_SCOPE = 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
/** Whatever an administrator has granted to the app. */
const APP_SCOPE = 'https://outlook.office365.com/.default';

export class MailHelpdeskMicrosoftOAuth2Api implements ICredentialType {
	name = 'mailHelpdeskMicrosoftOAuth2Api';

	extends = ['microsoftOAuth2Api'];

	displayName = 'Microsoft Mailbox (Mail Helpdesk) OAuth2 API';

	icon: Icon = { light: 'file:microsoft.svg', dark: 'file:microsoft.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		// A visible `grantType`: n8n's editor compares its stored value to decide whether there is something to connect, and cannot see through an expression.
		{
			displayName: 'Sign-in Kind',
			name: 'grantType',
			type: 'options',
			options: [
				{ name: 'A Person Signs In', value: 'authorizationCode', description: 'Delegated permissions: works with personal and work accounts' },
				{
					name: 'The App Itself',
					value: 'clientCredentials',
					description: 'Application permissions (IMAP.AccessAsApp): nobody signs in. An administrator of Microsoft 365 lets the app into the mailbox.',
				},
			],
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			default: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
			description: 'An app of one organisation needs its tenant ID in the place of "common"',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
			description: 'An app of one organisation, and any app that signs in by itself, needs the tenant ID in the place of "common"',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{$self["grantType"] === "clientCredentials" ? "${APP_SCOPE}" : "${PERSON_SCOPE}"}}`,
		},
		// What the parent types show and mail needs none of.
		{
			displayName: 'Microsoft Graph API Base URL',
			name: 'graphApiBaseUrl',
			type: 'hidden',
			default: 'https://graph.microsoft.com',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
		{
			displayName: 'Signed-in Account',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. anna@example.com',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
			description: 'Address of the account that you sign in with',
		},
		{
			displayName: 'Mailbox to Read',
			name: 'address',
			type: 'string',
			default: '',
			placeholder: 'e.g. support@example.com',
			description:
				'Address of the mailbox that is read and answered from. A shared mailbox must give the account (or the app) full access. Leave empty if it is the account itself.',
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
