import type { INodeTypeDescription } from 'n8n-workflow';
import { actForRealOption, folderProperty, mailboxAuthentication, mailboxCredentials, storeCredentials, storeNameOption, storeProperty } from '../common/properties';

export const description: INodeTypeDescription = {
	displayName: 'Move/Delete Message',
	name: 'moveOrDeleteMessage',
	icon: { light: 'file:moveOrDeleteMessage.svg', dark: 'file:moveOrDeleteMessage.dark.svg' },
	group: ['output'],
	version: 1,
	subtitle:
		'={{ ((folder) => ({ move: "move to " + folder, copy: "copy to " + folder, delete: "move to trash", deleteForGood: "delete for good", markRead: "mark as read", markUnread: "mark as unread", flag: "flag", unflag: "remove flag" }[$parameter["action"]]))(($parameter["folder"] || {}).value || $parameter["folder"] || "…") }}',
	description: 'Tidies the mailbox: moves, copies, deletes or marks the message, checks that it was done, and says so on the item',
	defaults: { name: 'Move/Delete Message' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main'],
	credentials: mailboxCredentials.concat(storeCredentials),
	properties: [
		mailboxAuthentication,
		storeProperty,
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Copy to a Folder', value: 'copy' },
				{ name: 'Delete', value: 'delete', description: 'Move the message to the trash' },
				{ name: 'Delete for Good', value: 'deleteForGood', description: 'The message cannot be brought back' },
				{ name: 'Flag', value: 'flag' },
				{ name: 'Mark as Read', value: 'markRead' },
				{ name: 'Mark as Unread', value: 'markUnread' },
				{ name: 'Move to a Folder', value: 'move' },
				{ name: 'Remove Flag', value: 'unflag' },
			],
			default: 'move',
		},
		folderProperty({
			displayName: 'Folder',
			name: 'folder',
			required: true,
			displayOptions: { show: { action: ['move', 'copy'] } },
			description: 'Folder of the same mailbox',
		}),
		{
			displayName: 'Create Folder',
			name: 'createFolder',
			type: 'boolean',
			default: true,
			displayOptions: { show: { action: ['move', 'copy'] } },
			description: 'Whether to create the folder if it does not exist',
		},
		{
			displayName: 'When',
			name: 'when',
			type: 'options',
			options: [
				{
					name: 'After the Workflow Has Succeeded',
					value: 'afterSuccess',
					description: 'If a later node fails, the message is still where it was and can be tried again',
				},
				{ name: 'At Once', value: 'atOnce' },
			],
			default: 'afterSuccess',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [actForRealOption, storeNameOption],
		},
	],
};
