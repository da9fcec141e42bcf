import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import { deskOf } from './desk';
import { type DeskAction, deskCall, isTrial } from './deskAction';
import { perItem } from './failure';

/** Does the chosen action for every item. Of a trial it says what would be done, and does nothing. */
export async function runDeskActions(context: IExecuteFunctions, actions: readonly DeskAction[]): Promise<INodeExecutionData[][]> {
	return await perItem(
		context,
		1,
		async (itemIndex) => (await deskOf(context, itemIndex)).journal,
		async (item, itemIndex) => {
			const chosen = context.getNodeParameter('action', itemIndex) as string;
			const action = actions.find(({ option }) => option.value === chosen);
			if (!action) throw new HelpdeskError('ACTION_UNKNOWN', `This node has no action "${chosen}"`, { fault: 'settings', remedy: 'Choose one from the list.' });
			const { actForReal = false } = context.getNodeParameter('options', itemIndex, {}) as { actForReal?: boolean };
			if (action.writes && isTrial(context, item, actForReal)) {
				return { output: 0, json: { ...item.json, simulated: { action: chosen, reason: 'Test: nothing was changed. Switch "Act for Real in Tests" on to do it.' } } };
			}
			const { desk } = await deskOf(context, itemIndex);
			const result = await action.run(deskCall(context, itemIndex, item, desk));
			return Array.isArray(result) ? { output: 0, json: {}, rows: result } : { output: 0, json: { ...item.json, ...result } };
		},
	);
}
