import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { scanNow } from '../../helpdesk/scanner/scanNow';
import { encodeFolder } from '../../runner/embeddedImap';
import { hearFolderCommands, type FolderCommands } from '../support/folderCommands';
import { startImapFront, type ImapFront, type ImapFrontOptions } from '../support/imapFront';
import { accountsOn, lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScanning, type Scanning } from '../support/scannerRun';

const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });
const ODD = 'Größe & Co';
/** Spelled as people do, not as the server does. */
const THREE = { folders: ['INBOX', 'team', ODD], connections: 1, pollSeconds: 0.2 };
const TWO = { ...THREE, folders: ['INBOX', 'Team'] };
/** The names on the wire. */
const ALL = ['INBOX', 'Team', encodeFolder(ODD)];

describe.each(SERVERS)('polls of several folders on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	let front: ImapFront;
	let run: Scanning;
	let commands: FolderCommands;

	const stage = async (strange: Pick<ImapFrontOptions, 'ask' | 'say'> = {}) => {
		commands = hearFolderCommands();
		const { ask, greet } = commands.hear;
		server = await startMailServer(kind, { folders: { Team: '', [ODD]: '' } });
		const ports = { asked: strange.ask ?? ((line: string) => line), say: strange.say };
		front = await startImapFront(server.account().port, { greet, say: ports.say, ask: (line) => ports.asked(ask(line)) });
		run = await startScanning(accountsOn(front.port));
	};
	afterEach(async () => {
		await run?.stop();
		await front?.stop();
		await server?.stop();
	});

	const heard = (command: string) => commands.heard.filter((each) => each.startsWith(`${command} `)).length;
	const opened = () => heard('SELECT') + heard('EXAMINE');
	/** Waits for the first look without SELECT after now, and leaves the time until the next look that opens all. */
	const quietLook = async (folders: number) => {
		await run.until(() => commands.heard.slice(-folders - 1).some((each) => each.startsWith('SELECT ')), 'a look that opens the folders');
		await run.until(() => commands.heard.slice(-folders).every((each) => each.startsWith('STATUS ')), 'a quiet look');
	};
	const handled = async (...subjects: string[]) =>
		await run.until(async () => subjects.every((subject) => run.executions.includes(subject)) && (await run.settled()), `${subjects.join(' and ')} handled`);

	check('nine of ten quiet looks ask for the STATUS of each folder and open none', async () => {
		await stage();
		await run.start(THREE);
		await run.until(() => heard('STATUS') >= 30, 'more than nine quiet looks');
		const from = commands.heard.findIndex((each) => each.startsWith('STATUS '));
		const statusOfAll = ALL.map((folder) => `STATUS ${folder}`);
		// The folder that was opened last is left before it is asked for.
		const firstQuiet = [...statusOfAll.slice(0, 2), 'UNSELECT', ...statusOfAll.slice(2)];
		expect(commands.heard.slice(from, from + 4 + 24 + 3)).toEqual([...firstQuiet, ...Array.from({ length: 8 }, () => statusOfAll).flat(), ...ALL.map((folder) => `SELECT ${folder}`)]);
		expect(commands.forbidden).toEqual([]);
	});

	check('new mail in a folder that nobody watches is found by the next of them, which opens that folder only', async () => {
		await stage();
		await run.start(THREE);
		for (const [index, folder] of ['Team', ODD, 'INBOX'].entries()) {
			await quietLook(3);
			const before = commands.heard.length;
			server.deliver(folder, mail(`m${index}`));
			await handled(`m${index}`);
			const selected = commands.heard.slice(before).filter((each) => /^(?:SELECT|EXAMINE) /.test(each));
			expect(selected[0]).toBe(`SELECT ${encodeFolder(folder)}`);
		}
		expect(run.executions).toEqual(['m0', 'm1', 'm2']);
		expect(commands.forbidden).toEqual([]);
	});

	check('a change of UIDVALIDITY is seen, and nothing is lost or run twice', async () => {
		await stage();
		await run.start(TWO);
		server.deliver('Team', mail('one'));
		await handled('one');
		const before = await run.journal.cursor(SCOPE, 'Team');
		await quietLook(2);
		server.renumber('Team');
		await run.until(async () => (await run.journal.cursor(SCOPE, 'Team'))?.uidValidity !== before?.uidValidity, 'the new numbers');
		server.deliver('Team', mail('two'));
		await handled('two');
		expect(run.executions).toEqual(['one', 'two']);
		expect(commands.forbidden).toEqual([]);
	});

	check('a UIDNEXT that has gone back is seen', async () => {
		await stage();
		await run.start(TWO);
		await quietLook(2);
		const cursor = await run.journal.cursor(SCOPE, 'Team');
		if (!cursor) throw new Error('no cursor');
		await run.journal.discover(SCOPE, { ...cursor, contiguousUid: 900 }, [], new Date().toISOString());
		server.deliver('Team', mail('after the restore'));
		await handled('after the restore');
		expect((await run.journal.cursor(SCOPE, 'Team'))?.contiguousUid).toBe(1);
	});

	check('a folder that is removed is missed by its name, and scanned again when it is back', async () => {
		await stage();
		// Not one of those that Dovecot is configured with: it would make them again.
		const intoMade = async (subject: string) => {
			const person = await openMailbox(server.account());
			await person.append('Made', Buffer.from(mail(subject)), [], { createFolder: true });
			await person.close();
		};
		await intoMade('before the first start');
		await run.start({ ...TWO, folders: ['INBOX', 'Made'] });
		await intoMade('before');
		await handled('before');
		await quietLook(2);
		server.removeFolder('Made');
		await run.until(() => run.healths.some(({ problem }) => problem.includes('There is no folder "Made" in this mailbox.')), 'the folder is missed');
		expect(run.healths.filter(({ connected }) => !connected)).toEqual([]);
		server.deliver('INBOX', mail('meanwhile'));
		await handled('meanwhile');
		await intoMade('back');
		await handled('back');
		expect(run.executions).toEqual(['before', 'meanwhile', 'back']);
		expect(commands.forbidden).toEqual([]);
	});

	const REFUSALS: Array<[string, Pick<ImapFrontOptions, 'ask' | 'say'>]> = [
		['does not know STATUS', { ask: (line) => line.replace(/^(\S+) STATUS /, '$1 XSTATUS ') }],
		['refuses STATUS of every folder', { ask: (line) => line.replace(/^(\S+) STATUS \S+/, '$1 STATUS Nowhere') }],
		['leaves UIDNEXT out', { say: (line) => line.replace(/^(\* STATUS .*?)UIDNEXT \d+ ?/, '$1') }],
		['says nothing but OK', { say: (line) => line.replace(/^\* STATUS .*\r\n/, '') }],
		['answers with nonsense', { say: (line) => line.replace(/^(\* STATUS \S+) .*\r\n/, '$1 (UIDNEXT -1 UIDVALIDITY 1e9 MESSAGES NIL)\r\n') }],
	];
	// Two of them are what real servers do; the others need none.
	for (const [what, strange] of kind === 'the embedded server' ? REFUSALS : REFUSALS.slice(0, 2)) {
		check(`a server that ${what} has its folders opened at every look, and is asked once`, async () => {
			await stage(strange);
			await run.start(TWO);
			await run.until(() => heard('STATUS') >= 2, 'it was asked');
			const before = opened();
			await run.until(() => opened() >= before + 8, 'four looks');
			server.deliver('Team', mail('found'));
			await handled('found');
			expect(heard('STATUS')).toBe(2);
			expect(run.healths).toEqual([]);
		});
	}

	check('a server whose STATUS is always the first one delays mail until the tenth look', async () => {
		const first = new Map<string, string>();
		await stage({
			say: (line) => {
				const folder = /^\* STATUS (\S+)/.exec(line)?.[1];
				if (folder === undefined) return line;
				if (!first.has(folder)) first.set(folder, line);
				return first.get(folder) ?? line;
			},
		});
		await run.start(TWO);
		await quietLook(2);
		server.deliver('Team', mail('late'));
		await handled('late');
		expect(run.executions).toEqual(['late']);
	});

	check('a server without UNSELECT has the folder that is open opened anew, and STATUS asked of the others', async () => {
		await stage({ say: (line) => line.replace(/ UNSELECT\b/g, '') });
		await run.start(TWO);
		await run.until(() => heard('STATUS') >= 4, 'four looks');
		const from = commands.heard.findIndex((each) => each.startsWith('STATUS '));
		expect(commands.heard.slice(from, from + 4)).toEqual(['STATUS INBOX', 'SELECT Team', 'STATUS INBOX', 'SELECT Team']);
		server.deliver('INBOX', mail('found'));
		await handled('found');
		expect(commands.heard).not.toContain('UNSELECT');
		expect(commands.forbidden).toEqual([]);
	});

	check('scan now opens every folder', async () => {
		await stage();
		await run.start({ ...TWO, pollSeconds: 600 });
		await run.until(async () => (await run.journal.states()).length === 1, 'the scanner is known');
		const before = commands.heard.length;
		server.deliver('Team', mail('pending'));
		const [report] = await scanNow(run.journal, await run.journal.states(), 100_000, () => new Date());
		expect(report).toMatchObject({ looked: true, finished: true });
		expect(run.executions).toEqual(['pending']);
		expect(commands.heard.slice(before, before + 2)).toEqual(['SELECT INBOX', 'SELECT Team']);
	});

	check('what a watcher announces opens its folder first, and asks for the STATUS of the others', async () => {
		await stage();
		await run.start({ ...TWO, folders: ['Team', 'INBOX'], connections: 2, pollSeconds: 600 });
		// The watcher has looked once when it began: EXAMINE is its own.
		await run.until(() => heard('EXAMINE') === 1 && commands.heard.at(-1) === 'STATUS INBOX', 'the watcher has begun');
		const before = commands.heard.length;
		server.deliver('Team', mail('announced'));
		await handled('announced');
		expect(commands.heard.slice(before, before + 2)).toEqual(['SELECT Team', 'STATUS INBOX']);
	});
});
