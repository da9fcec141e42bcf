import type { INodeProperties } from 'n8n-workflow';

/** Where the PostgreSQL server is, who signs in, how the connection is kept private, and where the tables lie. */
export const postgresProperties: INodeProperties[] = [
	{
		displayName: 'Host',
		name: 'host',
		type: 'string',
		default: 'localhost',
		required: true,
		placeholder: 'e.g. postgres',
		description: 'Where PostgreSQL runs. Between containers it is the name of the service; "localhost" is the container of n8n itself.',
	},
	{ displayName: 'Port', name: 'port', type: 'number', default: 5432 },
	{ displayName: 'Database', name: 'database', type: 'string', default: '', required: true, placeholder: 'e.g. helpdesk', description: 'It must exist. The one of n8n may be used too: the tables lie in a schema of their own.' },
	{ displayName: 'User', name: 'user', type: 'string', default: '', required: true, placeholder: 'e.g. helpdesk' },
	{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
	{
		displayName: 'Encryption',
		name: 'encryption',
		type: 'options',
		options: [
			{ name: 'None', value: 'none', description: 'Password and tickets cross the network in plain text. For servers on this machine or in a private network.' },
			{ name: 'TLS, Certificate Checked', value: 'checked', description: 'The server must show a valid certificate for its host name' },
			{ name: 'TLS, Certificate Not Checked', value: 'unchecked', description: 'Encrypted, but to whoever answers: anybody in between can read everything' },
		],
		default: 'checked',
	},
	{
		displayName: 'Certificate Authority',
		name: 'certificateAuthority',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: '-----BEGIN CERTIFICATE-----',
		displayOptions: { show: { encryption: ['checked'] } },
		description: 'Certificate (PEM) of your own authority, if the server does not use a public one',
	},
	{
		displayName: 'Schema',
		name: 'schema',
		type: 'string',
		default: 'mail_helpdesk',
		description: 'PostgreSQL schema that holds the tables; it is made if it is missing. Another name makes another help desk in the same database.',
	},
];
