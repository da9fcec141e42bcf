import type { INodeProperties } from 'n8n-workflow';
import { conditionProperties } from './conditionProperties';

const conditions: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	placeholder: 'Add Condition',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: {
			itemTitle: '={{ [$collection.item.value.field, $collection.item.value.operator].join(" ").replace(/([A-Z])/g, " $1").toLowerCase() + " " + ($collection.item.value.value || "") }}',
		},
	},
	default: {},
	options: [{ displayName: 'Condition', name: 'values', values: conditionProperties }],
};

const groups: INodeProperties = {
	displayName: 'Condition Groups',
	name: 'groups',
	type: 'fixedCollection',
	placeholder: 'Add Group of Conditions',
	typeOptions: { multipleValues: true },
	default: {},
	description: 'A rule without conditions takes every message',
	options: [
		{
			displayName: 'Group',
			name: 'values',
			values: [
				{
					displayName: 'Must Hold',
					name: 'combine',
					type: 'options',
					noDataExpression: true,
					options: [
						{ name: 'All Conditions', value: 'all' },
						{ name: 'At Least One Condition', value: 'any' },
					],
					default: 'all',
				},
				conditions,
			],
		},
	],
};

const limits: INodeProperties = {
	displayName: 'Limits',
	name: 'limits',
	type: 'collection',
	placeholder: 'Add Limit',
	default: {},
	description: 'Where the rule applies; without limits it applies everywhere',
	options: [
		{
			displayName: 'Folders',
			name: 'folders',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Folder' },
			default: [],
			placeholder: 'e.g. INBOX',
			description: 'The rule applies to messages in these folders only',
		},
		{
			displayName: 'Mailboxes',
			name: 'mailboxes',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Mailbox' },
			default: [],
			placeholder: 'e.g. support@example.com',
			description: 'The rule applies to messages that came through these mailboxes only: name of the scanner, or address of the mailbox',
		},
	],
};

/** What one rule consists of. */
const ruleProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. Reply to a ticket',
		description: 'Shown in the verdict of every message that the rule has looked at',
	},
	{
		displayName: 'Enabled',
		name: 'enabled',
		type: 'boolean',
		default: true,
		description: 'Whether the rule is used; a rule that is switched off is passed over',
	},
	{
		displayName: 'Output Name or ID',
		name: 'output',
		type: 'options',
		typeOptions: {
			loadOptionsMethod: 'getOutputs',
			// The editor compares the texts that stand at these paths; of a whole list it sees only the length, and a renamed output would not show.
			loadOptionsDependsOn: Array.from({ length: 30 }, (_, index) => `outputs.values[${index}].name`),
		},
		default: '',
		description: 'Where messages go that the rule matches. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Must Hold',
		name: 'combine',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Groups', value: 'all' },
			{ name: 'At Least One Group', value: 'any' },
		],
		default: 'all',
	},
	groups,
	limits,
];

/**
 * The ordered list of rules. The two that stand there at first are those that Vtiger's documents begin with, and their order matters: the other way round every reply
 * would make a new ticket.
 */
export const rulesProperty: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'fixedCollection',
	placeholder: 'Add Rule',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: {
			itemTitle:
				'={{ ($collection.item.value.name || "Rule") + ($collection.item.value.enabled === false ? " (off)" : " → " + ($collection.item.value.output || "?")) }}',
		},
	},
	default: {
		values: [
			{
				name: 'Reply to a ticket',
				enabled: true,
				output: 'Update Ticket',
				combine: 'all',
				groups: { values: [{ combine: 'all', conditions: { values: [{ field: 'subject', operator: 'hasTicketId' }] } }] },
				limits: {},
			},
			{
				name: 'Any other message',
				enabled: true,
				output: 'New Ticket',
				combine: 'all',
				groups: { values: [{ combine: 'all', conditions: { values: [{ field: 'subject', operator: 'notEquals', value: '' }] } }] },
				limits: {},
			},
		],
	},
	description: 'Tried from top to bottom; the first rule that matches decides',
	hint: 'Drag rules to change their order; wires stay where they are',
	options: [{ displayName: 'Rule', name: 'values', values: ruleProperties }],
};
