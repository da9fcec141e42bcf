import { packageNode, startHelpdeskRun, type ChangeWorkflow, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());


/** Everything that the package could do to a mail, one after another behind the ticket. */
const everyNode = (manualCount: number): ChangeWorkflow => (workflow, named) => {
	named('IMAP Scanner Trigger').parameters.options = { manualCount };
	const more = [
		packageNode('Comment', 'helpdeskTicket', { action: 'addComment', text: 'By hand', visibleTo: 'public' }),
		packageNode('Close', 'helpdeskTicket', { action: 'close' }),
		packageNode('Link', 'linkEmail', { action: 'organizationByFrom' }),
		packageNode('Block', 'helpdeskAdministration', { action: 'blockSender', sender: 'carol@example.com', reason: 'Test' }),
		packageNode('Delete', 'moveOrDeleteMessage', { action: 'deleteForGood', when: 'atOnce' }),
		packageNode('Flag', 'moveOrDeleteMessage', { action: 'flag', when: 'atOnce' }),
	];
	workflow.nodes.push(...more);
	const chain = ['Create/Update Ticket', 'Acknowledge New Ticket', ...more.map(({ name }) => name)];
	for (const [index, name] of chain.slice(0, -1).entries()) {
		workflow.connections[name] = { main: [[{ node: chain[index + 1] ?? '', type: 'main', index: 0 }]] };
	}
};

test('executed by hand, every node only shows what it would do', async () => {
	await run.desk.createOrganization({ key: 'firm', action: 'test' }, { name: 'Example Ltd', domains: ['example.com'], addresses: [] });
	run.server.deliver('INBOX', plainMail({ id: '<old@example.com>', subject: 'Old', from: 'a@example.com' }), { date: new Date('2026-03-01T10:00:00Z') });
	run.server.deliver('INBOX', plainMail({ id: '<new@example.com>', subject: 'New' }), { date: new Date('2026-03-02T10:00:00Z') });
	const before = JSON.stringify(run.server.messages('INBOX'));
	const running = await run.start(everyNode(2));
	const manual = await running.runManually();
	expect(manual.data.resultData.error?.message).toBeUndefined();
	const itemsOf = (name: string) => manual.data.resultData.runData[name]?.[0]?.data?.main?.flatMap((output) => output ?? []).map(({ json }) => json) ?? [];

	expect(itemsOf('IMAP Scanner Trigger').map(({ subject }) => subject)).toEqual(['Old', 'New']);
	expect(itemsOf('Comment')).toMatchObject([{ simulated: { action: 'addComment' } }, { simulated: { action: 'addComment' } }]);
	expect(itemsOf('Close')[1]).toMatchObject({ simulated: { action: 'close' } });
	expect(itemsOf('Link')[1]).toMatchObject({ linkedTo: [{ target: 'organization', effect: 'would be linked' }] });
	expect(itemsOf('Block')[1]).toMatchObject({ simulated: { action: 'blockSender' } });
	for (const name of ['Delete', 'Flag']) expect(itemsOf(name)[1]).toMatchObject({ tidy: { status: 'simulated' } });

	expect([await run.desk.listTickets(), await run.desk.listContacts(), run.sink.messages, await run.desk.isBlocked('carol@example.com')]).toEqual([[], [], [], false]);
	const [organization] = (await run.desk.upkeep?.listOrganizations()) ?? [];
	expect(await run.desk.listLinkedMails('organization', organization?.id ?? '')).toEqual([]);
	expect(JSON.stringify(run.server.messages('INBOX'))).toBe(before);
	expect([await run.inState('waiting', 0), await run.inState('running', 0), await run.inState('acknowledging', 0)]).toEqual([true, true, true]);
});
