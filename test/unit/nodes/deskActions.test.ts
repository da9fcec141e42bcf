import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HelpdeskAdministration } from '../../../nodes/HelpdeskAdministration/HelpdeskAdministration.node';
import { HelpdeskTicket } from '../../../nodes/HelpdeskTicket/HelpdeskTicket.node';
import { isTrial } from '../../../nodes/common/deskAction';

describe.each([new HelpdeskTicket(), new HelpdeskAdministration()])('the panel of $description.displayName', ({ description }) => {
	const drop = description.properties.find(({ name }) => name === 'action');
	const actions = (drop?.options ?? []) as Array<{ name: string; value: string; displayOptions?: { hide?: { desk?: string[] } } }>;

	it('lists its actions by name, and has a default among them', () => {
		expect(actions.map(({ name }) => name)).toEqual(actions.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en')));
		expect(actions.map(({ value }) => value)).toContain(drop?.default);
	});

	it('does not offer what a desk cannot do, and says so where it was chosen before', () => {
		const hidden = actions.filter(({ displayOptions }) => displayOptions?.hide?.desk?.includes('vtiger'));
		expect(hidden.length).toBeGreaterThan(0);
		const left = description.properties.find((property) => property.name === 'missingIn_vtiger');
		expect(left).toMatchObject({ type: 'notice', displayOptions: { show: { desk: ['vtiger'] } } });
		for (const { value, name } of hidden) {
			expect(left?.displayName).toContain(name);
			const notice = description.properties.find((property) => property.name === `cannot_${value}`);
			expect(notice).toMatchObject({ type: 'notice', displayName: expect.stringContaining(name), displayOptions: { show: { action: [value], desk: ['vtiger'] } } });
		}
	});

	it('shows every further parameter for its action only', () => {
		const own = description.properties.filter(({ name }) => !['desk', 'store', 'action', 'options', 'missingIn_vtiger'].includes(name));
		expect(own.every(({ displayOptions }) => displayOptions?.show?.action?.length === 1)).toBe(true);
	});
});

describe('a trial', () => {
	const context = (mode: string) => ({ getMode: () => mode }) as unknown as IExecuteFunctions;
	const item = (json: IDataObject): INodeExecutionData => ({ json });

	it('is a message fetched by hand, and any other item of an execution by hand', () => {
		expect(isTrial(context('trigger'), item({ mailbox: { test: true } }), false)).toBe(true);
		expect(isTrial(context('manual'), item({}), false)).toBe(true);
	});

	it('is no message that the trigger handles, no scheduled execution, and nothing that is to be done for real', () => {
		expect(isTrial(context('trigger'), item({ mailbox: { test: false } }), false)).toBe(false);
		expect(isTrial(context('trigger'), item({}), false)).toBe(false);
		expect(isTrial(context('manual'), item({ mailbox: { test: true } }), true)).toBe(false);
	});
});
