import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { displayWidth } from '../../demo/displayWidth';
import { makeDemoRunner, type DemoRunner } from '../support/demoProcess';

describe('npm run demo', () => {
	let demo: DemoRunner;
	beforeAll(() => {
		demo = makeDemoRunner();
	});
	afterAll(() => demo.remove());

	it('shows the whole conversation ending in tickets, comments, contacts and answers, and ends by itself', async () => {
		const { status, out, errors, state } = await demo.run([]);
		expect(errors).toBe('');
		expect(status).toBe(0);
		if (!state) throw new Error('no state');
		const by = (file: string) => state.messages[Number(file) - 1];
		const ticketOf = (number: string | null | undefined) => state.tickets.find((ticket) => ticket.number === number);

		expect(state.messages).toHaveLength(13);
		expect(state.messages.map(({ action }) => action)).toEqual([
			...Array.from({ length: 7 }, () => 'create'),
			...Array.from({ length: 5 }, () => 'append'),
			'ignore',
		]);
		expect(state.messages.every(({ reasons }) => reasons.length > 0)).toBe(true);
		expect(state.tickets).toHaveLength(7);
		expect(state.tickets.map(({ title }) => title)).toContain('Untitled');
		expect(by('08')?.ticket).toBe(by('01')?.ticket);
		expect(by('09')?.ticket).toBe(by('03')?.ticket);
		expect(by('10')?.ticket).toBe(by('04')?.ticket);
		expect(by('11')?.ticket).toBe(by('02')?.ticket);
		expect(by('12')?.ticket).toBe(by('05')?.ticket);

		const reply = ticketOf(by('01')?.ticket)?.comments[0];
		expect(reply?.author).toBe('jana.kovacova@papiernictvo-sova.example');
		expect(reply?.text).toContain('SK-200-88213');
		expect(reply?.text).not.toContain('napísal(a)');
		expect(ticketOf(by('03')?.ticket)?.comments[0]?.text).not.toContain('schrieb Nordlicht');
		expect(ticketOf(by('02')?.ticket)?.attachments).toContain('Lasku 2117 äöå.pdf');
		expect(ticketOf(by('04')?.ticket)?.attachments).toContain('Zrzut ekranu błąd.png');
		expect(state.contacts).toContainEqual({ address: 'anna.wisniewska@studio-brzoza.example', name: 'Anna Wiśniewska' });

		expect(state.sent.map(({ to }) => to).sort()).toEqual([
			'anna.wisniewska@studio-brzoza.example',
			'b.schroeder@gartenbau-schroeder.example',
			'e.okafor@okafor-legal.example',
			'jana.kovacova@papiernictvo-sova.example',
			'mikko.makinen@kahvila-nyyti.example',
			'orders@harbour-books.example',
		]);
		expect(state.sent[0]?.subject).toMatch(/^TT\d+ \[ Ticket Id : \d+ \] Tlačiareň NL-200 netlačí faktúry$/);
		expect(state.sent[0]?.inReplyTo).toBe(by('01')?.messageId);
		expect(Object.values(state.mailbox).flat()).toHaveLength(13);
		expect(state.mailbox.INBOX).toEqual([]);

		for (const heading of ['Tickets', 'Comments', 'Contacts', 'Mails sent', 'Mailbox', 'What was decided']) expect(out).toContain(heading);
		const file = /SQLite file: (.*)/.exec(out)?.[1] ?? '';
		expect(existsSync(file)).toBe(true);
		const table = out.slice(out.indexOf('\nTickets\n'), out.indexOf("The help desk's SQLite file"));
		expect(Math.max(...table.split('\n').map(displayWidth))).toBeLessThanOrEqual(100);
		expect(readdirSync(demo.home)).toEqual([]);
	});

	it('brings broken and bare mails of a folder to a decision, and none stops the others', async () => {
		const mail = demo.writeMails('broken', {
			'01-empty.eml': '',
			'02-garbage.eml': Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 37) % 256)),
			'03-only-header.eml': 'Subject: only a header',
			'04-no-from.eml': 'Subject: nobody\nMessage-ID: <n@kunde.example>\n\nHello\n',
			'05-raw-8-bit.eml': Buffer.from('From: J\xfcrgen <j@kunde.example>\nSubject: \xdcberraschung\n\nGr\xfc\xdfe\n', 'latin1'),
			'06-unclosed.eml': 'From: a@kunde.example\nSubject: unclosed\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhalf\n--x\nContent-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n!!!!',
			'07-fine.eml': 'From: Ada <ada@kunde.example>\nTo: support@nordlicht.example\nSubject: Works\nMessage-ID: <w@kunde.example>\n\nStill here.\n',
			'08-same-again.eml': 'From: Ada <ada@kunde.example>\nTo: support@nordlicht.example\nSubject: Works\nMessage-ID: <w@kunde.example>\n\nStill here.\n',
		});
		const { status, errors, state } = await demo.run(['--mail', mail]);
		expect(errors).toBe('');
		expect(state?.messages).toHaveLength(8);
		expect(state?.messages.map(({ action }) => action)).not.toContain('failed');
		expect(status).toBe(0);
		expect(state?.tickets.filter(({ title }) => title === 'Works')).toHaveLength(1);
		expect(state?.sent.filter(({ to }) => to === 'ada@kunde.example')).toHaveLength(1);
	});

	it('keeps the help desk of an earlier run in --data, and makes nothing of the same mail twice', async () => {
		const mail = demo.writeMails('again', { '1.eml': 'From: Bo <bo@kunde.example>\nSubject: Once\nMessage-ID: <once@kunde.example>\n\nHello\n' });
		const data = join(demo.folder, 'kept');
		const first = await demo.run(['--mail', mail, '--data', data]);
		const second = await demo.run(['--mail', mail, '--data', data]);
		expect([first.status, second.status]).toEqual([0, 0]);
		expect(second.state?.tickets).toHaveLength(1);
		expect(second.state?.messages[0]?.action).toBe('duplicate');
		expect(second.state?.sent).toEqual([]);
	});

	it('refuses what it cannot use in one plain sentence, and leaves nothing behind', async () => {
		const before = readdirSync(demo.folder);
		for (const [args, sentence] of [
			[['--mial', 'x'], 'There is no option --mial. --help lists the options.\n'],
			[['--mail', 'nowhere'], `The folder ${join(demo.folder, 'nowhere')} does not exist.\n`],
			[['--imap', 'nonsense'], 'The --imap URL cannot be read. It has to look like imaps://user:password@host/folder, with @ in the user name written as %40.\n'],
		] as const) {
			expect(await demo.run([...args])).toEqual({ status: 2, out: '', errors: sentence, state: null });
		}
		expect(readdirSync(demo.folder)).toEqual(before);
	});
});
