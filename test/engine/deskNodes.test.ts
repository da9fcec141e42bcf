import type { IDataObject, INode } from 'n8n-workflow';
import { packageNode, startHelpdeskRun, type ChangeWorkflow, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const ticketNode = (name: string, action: string, parameters: IDataObject = {}) => packageNode(name, 'helpdeskTicket', { action, ...parameters });
const adminNode = (name: string, action: string, parameters: IDataObject = {}) => packageNode(name, 'helpdeskAdministration', { action, ...parameters });

/** The shipped way of a mail up to its new ticket, then these nodes one after another. */
const thenNodes = (...more: INode[]): ChangeWorkflow => (workflow) => {
	workflow.nodes.push(...more);
	const chain = ['Create/Update Ticket', ...more.map(({ name }) => name)];
	for (const [index, name] of chain.slice(0, -1).entries()) {
		const others = workflow.connections[name]?.main?.slice(1) ?? [];
		workflow.connections[name] = { main: [[{ node: chain[index + 1] ?? '', type: 'main', index: 0 }], ...others] };
	}
};

type Running = Awaited<ReturnType<HelpdeskRun['start']>>;

function outputsOf(running: Running, name: string, output = 0): IDataObject[] {
	const ended = running.runs.map((each) => each.run).find((each) => each?.data.resultData.runData[name] !== undefined);
	return ended?.data.resultData.runData[name]?.[0]?.data?.main?.[output]?.map(({ json }) => json) ?? [];
}

async function handle(change: ChangeWorkflow, subject = 'Printer broken'): Promise<Running> {
	const running = await run.start(change);
	run.server.deliver('INBOX', plainMail({ subject }));
	await run.until(() => running.runs.some((each) => each.run !== null), 'an execution');
	return running;
}

test('a ticket is commented on, assigned, changed, closed, opened again and read, with what every node found on the item', async () => {
	await run.desk.upkeep?.setPerson({ name: 'Anna Agent', address: 'anna@desk.example' });
	await run.desk.upkeep?.setGroup({ name: 'Second Level', people: ['Anna Agent'] });
	const running = await handle(
		thenNodes(
			ticketNode('Comment', 'addComment', { text: 'Looks like paper', visibleTo: 'internal', author: { authorName: 'Anna', authorAddress: 'anna@desk.example' } }),
			ticketNode('Assign', 'assign', { assignTo: 'person', person: { __rl: true, mode: 'list', value: 'anna@desk.example' } }),
			ticketNode('To Group', 'assign', { assignTo: 'group', group: 'Second Level' }),
			ticketNode('Change', 'changeFields', { fields: { mappingMode: 'defineBelow', value: { priority: 'Urgent', tags: 'paper' } } }),
			ticketNode('Close', 'close'),
			ticketNode('Reopen', 'reopen', { ticket: { __rl: true, mode: 'number', value: '={{ $json.ticket.number }}' } }),
			ticketNode('Get', 'get'),
		),
	);
	expect(outputsOf(running, 'Close')[0]).toMatchObject({ ticket: { state: 'closed' }, effect: 'created', subject: 'Printer broken' });
	expect(outputsOf(running, 'Get')[0]).toMatchObject({
		ticket: { number: 'TT1', state: 'open', assignee: 'anna@desk.example', group: 'Second Level', priority: 'Urgent', fields: { tags: 'paper' } },
		comments: [{ text: 'Looks like paper', internal: true, author: { kind: 'agent', address: 'anna@desk.example' } }],
		contact: { addresses: ['carol@example.com'] },
		messages: [{ direction: 'in', messageId: '<one@example.com>' }],
	});
});

test('tickets are searched, merged and deleted, and changes are given since a cursor', async () => {
	const old = await run.desk.createTicket({ key: 'old', action: 'test' }, { title: 'Older printer', description: '', html: '', contactId: null, organizationId: null, fields: {}, message: null, participants: [], files: [], links: [] });
	const running = await handle(
		thenNodes(
			ticketNode('Merge', 'merge', { ticket: { __rl: true, mode: 'id', value: old.ticket.id }, into: { __rl: true, mode: 'id', value: '={{ $json.ticket.id }}' } }),
			ticketNode('Delete', 'delete'),
			ticketNode('Changes', 'changesSince', { limit: 100 }),
			ticketNode('Search', 'search', { conditions: { state: 'merged', text: 'PRINTER' } }),
		),
	);
	expect(outputsOf(running, 'Merge')[0]).toMatchObject({ mergedFrom: old.ticket.id, ticket: { number: 'TT2' } });
	expect(outputsOf(running, 'Delete')[0]).toMatchObject({ ticket: { state: 'deleted' }, effect: 'created' });
	const changes = outputsOf(running, 'Changes');
	expect(changes.map(({ ticketId, what }) => [ticketId, what])).toEqual([['1', 'created'], ['2', 'created'], ['1', 'merged'], ['2', 'linked'], ['2', 'deleted']]);
	expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(1);
	expect(outputsOf(running, 'Search')[0]).toMatchObject({ id: old.ticket.id, state: 'merged' });
});

test('a message is linked to the contact and the organization that it came from, once', async () => {
	await run.desk.createOrganization({ key: 'org', action: 'test' }, { name: 'Example Ltd', domains: ['example.com'], addresses: [] });
	const running = await handle(
		thenNodes(packageNode('To Contact', 'linkEmail', { action: 'contactByFrom' }), packageNode('Again', 'linkEmail', { action: 'contactByFrom' }), packageNode('To Organization', 'linkEmail', { action: 'organizationByFrom' })),
	);
	expect(outputsOf(running, 'To Contact')[0]?.linkedTo).toMatchObject([{ target: 'contact', address: 'carol@example.com', effect: 'created' }]);
	expect(outputsOf(running, 'Again')[0]?.linkedTo).toMatchObject([{ effect: 'existing' }]);
	expect(outputsOf(running, 'To Organization')[0]?.linkedTo).toMatchObject([{ target: 'organization', name: 'Example Ltd' }]);
	const [contact] = await run.desk.listContacts();
	expect(await run.desk.listLinkedMails('contact', contact?.id ?? '')).toMatchObject([{ subject: 'Printer broken', from: 'carol@example.com' }]);
	expect(contact?.organizationId).not.toBeNull();
});

test('a message to people whom nobody knows leaves Link E-mail by its second output', async () => {
	const running = await handle(thenNodes(packageNode('To', 'linkEmail', { action: 'organizationByTo' })));
	expect(outputsOf(running, 'To', 0)).toEqual([]);
	expect(outputsOf(running, 'To', 1)[0]).toMatchObject({ linkedTo: [], subject: 'Printer broken' });
});

test('the desk is set up, a sender blocked, and a person exported and erased', async () => {
	const running = await handle(
		thenNodes(
			adminNode('Agent', 'setAgent', { agentAddress: 'anna@desk.example', agentName: 'Anna' }),
			adminNode('Queue', 'setQueue', { queueName: 'Sales', queueAddress: 'sales@example.com', queuePeople: 'Anna' }),
			adminNode('Priority', 'setPriority', { priorityName: 'Fast', reactionMinutes: 10, warningMinutes: 0, resolutionMinutes: 60 }),
			adminNode('Organization', 'createOrganization', { organizationName: 'Firm', domains: 'firm.example, firm2.example', addresses: '' }),
			adminNode('Block', 'blockSender', { sender: '@spam.example', reason: 'Spam' }),
			adminNode('Retention', 'eraseOld', { ticketDays: 365, fileDays: 0 }),
			adminNode('Export', 'exportPerson', { personAddress: 'carol@example.com' }),
			adminNode('Erase', 'erasePerson', { personAddress: '={{ $json.address }}' }),
			adminNode('Show', 'showSetUp'),
		),
	);
	expect(outputsOf(running, 'Retention')[0]).toMatchObject({ erased: { tickets: 0, files: 0 } });
	expect(outputsOf(running, 'Export')[0]).toMatchObject({ address: 'carol@example.com', contacts: [{ addresses: ['carol@example.com'] }], tickets: [{ ticket: { title: 'Printer broken' } }] });
	expect(outputsOf(running, 'Erase')[0]).toMatchObject({ erased: { contacts: 1, tickets: 1 } });
	expect(outputsOf(running, 'Show')[0]).toMatchObject({
		people: [{ id: 'anna@desk.example', name: 'Anna' }],
		queues: [{ name: 'Sales', address: 'sales@example.com', people: ['anna@desk.example'] }],
		priorities: [{ name: 'Fast', reactionMinutes: 10, warningMinutes: null, resolutionMinutes: 60 }],
	});
	expect(await run.desk.isBlocked('any@spam.example')).toBe(true);
	expect((await run.desk.upkeep?.listOrganizations())?.map(({ name, domains }) => [name, domains])).toEqual([['Firm', ['firm.example', 'firm2.example']]]);
	expect(await run.desk.listTickets()).toEqual([]);
});

test('rules look at fields of the contact, as Administration has changed them, and refuse a field that the desk does not have', async () => {
	await run.desk.upkeep?.setPerson({ name: 'Anna', address: 'anna@desk.example' });
	const { contact } = await run.desk.createContact({ key: 'carol@example.com', action: 'test' }, { address: 'carol@example.com', name: 'Carol' });
	const fields = { mappingMode: 'defineBelow', value: { vip: true, owner: 'Anna' } };
	const ruleNode = (name: string, deskField: string, value: string) => {
		const values = [{ name, output: 'Out', combine: 'all', groups: { values: [{ combine: 'all', conditions: { values: [{ field: 'contactField', deskField, operator: 'equals', value }] } }] } }];
		return packageNode(name, 'ruleFilter', { outputs: { values: [{ name: 'Out' }] }, rules: { values } });
	};
	const change = adminNode('Change', 'changeContact', { contact: { __rl: true, mode: 'id', value: contact.id }, contactFields: fields });
	const running = await handle((workflow, named) => {
		thenNodes(change, ruleNode('VIP', 'vip', 'true'), ruleNode('Owner', 'owner', 'ANNA'), ruleNode('Typing Error', 'vipp', 'true'))(workflow, named);
		// What matches goes on from the second output.
		for (const name of ['VIP', 'Owner']) workflow.connections[name] = { main: [[], ...(workflow.connections[name]?.main ?? [])] };
	});
	expect(outputsOf(running, 'Change')[0]).toMatchObject({ contact: { id: contact.id, lastName: contact.lastName, fields: { vip: 'true', owner: 'anna@desk.example' } } });
	expect(await run.desk.getContact(contact.id)).toMatchObject({ fields: { vip: 'true', owner: 'anna@desk.example' } });
	expect(outputsOf(running, 'Owner', 1)[0]?.verdict).toMatchObject({ rule: { name: 'Owner' }, reasons: [expect.stringContaining('Contact Field "owner" equals "ANNA" holds')] });
	const failures = running.runs.map((each) => each.run?.data.resultData.error?.message);
	expect(failures).toContainEqual(expect.stringContaining('no field "vipp" of contacts'));
});

test('rules ask the desk whether a sender is blocked or known, and a blocked one makes no ticket', async () => {
	await run.desk.upkeep?.block('@example.com', 'Spam');
	const running = await handle((_workflow, named) => {
		const values = ['blocked', 'contact'].map((value) => ({
			name: value,
			output: value,
			combine: 'all',
			groups: { values: [{ combine: 'all', conditions: { values: [{ field: 'senderStanding', operator: 'equals', value }] } }] },
		}));
		named('Rule Filter').parameters = { outputs: { values: [{ name: 'blocked' }, { name: 'contact' }] }, rules: { values } };
	});
	const [item] = outputsOf(running, 'Rule Filter', 1);
	expect(item?.verdict).toMatchObject({ rule: { name: 'blocked', position: 1 }, reasons: [expect.stringContaining('Sender in the Desk')] });
});

test('a node that finds no ticket says what to do, and the message is tried again', async () => {
	const running = await handle(thenNodes(ticketNode('Get', 'get', { ticket: { __rl: true, mode: 'number', value: 'TT999' } })));
	const ended = running.runs[0]?.run;
	expect(ended?.data.resultData.error).toMatchObject({ message: 'There is no such ticket in this desk', description: expect.stringContaining('Pick it from the list') });
});
