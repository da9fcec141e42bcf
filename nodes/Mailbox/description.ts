import type { INodeCredentialDescription, INodeTypeDescription } from 'n8n-workflow';
import { mailboxAuthentication, mailboxCredentials, storeCredentials, storeNameOption, storeProperty } from '../common/properties';

/** These need no credential of a mailbox. Said by `hide`, because n8n's editor leaves out of the panel what a credential, or the choice of one, names under `show`. */
const IN_THE_STORE = ['health', 'listQuarantine', 'release', 'scanNow'];

export const description: INodeTypeDescription = {
	displayName: 'Mailbox',
	name: 'mailbox',
	icon: { light: 'file:mailbox.svg', dark: 'file:mailbox.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle:
		'={{ { listQuarantine: "list quarantine", release: "release", scanNow: "scan now", health: "health", listFolders: "list folders", fetchMessage: "fetch one message" }[$parameter["action"]] }}',
	description: 'Looks after scanned mailboxes: what was put aside and why, releasing it, scanning now, health, folders, single messages',
	defaults: { name: 'Mailbox' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main'],
	credentials: mailboxCredentials
		.map((credential): INodeCredentialDescription => ({ ...credential, displayOptions: { ...credential.displayOptions, hide: { action: IN_THE_STORE } } }))
		.concat(storeCredentials),
	properties: [
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Fetch One Message', value: 'fetchMessage', description: 'Read one message with its raw source, without changing it' },
				{ name: 'Health', value: 'health', description: 'What each scanner says of its connection, its last message and its work' },
				{ name: 'List Folders', value: 'listFolders', description: 'All folders of the mailbox with what each is for' },
				{ name: 'List Quarantine', value: 'listQuarantine', description: 'Messages that were put aside after several tries, with the cause' },
				{ name: 'Release', value: 'release', description: 'Let a message that was put aside be tried again' },
				{ name: 'Scan Now', value: 'scanNow', description: 'Let the running trigger look for mail and handle what is pending' },
			],
			default: 'listQuarantine',
		},
		{ ...mailboxAuthentication, displayOptions: { hide: { action: IN_THE_STORE } } },
		{
			displayName: 'Scanner Name',
			name: 'scannerName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Support',
			description: 'Name that the IMAP Scanner Trigger was given. Empty for all scanners of the store.',
			displayOptions: { show: { action: ['health', 'listQuarantine', 'scanNow'] } },
		},
		{
			displayName: 'Wait (Seconds)',
			name: 'waitSeconds',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 600 },
			default: 30,
			description: 'For how long to wait until everything that is pending has been handled',
			displayOptions: { show: { action: ['scanNow'] } },
		},
		{
			displayName: 'Find By',
			name: 'findBy',
			type: 'options',
			options: [
				{ name: 'Folder and UID', value: 'uid' },
				{ name: 'Key of a Message in Quarantine', value: 'key' },
				{ name: 'Message-ID', value: 'messageId' },
			],
			default: 'key',
			displayOptions: { show: { action: ['fetchMessage'] } },
		},
		{
			displayName: 'Key',
			name: 'key',
			type: 'string',
			default: '={{ $json.key }}',
			required: true,
			description: 'Key of the message, as List Quarantine gives it',
			displayOptions: { show: { action: ['release'] } },
		},
		{
			displayName: 'Key',
			name: 'messageKey',
			type: 'string',
			default: '={{ $json.key }}',
			required: true,
			description: 'Key of the message, as List Quarantine gives it',
			displayOptions: { show: { action: ['fetchMessage'], findBy: ['key'] } },
		},
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'string',
			default: 'INBOX',
			required: true,
			displayOptions: { show: { action: ['fetchMessage'], findBy: ['uid', 'messageId'] } },
		},
		{
			displayName: 'UID',
			name: 'uid',
			type: 'number',
			default: 0,
			required: true,
			displayOptions: { show: { action: ['fetchMessage'], findBy: ['uid'] } },
		},
		{
			displayName: 'Message-ID',
			name: 'messageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. <1234@example.com>',
			displayOptions: { show: { action: ['fetchMessage'], findBy: ['messageId'] } },
		},
		storeProperty,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [storeNameOption],
		},
	],
};
