import type { PostgresSettings } from '../../helpdesk';
import { startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';
import { postgresMissing, startPostgres, type PostgresServer } from '../support/postgres';
import { needs } from '../support/requirement';

const WORKFLOW = 'two-rule-helpdesk-postgres.json';
const itOnPostgres = needs(postgresMissing() === '', postgresMissing());

describe('the shipped workflow with its store in PostgreSQL', () => {
	let server: PostgresServer | null = null;
	let run: HelpdeskRun;
	let schemas = 0;

	beforeAll(async () => {
		server = postgresMissing() ? null : await startPostgres();
	});
	afterAll(async () => await server?.stop());
	afterEach(async () => await run.stop());

	function emptyStore(): PostgresSettings {
		if (!server) throw new Error('no PostgreSQL');
		return server.account({ schema: `run_${String((schemas += 1))}` });
	}

	/** What fails while the store is away is tried again soon. */
	const start = async () => {
		await run.start((_workflow, node) => {
			node('IMAP Scanner Trigger').parameters.options = { retryMinutes: '0.05, 0.05, 0.1' };
		});
	};
	const handled = (count: number) => run.server.messages('Handled').length === count;

	itOnPostgres('a new mail becomes a contact and a ticket, the customer is answered, and the reply becomes a comment', async () => {
		run = await startHelpdeskRun({ postgres: emptyStore(), workflow: WORKFLOW });
		await start();
		run.server.deliver('INBOX', plainMail({ subject: 'Printer broken' }));
		await run.until(() => handled(1), 'the message is moved');
		const [answer] = run.sink.messages;
		expect(answer).toMatchObject({ to: ['carol@example.com'], subject: 'TT1 [ Ticket Id : 1 ] Printer broken', inReplyTo: '<one@example.com>' });
		run.server.deliver('INBOX', plainMail({ id: '<two@example.com>', subject: `Re: ${answer?.subject ?? ''}`, body: 'It works again.\r\n\r\n> quoted' }));
		await run.until(() => handled(2), 'the reply is moved');
		expect(await run.tickets()).toMatchObject([{ number: 'TT1', title: 'Printer broken', comments: ['It works again.'] }]);
		expect(run.sink.messages).toHaveLength(1);
		expect(await run.desk.listContacts()).toMatchObject([{ addresses: ['carol@example.com'], lastName: 'Carol' }]);
	});

	itOnPostgres('mails that arrive at once become one ticket each, also when the server crashes in between', async () => {
		const settings = emptyStore();
		run = await startHelpdeskRun({ postgres: settings, workflow: WORKFLOW });
		await start();
		for (let n = 1; n <= 12; n += 1) run.server.deliver('INBOX', plainMail({ id: `<m${String(n)}@example.com>`, from: `p${String(n)}@example.com`, subject: `Problem ${String(n)}` }));
		await run.until(async () => (await run.desk.listTickets()).length >= 2, 'two tickets');
		await server?.halt('immediate');
		await server?.resume();
		await run.until(() => handled(12), 'all messages are moved');
		const titles = (await run.desk.listTickets()).map(({ title }) => title).sort();
		expect(titles).toEqual(Array.from({ length: 12 }, (_, index) => `Problem ${String(index + 1)}`).sort());
		// A crash between the outgoing server's 250 and our mark: the answer goes out again, as the same message. SMTP allows no third way.
		const answers = new Set(run.sink.messages.map(({ inReplyTo, messageId }) => `${String(inReplyTo)} ${messageId}`));
		expect([...answers].map((answer) => answer.split(' ')[0]).sort()).toEqual(Array.from({ length: 12 }, (_, index) => `<m${String(index + 1)}@example.com>`).sort());
	});
});
