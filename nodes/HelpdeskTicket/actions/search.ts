import type { TicketQuery } from '../../../helpdesk';
import type { DeskAction } from '../../common/deskAction';

type Conditions = Omit<TicketQuery, 'limit'>;

/** Without conditions, the newest tickets. */
export const search: DeskAction = {
	option: { name: 'List or Search', value: 'search', description: 'Tickets that meet all conditions, newest first, one item each', action: 'List or search tickets' },
	writes: false,
	properties: [
		{
			displayName: 'Conditions',
			name: 'conditions',
			type: 'collection',
			placeholder: 'Add condition',
			default: {},
			options: [
				{ displayName: 'Address', name: 'address', type: 'string', default: '', placeholder: 'e.g. anna@example.com', description: 'Address of the contact or of somebody who takes part' },
				{ displayName: 'Assignee ID', name: 'assignee', type: 'string', default: '' },
				{ displayName: 'Changed Since', name: 'changedSince', type: 'dateTime', default: '' },
				{ displayName: 'Contact ID', name: 'contactId', type: 'string', default: '' },
				{ displayName: 'Group ID', name: 'group', type: 'string', default: '' },
				{ displayName: 'Number', name: 'number', type: 'string', default: '', placeholder: 'e.g. TT15' },
				{
					displayName: 'Queue Name or ID',
					name: 'queue',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'loadQueues', loadOptionsDependsOn: ['desk', 'store'] },
					default: '',
					description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{
					displayName: 'State',
					name: 'state',
					type: 'options',
					options: [
						{ name: 'Closed', value: 'closed' },
						{ name: 'Deleted', value: 'deleted' },
						{ name: 'Merged', value: 'merged' },
						{ name: 'Open', value: 'open' },
					],
					default: 'open',
				},
				{
					displayName: 'Status Name or ID',
					name: 'status',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'loadStatuses', loadOptionsDependsOn: ['desk', 'store'] },
					default: '',
					description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{ displayName: 'Text', name: 'text', type: 'string', default: '', description: 'Part of title, description or number, in any case' },
			],
		},
		{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return' },
	],
	async run({ context, itemIndex, desk }) {
		const { changedSince, ...given } = context.getNodeParameter('conditions', itemIndex, {}) as Conditions;
		const conditions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
		const since = changedSince ? { changedSince: new Date(changedSince).toISOString() } : {};
		const limit = context.getNodeParameter('limit', itemIndex, 50);
		const found = [];
		for (let cursor: string | null = ''; cursor !== null && found.length < limit; ) {
			const page = await desk.searchTickets({ ...conditions, ...since, limit: Math.min(limit - found.length, 500), cursor });
			found.push(...page.tickets);
			cursor = page.cursor;
		}
		return found.map((ticket) => ({ ...ticket }));
	},
};
