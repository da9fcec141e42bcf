import type { DeskAction } from '../../common/deskAction';

export const changesSince: DeskAction = {
	option: { name: 'Get Changes', value: 'changesSince', description: 'What happened to tickets since a cursor, oldest first, one item each', action: 'Get changes of tickets' },
	needs: 'changeFeed',
	writes: false,
	properties: [
		{
			displayName: 'Since (Cursor)',
			name: 'cursor',
			type: 'string',
			default: '',
			description: 'Field "cursor" of the last item of the call before. Empty starts at the beginning.',
		},
		{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return' },
	],
	async run({ context, itemIndex, desk, text }) {
		const { changes, cursor } = await desk.changesSince(text('cursor'), context.getNodeParameter('limit', itemIndex, 50));
		return changes.map((change) => ({ ...change, cursor }));
	},
};
