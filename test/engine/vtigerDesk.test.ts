import { startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';
import { startVtigerDouble, type VtigerDouble } from '../support/vtigerDouble/startVtigerDouble';

describe('the shipped workflow with its tickets in Vtiger', () => {
	let vtiger: VtigerDouble;
	let run: HelpdeskRun;

	beforeEach(async () => {
		vtiger = await startVtigerDouble();
		const { url, user, accessKey } = vtiger.account;
		run = await startHelpdeskRun({ workflow: 'two-rule-helpdesk-vtiger.json', credentials: { mailHelpdeskVtigerApi: { url, user, apiKey: accessKey } } });
	});
	afterEach(async () => {
		await run.stop();
		await vtiger.close();
	});

	const of = (module: string) => [...vtiger.state.records.values()].filter((record) => record.module === module);
	const handled = (count: number) => run.server.messages('Handled').length === count;

	it('a new mail becomes a contact and a ticket there, the answer to the confirmation of Vtiger a comment, and nothing is sent from here', async () => {
		await run.start();
		run.server.deliver('INBOX', plainMail({ subject: "Printer 'broken'" }));
		await run.until(() => handled(1), 'the message is moved');
		const [ticket] = of('HelpDesk');
		const [contact] = of('Contacts');
		expect(ticket?.fields).toMatchObject({ ticket_title: "Printer 'broken'", ticketstatus: 'Open', contact_id: contact?.id });
		expect(contact?.fields).toMatchObject({ email: 'carol@example.com', lastname: 'Carol' });
		const confirmation = vtiger.state.mails.find(({ to }) => to === 'contact');

		run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: `Re: ${confirmation?.subject ?? ''}`, body: 'It works again.\r\n\r\n> quoted' }));
		await run.until(() => handled(2), 'the reply is moved');
		expect(of('HelpDesk')).toHaveLength(1);
		expect(of('ModComments').map(({ fields }) => fields)).toMatchObject([{ commentcontent: 'It works again.', related_to: ticket?.id, customer: contact?.id, is_private: '0' }]);
		// Vtiger tells the agent of the answer, and not the customer.
		expect(vtiger.state.mails.at(-1)).toMatchObject({ to: 'owner', subject: expect.stringContaining('Respond to Ticket ID##') });
		expect(run.sink.messages).toEqual([]);
	});

	it("never takes Vtiger's notices to staff for mail of the customer whose address they bear", async () => {
		await run.start();
		run.server.deliver('INBOX', plainMail({ subject: 'First' }));
		await run.until(() => handled(1), 'the message is moved');
		const number = of('HelpDesk')[0]?.id.split('x')[1] ?? '';
		run.server.deliver('INBOX', plainMail({ id: '<notice@vtiger.example>', subject: `Respond to Ticket ID## ${number} ## in Customer Portal - URGENT` }));
		run.server.deliver('INBOX', plainMail({ id: '<owner@vtiger.example>', subject: 'Ticket Number : TT1 First' }));
		await run.until(() => handled(3), 'the notices are moved');
		expect(of('HelpDesk')).toHaveLength(1);
		expect(of('ModComments')).toEqual([]);
	});

	it('a message waits while Vtiger is away, and becomes one ticket when it is back', async () => {
		await run.start((_workflow, node) => {
			node('IMAP Scanner Trigger').parameters.options = { retryMinutes: '0.05, 0.05, 0.1' };
		});
		vtiger.fault = () => ({ status: 503, body: 'maintenance' });
		run.server.deliver('INBOX', plainMail({ subject: 'Patience' }));
		await run.until(() => vtiger.calls.length > 0, 'Vtiger is asked');
		vtiger.fault = null;
		await run.until(() => handled(1), 'the message is moved');
		expect(of('HelpDesk')).toHaveLength(1);
	});
});
