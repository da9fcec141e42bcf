import { startEmbeddedImap, type EmbeddedImap } from '../../runner/embeddedImap';
import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { startImapFront, type ImapFront } from '../support/imapFront';
import { accountsOn, lacking, startMailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScanning, type Scanning } from '../support/scannerRun';

const ALL_MAIL = '[Gmail]/All Mail';
const FOLDERS = ['INBOX', 'Team', ALL_MAIL];
const broken: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };
const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });

/** A server with Gmail's extension: the same bytes under several labels are one message with one X-GM-MSGID. */
describe('a scanner on Gmail', () => {
	let server: EmbeddedImap;
	let front: ImapFront;
	let run: Scanning;
	let reads: string[];
	beforeEach(async () => {
		reads = [];
		// Without IDLE: this server's timer of it outlives a connection that is cut.
		server = await startEmbeddedImap({ folders: { '[Gmail]': '', [ALL_MAIL]: '\\All', Team: '' }, add: ['X-GM-EXT-1'], without: ['IDLE'] });
		const ask = (line: string) => {
			if (/ UID FETCH .*BODY\.PEEK\[\]/.test(line)) reads.push(line);
			return line;
		};
		front = await startImapFront(server.port, { ask });
		run = await startScanning(() => accountsOn(front.port)());
	});
	afterEach(async () => {
		await run.stop();
		await front.stop();
		await server.stop();
	});
	const start = async () => await run.start({ folders: FOLDERS, retrySeconds: Array.from({ length: 60 }, () => 0.3) });
	const settled = async () => await run.until(async () => await run.settled(), 'nothing is left to do');
	const timesRun = (subject: string) => run.executions.filter((each) => each === subject).length;
	const probed = async (subject: string) => {
		for (const folder of FOLDERS) server.append(folder, mail(subject));
		await run.until(async () => timesRun(subject) > 0 && (await run.settled()), `${subject} handled`);
	};
	const isRead = (folder: string, uid: number) => server.messages(folder).some((message) => message.uid === uid && message.flags.includes('\\Seen'));

	it('handles a message once that lies under two labels and in All Mail, and reads it once', async () => {
		await start();
		const uids = FOLDERS.map((folder) => server.append(folder, mail('labelled')));
		await run.until(() => FOLDERS.every((folder, index) => isRead(folder, uids[index] ?? 0)), 'acknowledged under every label');
		await settled();
		expect([run.executions, reads.length]).toEqual([['labelled'], 1]);
	});

	it('knows it by X-GM-MSGID, also where Gmail shows other bytes of it', async () => {
		await start();
		server.append('INBOX', mail('shown'), { gmailId: '1900000000000000001' });
		await run.until(async () => timesRun('shown') === 1 && (await run.settled()), 'handled');
		const again = plainMail({ id: '<shown@example.com>', subject: 'shown', from: 'shown@example.com', body: 'Hello, with a line that Gmail has added.' });
		const uid = server.append('Team', again, { gmailId: '1900000000000000001' });
		await run.until(() => isRead('Team', uid), 'acknowledged there too');
		await settled();
		expect([run.executions, reads.length]).toEqual([['shown'], 1]);
	});

	it('takes two messages with one Message-ID for two, and one number with two Message-IDs as well', async () => {
		await start();
		for (const subject of ['invoice', 'reminder']) server.append('INBOX', plainMail({ id: '<same@example.com>', subject, from: `${subject}@example.com` }));
		for (const subject of ['first', 'second']) server.append('INBOX', mail(subject), { gmailId: '1900000000000000002' });
		await run.until(async () => run.executions.length === 4 && (await run.settled()), 'all four are handled');
		expect([...run.executions].sort()).toEqual(['first', 'invoice', 'reminder', 'second']);
	});

	it('runs nothing again, and reads nothing again, when Gmail numbers the messages anew', async () => {
		await start();
		server.append('INBOX', mail('old'));
		server.append('INBOX', mail('older'));
		await run.until(async () => run.executions.length === 2 && (await run.settled()), 'handled');
		const before = reads.length;
		server.renumber('INBOX');
		server.dropConnections();
		await run.until(async () => (await run.journal.cursor(SCOPE, 'INBOX'))?.uidValidity === '2' && (await run.settled()), 'looked at again');
		expect(reads.length).toBe(before);
		await probed('new');
		expect([timesRun('old'), timesRun('older'), timesRun('new')]).toEqual([1, 1, 1]);
	});

	it('counts the tries on of a message without a Message-ID that gets a new number', async () => {
		run.workflow = async () => broken;
		await start();
		server.append('INBOX', plainMail({ id: null, subject: 'nameless' }));
		const tries = async () => (await run.journal.inState(SCOPE, 'waiting')).map(({ folder, attempts }) => ({ folder, attempts }));
		await run.until(() => timesRun('nameless') >= 2, 'tried twice');
		server.renumber('INBOX');
		server.dropConnections();
		await run.until(() => timesRun('nameless') >= 4, 'tried again under its new number');
		await run.until(async () => (await tries()).some(({ attempts }) => attempts >= 4), 'the tries are counted on');
		run.workflow = async () => ({ ok: true });
		await settled();
	});
});

needs(lacking('Cyrus') === '', lacking('Cyrus'))('a copy is known unread by its EMAILID on a real Cyrus', async () => {
	const server = await startMailServer('Cyrus', { folders: { Team: '' } });
	let read = 0;
	const ask = (line: string) => {
		if (/ UID FETCH .*BODY\.PEEK\[\]/.test(line)) read += 1;
		return line;
	};
	const front = await startImapFront(server.account().port, { ask });
	const run = await startScanning(() => accountsOn(front.port)());
	try {
		await run.start({ folders: ['INBOX', 'Team'] });
		for (const folder of ['INBOX', 'Team']) server.deliver(folder, mail('both'));
		const isRead = (folder: string) => server.messages(folder)[0]?.flags.includes('\\Seen') === true;
		await run.until(async () => isRead('INBOX') && isRead('Team') && (await run.settled()), 'acknowledged in both folders');
		expect([run.executions, read]).toEqual([['both'], 1]);
	} finally {
		await run.stop();
		await front.stop();
		await server.stop();
	}
});
