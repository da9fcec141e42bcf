import { DatabaseSync } from 'node:sqlite';
import { count, type Tally } from '../../../faults/count';
import type { Copy, Eyes } from '../../../faults/lookInto';
import { drawMails, HANDLED, INBOX, type PlannedMail } from '../../../faults/mails';
import { createRandom } from '../../../faults/random';

const [mail] = drawMails(createRandom(1)) as [PlannedMail];
const acknowledgement = (id: string) => Buffer.from(`To: ${mail.sender}\r\nMessage-ID: <${id}@example.com>\r\nSubject: TT1\r\n\r\n${mail.raw}`);
const handled: Copy = { folder: HANDLED, flags: ['\\Seen'], source: mail.raw };

interface Found {
	tickets?: number;
	comments?: number;
	sent?: Buffer[];
	copies?: Copy[];
	waiting?: number;
}

/** What the counting says of one mail whose traces are these. */
async function counted({ tickets = 1, comments = 0, sent = [acknowledgement('a')], copies = [handled], waiting = 0 }: Found): Promise<Omit<Tally, 'notes'>> {
	const store = new DatabaseSync(':memory:');
	store.exec(`create table tickets (id integer primary key, description text, deleted_at text);
		create table comments (ticket_id integer, text text);
		create table contact_addresses (contact_id integer, address text);
		create table journal_messages (state text);`);
	for (let left = tickets; left > 0; left -= 1) store.prepare('insert into tickets (description) values (?)').run(`about ${mail.mark}`);
	for (let left = comments; left > 0; left -= 1) store.prepare('insert into comments values (1, ?)').run(mail.mark);
	for (let left = waiting; left > 0; left -= 1) store.exec("insert into journal_messages values ('waiting')");
	const eyes: Eyes = { copies: () => copies, rows: <Row>(sql: string, ...values: string[]) => store.prepare(sql).all(...values) as Row[], close: () => store.close() };
	const { lost, doubled, misacknowledged, resent } = await count(eyes, sent, { mails: [mail], disturbed: false, flagsFlipped: false });
	store.close();
	return { lost, doubled, misacknowledged, resent };
}

const well = { lost: 0, doubled: 0, misacknowledged: 0, resent: 0 };

describe('The counting of injected faults', () => {
	test('finds nothing wrong with one ticket, one acknowledgement and a message in its folder', async () => expect(await counted({})).toEqual(well));
	test('sees a mail without effect', async () => expect(await counted({ tickets: 0, sent: [] })).toEqual({ ...well, lost: 1 }));
	test('sees a second ticket', async () => expect(await counted({ tickets: 2 })).toEqual({ ...well, doubled: 1 }));
	test('sees a ticket that is a comment, too', async () => expect(await counted({ comments: 1 })).toEqual({ ...well, doubled: 1 }));
	test('sees an acknowledgement that was never sent', async () => expect(await counted({ sent: [] })).toEqual({ ...well, lost: 1 }));
	test('sees a second acknowledgement', async () => {
		expect(await counted({ sent: [acknowledgement('a'), acknowledgement('b')] })).toEqual({ ...well, doubled: 1 });
	});
	test('tells one mail sent again from two mails', async () => {
		expect(await counted({ sent: [acknowledgement('a'), acknowledgement('a')] })).toEqual({ ...well, resent: 1 });
	});
	test('sees a message that is gone', async () => expect(await counted({ copies: [] })).toEqual({ ...well, lost: 1, misacknowledged: 1 }));
	test('sees a message that was copied', async () => expect(await counted({ copies: [handled, handled] })).toEqual({ ...well, doubled: 1 }));
	test('sees a message that was left where it was', async () => {
		expect(await counted({ copies: [{ ...handled, folder: INBOX, flags: [] }] })).toEqual({ ...well, misacknowledged: 1 });
	});
	test('sees a message that the journal still waits for', async () => expect(await counted({ waiting: 1 })).toEqual({ ...well, misacknowledged: 1 }));
});
