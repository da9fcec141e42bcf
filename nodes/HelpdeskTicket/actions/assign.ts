import type { DeskAction } from '../../common/deskAction';
import { agentProperty } from '../../common/properties';
import { plainChange, theTicket, ticketNamed } from '../ticketNamed';

export const assign: DeskAction = {
	option: { name: 'Assign', value: 'assign', description: 'Give a ticket to a person or a group', action: 'Assign a ticket' },
	writes: true,
	properties: [
		theTicket,
		{
			displayName: 'Assign To',
			name: 'assignTo',
			type: 'options',
			options: [
				{ name: 'Group', value: 'group' },
				{ name: 'Nobody', value: 'nobody', description: 'Take person and group away' },
				{ name: 'Person', value: 'person' },
			],
			default: 'person',
		},
		agentProperty({ displayName: 'Person', name: 'person', description: 'One of the people of the desk', displayOptions: { show: { assignTo: ['person'] } } }),
		{
			displayName: 'Group Name or ID',
			name: 'group',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'loadGroups', loadOptionsDependsOn: ['desk', 'store'] },
			default: '',
			required: true,
			displayOptions: { show: { assignTo: ['group'] } },
			description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	],
	async run(call) {
		const { desk, text, claim } = call;
		const { id } = await ticketNamed(call);
		const to = text('assignTo');
		const hasGroups = (await desk.describe()).abilities.includes('groups');
		// n8n refuses to read a parameter that the panel does not show.
		const fields: Record<string, () => Record<string, string>> = {
			person: () => ({ assignee: text('person') }),
			group: () => ({ group: text('group') }),
			nobody: () => ({ assignee: '', ...(hasGroups ? { group: '' } : {}) }),
		};
		const { ticket, effect } = await desk.updateTicket(claim(`assign ${id}`), id, plainChange(fields[to]?.() ?? {}));
		return { ticket, effect };
	},
};
