import type { DeskAction } from '../../common/deskAction';
import { upkeepOf } from '../upkeepOf';

const sender = { displayName: 'Sender', name: 'sender', type: 'string' as const, default: '', required: true, placeholder: 'e.g. spam@example.com or @example.com', description: 'One address, or a domain with all its senders' };

export const blockSender: DeskAction = {
	option: { name: 'Block Sender', value: 'blockSender', description: 'Put an address or a domain on the block list of the desk', action: 'Block a sender' },
	needs: 'blockList',
	writes: true,
	properties: [sender, { displayName: 'Reason', name: 'reason', type: 'string', default: '' }],
	run: async ({ desk, text }) => ({ blocked: await upkeepOf(desk).block(text('sender'), text('reason')) }),
};

export const unblockSender: DeskAction = {
	option: { name: 'Unblock Sender', value: 'unblockSender', description: 'Take a sender off the block list', action: 'Unblock a sender' },
	needs: 'blockList',
	writes: true,
	properties: [sender],
	async run({ desk, text }) {
		await upkeepOf(desk).unblock(text('sender'));
		return { unblocked: text('sender') };
	},
};

export const listBlocked: DeskAction = {
	option: { name: 'List Blocked Senders', value: 'listBlocked', description: 'The block list, one item each', action: 'List blocked senders' },
	needs: 'blockList',
	writes: false,
	properties: [],
	run: async ({ desk }) => (await upkeepOf(desk).listBlocked()).map((each) => ({ ...each })),
};
