import { vtigerCalls } from '../../../../bench/desk/vtigerCalls';

it('A message takes no more requests to Vtiger than promised: four, four when it is an answer, five when it opens a ticket again', async () => {
	const figures = await vtigerCalls(() => undefined);
	expect(figures['desk.vtiger.calls_new_ticket']).toBeLessThanOrEqual(4);
	expect(figures['desk.vtiger.calls_follow_up']).toBeLessThanOrEqual(4);
	expect(figures['desk.vtiger.calls_reopening']).toBeLessThanOrEqual(5);
});
