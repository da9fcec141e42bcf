import type { DeskError } from '../../../../helpdesk/desk/DeskError';
import { testVtiger } from '../../../../helpdesk/desk/vtiger/testVtiger';
import { file, message, newComment, newContact, newTicket } from '../../../support/deskInput';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';

/** A user who is no administrator, with less rights than the desk needs; what Vtiger answers was recorded from a real one. */
describe('A Vtiger user with a restricted profile', () => {
	let double: VtigerDouble;
	let harness: VtigerHarness;

	beforeEach(async () => {
		double = await startVtigerDouble();
		double.account = { ...double.account, user: 'agent', accessKey: 'agent-access-key' };
		harness = await openVtigerDesk(double.account);
	});
	afterEach(async () => {
		await harness.close();
		await double.close();
	});

	const limit = (limits: Record<string, 'read' | 'nothing'>) => {
		const agent = double.state.users.find(({ name }) => name === 'agent');
		if (agent) agent.limits = limits;
	};
	const refused = async (work: Promise<unknown>) => {
		const error = (await work.then(() => null, (reason: unknown) => reason)) as DeskError | null;
		expect(error?.remedy).toContain('profile');
		return [error?.code, error?.fault, error?.message];
	};

	it('is told which right is missing for what, and no message is blamed for it', async () => {
		limit({ HelpDesk: 'read', Contacts: 'read', Documents: 'nothing' });
		const rights = (what: string) => ['VTIGER_RIGHTS', 'settings', `The API user may not ${what} in Vtiger`];
		expect(await refused(harness.desk.createContact({ key: 'x@people.example', action: 'contact' }, newContact('x@people.example')))).toEqual(rights('create Contacts'));
		expect(await refused(harness.desk.createTicket({ key: 'one', action: 'ticket' }, newTicket({ message: message('<one@x.example>') })))).toEqual(rights('create Tickets'));
		limit({ HelpDesk: 'nothing' });
		expect(await refused(harness.another({ ownSession: true }).searchTickets({ text: '', limit: 5 }))).toEqual(rights('see Tickets'));
	});

	it('has its ticket finished, once, as soon as the right is given', async () => {
		limit({ Documents: 'nothing' });
		const wanted = newTicket({ message: message('<file@x.example>'), files: [file('a.txt', 'a')] });
		const claim = { key: 'file', action: 'ticket' };
		expect(await refused(harness.desk.createTicket(claim, wanted))).toEqual(['VTIGER_RIGHTS', 'settings', expect.stringMatching(/may not (see|create) Documents/)]);
		limit({});
		const { ticket } = await harness.desk.createTicket(claim, wanted);
		expect(await harness.desk.listTickets()).toHaveLength(1);
		expect(await harness.desk.listFiles(ticket.id)).toMatchObject([{ fileName: 'a.txt' }]);
	});

	it('may not edit a ticket: that is said, and a ticket that is gone is still told apart', async () => {
		const { ticket } = await harness.desk.createTicket({ key: 'edit', action: 'ticket' }, newTicket());
		limit({ HelpDesk: 'read' });
		const change = { fields: { status: 'Closed' }, reopen: false, message: null, participants: [], files: [], links: [] };
		expect(await refused(harness.desk.updateTicket({ key: 'edit', action: 'change' }, ticket.id, change))).toEqual(['VTIGER_RIGHTS', 'settings', 'The API user may not edit Tickets in Vtiger']);
		await expect(harness.desk.addComment({ key: 'gone', action: 'comment' }, '987654', newComment())).rejects.toMatchObject({ code: 'TICKET_MISSING', fault: 'message' });
	});

	it('can assign to itself by its user name and to groups, and is told why not to others', async () => {
		const assigned = async (fields: Record<string, string>) => (await harness.desk.createTicket({ key: JSON.stringify(fields), action: 'ticket' }, newTicket({ fields }))).ticket;
		expect(await assigned({ assignee: 'Agent' })).toMatchObject({ assignee: '19x5' });
		expect(await assigned({ group: 'Support Group' })).toMatchObject({ group: '20x4' });
		await expect(assigned({ assignee: 'admin' })).rejects.toMatchObject({ code: 'FIELD_VALUE', remedy: expect.stringContaining('itself and groups only') });
		expect((await harness.desk.describe()).people).toEqual([{ id: '19x5', name: 'agent', address: 'agent@example.test' }]);
	});

	it('is refused when its profile hides the field of the marker, before anything is made', async () => {
		const agent = double.state.users.find(({ name }) => name === 'agent');
		if (agent) agent.fieldRights = { HelpDesk: { source: 'hidden' } };
		const refusal = { code: 'VTIGER_UNSUPPORTED', fault: 'settings', remedy: expect.stringContaining('field "Source"') };
		await expect(testVtiger(double.account)).rejects.toMatchObject(refusal);
		await expect(harness.desk.createTicket({ key: 'hidden', action: 'ticket' }, newTicket())).rejects.toMatchObject(refusal);
		expect([...double.state.records.values()]).toEqual([]);
	});

	it('can work when its profile hides and protects other fields', async () => {
		const agent = double.state.users.find(({ name }) => name === 'agent');
		if (agent) agent.fieldRights = { HelpDesk: { ticketcategories: 'hidden', solution: 'read' } };
		const { ticket } = await harness.desk.createTicket({ key: 'narrow', action: 'ticket' }, newTicket());
		const names = (await harness.desk.describe()).ticketFields.map(({ name }) => name);
		expect([names.includes('priority'), names.includes('category')]).toEqual([true, false]);
		expect(await harness.desk.getTicket(ticket.id)).toMatchObject({ title: 'Printer on fire' });
		expect((await harness.desk.changesSince('', 10)).changes).toHaveLength(1);
	});

	it('reads in the test of the credential all that is missing', async () => {
		limit({ HelpDesk: 'read', Documents: 'nothing' });
		await expect(testVtiger(double.account)).rejects.toMatchObject({ code: 'VTIGER_RIGHTS', message: 'The sign-in works, but this user may not create and edit Tickets, see Documents' });
	});
});
