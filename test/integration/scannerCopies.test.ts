import type { Email } from '../../helpdesk/email/Email';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { readAgain } from '../../helpdesk/scanner/readAgain';
import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { dovecotMissing } from '../support/dovecot';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { KNOWLEDGE, SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const broken: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };
const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });
const FOLDERS = ['INBOX', 'Team'];

let run: ScannerRun;
let seen: Email[];
beforeEach(async () => {
	if (dovecotMissing() !== '') return;
	run = await startScannerRun({ folders: { Team: '' }, users: { alice: 'secret', bob: 'secret' } });
	seen = [];
	run.workflow = async (messages) => {
		seen.push(...messages.map(({ email }) => email));
		return { ok: true };
	};
});
afterEach(async () => await run?.stop());

const timesRun = (subject: string) => run.executions.filter((each) => each === subject).length;
const isRead = (folder: string, subject: string) =>
	run.server.messages(folder).some((message) => message.subject === subject && message.flags.includes('\\Seen'));
const settled = async (condition: () => boolean, what: string) => await run.until(async () => condition() && (await run.settled()), what);
/** Another client puts a copy of the message, with all its flags and keywords, into the other folder. */
const copied = async (subject: string) => {
	const client = await openMailbox(accountsOn(run.server.port)());
	const { uidValidity } = await client.openFolder('INBOX');
	const messageId = `<${subject}@example.com>`;
	const [uid = 0] = await client.findUids('INBOX', { messageId });
	await client.tidy({ account: client.account, folder: 'INBOX', uidValidity, uid, messageId }, { kind: 'copy', folder: 'Team', createFolder: false });
	await client.close();
};

describe('once per folder', () => {
	const start = async () => await run.start({ folders: FOLDERS, once: 'folder', quarantineFolder: 'Aside' });

	check('the same mail in two folders is handled once for each, as two messages', async () => {
		await start();
		for (const folder of FOLDERS) run.server.deliver(folder, mail('both'));
		await settled(() => FOLDERS.every((folder) => isRead(folder, 'both')), 'acknowledged in both folders');
		expect(seen.map(({ mailbox }) => mailbox.folder).sort()).toEqual(FOLDERS);
		expect(new Set(seen.map(({ mailbox }) => mailbox.key)).size).toBe(2);
		run.server.renumber('Team');
		run.server.deliver('Team', mail('later'));
		await settled(() => timesRun('later') === 1, 'a later one is handled');
		expect(timesRun('both')).toBe(2);
	});

	check('a copy of a handled message is handled, although it bears the mark of the first', async () => {
		await start();
		run.server.deliver('INBOX', mail('copied'));
		await settled(() => isRead('INBOX', 'copied'), 'handled');
		await copied('copied');
		await settled(() => timesRun('copied') === 2, 'handled in the other folder');
		expect(seen.map(({ mailbox }) => mailbox.folder)).toEqual(FOLDERS);
	});

	check('a message that was put aside elsewhere is found there, and so is one that is read again later', async () => {
		run.workflow = async () => broken;
		await start();
		run.server.deliver('INBOX', mail('stuck'));
		await run.until(() => run.subjects('Aside').includes('stuck'), 'put aside', 60_000);
		const [row] = await run.journal.quarantinedMessages();
		run.workflow = async (messages) => {
			seen.push(...messages.map(({ email }) => email));
			return { ok: true };
		};
		await run.journal.release(SCOPE, row?.key ?? '', new Date().toISOString());
		await settled(() => seen.length === 1, 'handled after its release');
		const [email] = seen;
		if (!email) throw new Error('nothing was handled');
		expect([email.mailbox.folder, email.mailbox.key]).toEqual(['INBOX', row?.key]);
		const again = await readAgain(accountsOn(run.server.port)(), { name: 'Support', maxBytes: 1_000_000, trustedAuthserv: [] }, KNOWLEDGE, run.journal, email);
		expect(again.email.mailbox.key).toBe(email.mailbox.key);
	});
});

check('the same mail in two mailboxes is handled once for all that share it, and acknowledged in both, also when a try fails', async () => {
	const bob = { ...accountsOn(run.server.port)(), user: 'bob', address: 'bob@example.com' };
	const isReadBy = (user: string, subject: string) => run.server.messages('INBOX', user).some((message) => message.subject === subject && message.flags.includes('\\Seen'));
	await run.start({ once: 'store' });
	await run.start({ once: 'store', scope: `${SCOPE} of bob` }, {}, bob);
	let failures = 0;
	run.workflow = async () => (failures++ === 0 ? broken : { ok: true });
	const users = ['alice', 'bob'];
	for (const user of users) run.server.deliver('INBOX', plainMail({ id: '<both@example.com>', subject: 'both', headers: [`Delivered-To: ${user}@example.com`] }), { user });
	await run.until(() => users.every((user) => isReadBy(user, 'both')), 'acknowledged in both mailboxes');
	expect(timesRun('both')).toBe(2);
	run.server.deliver('INBOX', mail('for-bob-alone'), { user: 'bob' });
	await run.until(() => isReadBy('bob', 'for-bob-alone'), 'what only one has is handled there');
});
