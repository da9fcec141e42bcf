import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { postgresProperties } from './postgresProperties';

export class MailHelpdeskPostgresApi implements ICredentialType {
	name = 'mailHelpdeskPostgresApi';

	displayName = 'PostgreSQL Store (Mail Helpdesk) API';

	icon: Icon = { light: 'file:postgres.svg', dark: 'file:postgres.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-mail-helpdesk/n8n-nodes-mail-helpdesk/blob/main/docs/store.md';

	testedBy = 'mailHelpdeskPostgresTest';

	properties: INodeProperties[] = postgresProperties;
}
