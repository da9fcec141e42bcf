import type { DeskAction } from '../../common/deskAction';
import { listIn, upkeepOf } from '../upkeepOf';

export const setAgent: DeskAction = {
	option: { name: 'Set Agent', value: 'setAgent', description: 'Add somebody whom tickets can be assigned to, or change the name', action: 'Set an agent' },
	needs: 'setUp',
	writes: true,
	properties: [
		{ displayName: 'Address', name: 'agentAddress', type: 'string', default: '', required: true, placeholder: 'e.g. anna@example.com', description: 'Mail from this address is that of an agent' },
		{ displayName: 'Name', name: 'agentName', type: 'string', default: '' },
	],
	run: async ({ desk, text }) => ({ agent: await upkeepOf(desk).setPerson({ name: text('agentName'), address: text('agentAddress') }) }),
};

export const setGroup: DeskAction = {
	option: { name: 'Set Group', value: 'setGroup', description: 'Add a group of agents, or replace it', action: 'Set a group' },
	needs: 'setUp',
	writes: true,
	properties: [
		{ displayName: 'Name', name: 'groupName', type: 'string', default: '', required: true },
		{ displayName: 'Agents', name: 'groupPeople', type: 'string', default: '', placeholder: 'e.g. anna@example.com, Bert', description: 'Addresses or names of agents, separated by commas' },
	],
	run: async (call) => ({ group: await upkeepOf(call.desk).setGroup({ name: call.text('groupName'), people: listIn(call, 'groupPeople') }) }),
};

export const setQueue: DeskAction = {
	option: { name: 'Set Queue', value: 'setQueue', description: 'Add a queue, or replace it', action: 'Set a queue' },
	needs: 'setUp',
	writes: true,
	properties: [
		{ displayName: 'Name', name: 'queueName', type: 'string', default: '', required: true },
		{ displayName: 'Mailbox Address', name: 'queueAddress', type: 'string', default: '', description: 'The mailbox that feeds the queue and that it answers from' },
		{ displayName: 'Agents', name: 'queuePeople', type: 'string', default: '', placeholder: 'e.g. anna@example.com, Bert', description: 'Addresses or names of agents, separated by commas' },
	],
	run: async (call) => ({ queue: await upkeepOf(call.desk).setQueue({ name: call.text('queueName'), address: call.text('queueAddress'), people: listIn(call, 'queuePeople') }) }),
};
