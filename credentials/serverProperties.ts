import type { INodeProperties } from 'n8n-workflow';

/** What is found from the address is always encrypted and checked: there is nothing to choose. */
const WITH_HOST: INodeProperties['displayOptions'] = { hide: { host: [''] } };

/** The fields that an IMAP and an SMTP server have in common: where it is, and how the connection is kept private (M5, M6). */
export function serverProperties({ hostPlaceholder, port }: { hostPlaceholder: string; port: number }): INodeProperties[] {
	return [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			placeholder: hostPlaceholder,
			description: 'Leave empty to have server, port and encryption found from the mail address. The test of the credential says what was found.',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			default: port,
			displayOptions: WITH_HOST,
			description: 'Leave empty for the usual port of the encryption',
		},
		{
			displayName: 'Encryption',
			name: 'security',
			type: 'options',
			options: [
				{ name: 'TLS From the Start', value: 'tls', description: 'The usual choice (port 993 for IMAP, 465 for SMTP)' },
				{ name: 'STARTTLS', value: 'starttls', description: 'Begins in plain text and must switch to TLS (port 143 for IMAP, 587 for SMTP)' },
				{ name: 'None', value: 'none', description: 'Password and mail cross the network in plain text. Only for servers on this machine.' },
			],
			default: 'tls',
			displayOptions: WITH_HOST,
		},
		{
			displayName: 'Check Certificate',
			name: 'checkCertificate',
			type: 'boolean',
			default: true,
			displayOptions: { hide: { host: [''], security: ['none'] } },
			description: 'Whether the server must show a valid certificate. If you switch this off, anybody in between can read the password.',
		},
		{
			displayName: 'Certificate Authority',
			name: 'certificateAuthority',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: { hide: { host: [''], security: ['none'] } },
			description: 'Certificate (PEM) of your own authority, if the server does not use a public one',
		},
	];
}
