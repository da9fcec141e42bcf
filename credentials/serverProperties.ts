import type { INodeProperties } from 'n8n-workflow';

/** The fields that an IMAP and an SMTP server have in common: where it is, and how the connection is kept private (M5, M6). */
export function serverProperties({ hostPlaceholder, port }: { hostPlaceholder: string; port: number }): INodeProperties[] {
	return [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: hostPlaceholder,
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			default: port,
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
		},
		{
			displayName: 'Check Certificate',
			name: 'checkCertificate',
			type: 'boolean',
			default: true,
			displayOptions: { hide: { security: ['none'] } },
			description: 'Whether the server must show a valid certificate. If you switch this off, anybody in between can read the password.',
		},
		{
			displayName: 'Certificate Authority',
			name: 'certificateAuthority',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: { hide: { security: ['none'] } },
			description: 'Certificate (PEM) of your own authority, if the server does not use a public one',
		},
	];
}
