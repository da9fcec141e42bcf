import type { DeskAction } from '../../common/deskAction';
import { numberOrNull, upkeepOf } from '../upkeepOf';

const minutes = { type: 'number' as const, typeOptions: { minValue: 0 }, default: 0 };

export const setPriority: DeskAction = {
	option: { name: 'Set Priority', value: 'setPriority', description: 'Add a priority with its promised times, or replace it', action: 'Set a priority' },
	needs: 'setUp',
	writes: true,
	properties: [
		{ displayName: 'Name', name: 'priorityName', type: 'string', default: '', required: true },
		{ ...minutes, displayName: 'Reaction (Minutes)', name: 'reactionMinutes', description: 'Until the first public comment of an agent. 0 for no promise.' },
		{ ...minutes, displayName: 'Warning (Minutes)', name: 'warningMinutes', description: 'When an open ticket begins to show a warning. 0 for none.' },
		{ ...minutes, displayName: 'Resolution (Minutes)', name: 'resolutionMinutes', description: 'Until the ticket is closed. 0 for no promise.' },
	],
	async run(call) {
		const [reactionMinutes, warningMinutes, resolutionMinutes] = [numberOrNull(call, 'reactionMinutes'), numberOrNull(call, 'warningMinutes'), numberOrNull(call, 'resolutionMinutes')];
		return { priority: await upkeepOf(call.desk).setPriority({ name: call.text('priorityName'), reactionMinutes, warningMinutes, resolutionMinutes }) };
	},
};

export const showSetUp: DeskAction = {
	option: { name: 'Show Set-Up', value: 'showSetUp', description: 'What the desk can do, its fields, agents, groups, queues and priorities', action: 'Show the set up of the desk' },
	writes: false,
	properties: [],
	run: async ({ desk }) => [{ ...(await desk.describe()) }],
};

export const removeSetUp: DeskAction = {
	option: { name: 'Remove From Set-Up', value: 'removeSetUp', description: 'Take an agent, group, queue or priority away; tickets keep what they have', action: 'Remove from the set up' },
	needs: 'setUp',
	writes: true,
	properties: [
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'Agent', value: 'agent' },
				{ name: 'Group', value: 'group' },
				{ name: 'Priority', value: 'priority' },
				{ name: 'Queue', value: 'queue' },
			],
			default: 'agent',
		},
		{ displayName: 'ID', name: 'setUpId', type: 'string', default: '', required: true, description: 'Address of an agent; name of a group, priority or queue' },
	],
	async run({ desk, text }) {
		const upkeep = upkeepOf(desk);
		const removals: Record<string, (id: string) => Promise<void>> = { agent: upkeep.removePerson, group: upkeep.removeGroup, priority: upkeep.removePriority, queue: upkeep.removeQueue };
		await removals[text('kind')]?.(text('setUpId'));
		return { removed: { kind: text('kind'), id: text('setUpId') } };
	},
};
