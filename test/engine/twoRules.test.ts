import type { INodeParameters } from 'n8n-workflow';
import { startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const ticketCount = async (count: number) => (await run.desk.listTickets()).length === count;
/** The server shows the copy first and takes the original away after it: a message is moved when both are done. */
const handled = (count: number) => run.server.messages('Handled').length === count && run.server.messages('INBOX').length === 0;

test('a new mail becomes a contact and a ticket, the customer is answered, and the reply becomes a comment', async () => {
	await run.start();
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => handled(1), 'the message is moved');
	const [answer] = run.sink.messages;
	expect(answer).toMatchObject({ to: ['carol@example.com'], subject: 'TT1 [ Ticket Id : 1 ] Printer broken', inReplyTo: '<one@example.com>' });
	expect(answer?.headers['auto-submitted']).toEqual(['auto-replied']);

	run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: `Re: ${answer?.subject}`, body: 'It works again.\r\n\r\n> quoted' }));
	await run.until(() => handled(2), 'the reply is moved');
	expect(await run.tickets()).toMatchObject([{ number: 'TT1', title: 'Printer broken', comments: ['It works again.'] }]);
	expect(run.sink.messages).toHaveLength(1);
	expect(await run.desk.listContacts()).toMatchObject([{ addresses: ['carol@example.com'], lastName: 'Carol' }]);
	expect(run.server.messages('INBOX')).toEqual([]);
});

test('a mail without subject passes rule 2 and is called Untitled', async () => {
	await run.start();
	run.server.deliver('INBOX', plainMail({ subject: '' }));
	await run.until(() => handled(1), 'the message is moved');
	expect(await run.tickets()).toMatchObject([{ title: 'Untitled' }]);
});

test('a stranger who knows a ticket id makes a ticket of his own and learns nothing', async () => {
	await run.start();
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => handled(1), 'the first message is moved');
	run.server.deliver('INBOX', plainMail({ id: '<evil@example.org>', from: 'mallory@example.org', subject: 'Re: TT1 [ Ticket Id : 1 ] Printer broken', body: 'What was it?' }));
	await run.until(() => handled(2), 'the second message is moved');
	const tickets = await run.tickets();
	expect(tickets.map(({ comments }) => comments)).toEqual([[], []]);
	expect(tickets[1]?.title).not.toContain('Ticket Id');
	expect(run.sink.messages[1]?.subject).toContain('TT2 [ Ticket Id : 2 ]');
});

test('with the two rules the other way round and Create Only, every reply makes a new ticket', async () => {
	await run.start((_workflow, node) => {
		const rules = node('Rule Filter').parameters.rules as { values: INodeParameters[] };
		rules.values.reverse();
		node('Create/Update Ticket').parameters.action = 'createOnly';
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => handled(1), 'the first message is moved');
	run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: `Re: ${run.sink.messages[0]?.subject}` }));
	await run.until(() => handled(2), 'the reply is moved');
	expect(await run.tickets()).toMatchObject([{ comments: [] }, { comments: [] }]);
});

test('with Create Only in the right order, rule 1 still takes the replies', async () => {
	await run.start((_workflow, node) => {
		node('Create/Update Ticket').parameters.action = 'createOnly';
	});
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	await run.until(() => handled(1), 'the first message is moved');
	run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: `Re: ${run.sink.messages[0]?.subject}` }));
	await run.until(() => handled(2), 'the reply is moved');
	expect(await ticketCount(1)).toBe(true);
});

test('a mail and its reply waiting together become one ticket with one comment', async () => {
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: 'Something else', headers: ['In-Reply-To: <one@example.com>'], body: 'It burns.' }));
	await run.start((_workflow, node) => {
		node('IMAP Scanner Trigger').parameters.firstStart = 'everything';
	});
	await run.until(() => handled(2), 'both messages are moved');
	expect(await run.tickets()).toMatchObject([{ title: 'Printer broken', comments: ['It burns.'] }]);
});

test('broken and empty mails each end in a decision and stop nobody else', async () => {
	await run.start();
	const large = Buffer.alloc(13_980_960, 'QUJD').toString('latin1').replace(/(.{76})/g, '$1\r\n');
	const strange: Array<string | Buffer> = [
		'Subject: no sender, no id\r\n\r\nHello',
		'\r\n\r\n',
		'From: a@example.com\r\n\r\n',
		Buffer.from('From: J\xf6rg <j@example.com>\r\nSubject: Gr\xfc\xdfe \xa4\r\nMessage-ID: <8bit@example.com>\r\n\r\n\xe4\xf6\xfc', 'latin1'),
		'From: b@example.com\r\nMessage-ID: <broken@example.com>\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset="nope',
		`From: c@example.com\r\nSubject: large\r\nMessage-ID: <large@example.com>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee file\r\n--x\r\nContent-Type: application/octet-stream; name=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${large}\r\n--x--\r\n`,
	];
	for (const source of strange) run.server.deliver('INBOX', source);
	run.server.deliver('INBOX', plainMail({ subject: 'A good one' }));
	await run.until(() => handled(strange.length + 1), 'all messages are moved');
	const tickets = await run.tickets();
	expect(tickets).toHaveLength(strange.length + 1);
	expect(tickets.map(({ title }) => title)).toEqual(expect.arrayContaining(['A good one', 'large', 'Grüße €'.replace('€', '¤'), 'no sender, no id', 'Untitled']));
	const big = tickets.find(({ title }) => title === 'large');
	expect(await run.desk.listFiles(big?.id ?? '')).toMatchObject([{ fileName: 'big.bin', size: 10_485_720 }]);
});

test('executed by hand it shows the newest message and changes nothing anywhere', async () => {
	run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
	const running = await run.start();
	const manual = await running.runManually();
	const last = (name: string) => manual.data.resultData.runData[name]?.[0]?.data?.main?.flat().find(Boolean)?.json;
	expect(last('IMAP Scanner Trigger')).toMatchObject({ subject: 'Printer broken', mailbox: { test: true } });
	expect(last('Create Contact If Not Exists')).toMatchObject({ contact: { status: 'would be created', name: 'Carol' } });
	expect(last('Create/Update Ticket')).toMatchObject({ verdict: { decision: { action: 'create', simulated: true } } });
	expect(last('Acknowledge New Ticket')).toMatchObject({ outgoing: { status: 'simulated', subject: 'TT0 [ Ticket Id : 0 ] Printer broken' } });
	expect(last('Move to Handled')).toMatchObject({ tidy: { status: 'simulated', folder: 'Handled' } });
	expect([await run.desk.listTickets(), await run.desk.listContacts(), run.sink.messages]).toEqual([[], [], []]);
	expect(run.server.messages('INBOX')).toMatchObject([{ subject: 'Printer broken', flags: [] }]);
});
