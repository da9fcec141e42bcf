import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import type { TidyAction } from '../../helpdesk/mailbox/MailboxSession';
import { dovecotMissing } from '../support/dovecot';
import { accountsOn } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const broken: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };
const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });
const BOTH = { folders: ['INBOX', 'Team'] };

let run: ScannerRun;
beforeEach(async () => {
	if (dovecotMissing() !== '') return;
	run = await startScannerRun({ users: { alice: 'secret', bob: 'secret' } });
	// Made by a delivery: Dovecot makes the folders of its configuration again whenever they are missing.
	run.server.deliver('Team', mail('before the first start'));
});
afterEach(async () => await run?.stop());

const timesRun = (subject: string) => run.executions.filter((each) => each === subject).length;
const handled = async (...subjects: string[]) =>
	await run.until(async () => subjects.every((subject) => timesRun(subject) > 0) && (await run.settled()), `${subjects.join(' and ')} handled`);
const missing = (folder: string) => run.healths.some(({ problem }) => problem.includes(`"${folder}"`));

describe('a folder that goes and comes back', () => {
	check('under another name for a while keeps its waiting mail, and nothing of it is run twice', async () => {
		let works = false;
		run.workflow = async ([first]) => (works || first?.email.subject !== 'stuck' ? { ok: true } : broken);
		await run.start({ ...BOTH, retrySeconds: Array.from({ length: 60 }, () => 1) });
		run.server.deliver('Team', mail('done'));
		await handled('done');
		run.server.deliver('Team', mail('stuck'));
		await run.until(async () => timesRun('stuck') > 0 && (await run.journal.inState(SCOPE, 'waiting')).length === 1, 'one is handled and one waits');
		run.server.renameFolder('Team', 'Away');
		await run.until(() => missing('Team'), 'the folder is missed');
		run.server.deliver('INBOX', mail('meanwhile'));
		await run.until(() => timesRun('meanwhile') > 0, 'the other folder goes on');
		works = true;
		const tries = timesRun('stuck');
		run.server.renameFolder('Away', 'Team');
		run.server.deliver('Team', mail('later'));
		await handled('later');
		expect([timesRun('done'), timesRun('stuck') - tries, timesRun('meanwhile'), timesRun('later')]).toEqual([1, 1, 1, 1]);
		expect(run.subjects('Team').sort()).toEqual(['before the first start', 'done', 'later', 'stuck']);
	});

	check('made anew with the same mail and more runs only what is more', async () => {
		await run.start(BOTH);
		run.server.deliver('Team', mail('old'));
		await handled('old');
		run.server.removeFolder('Team');
		await run.until(() => missing('Team'), 'the folder is missed');
		run.server.deliver('Team', mail('old'));
		run.server.deliver('Team', mail('more'));
		await handled('more');
		expect(run.executions).toEqual(['old', 'more']);
	});
});

check('what another client does with a handled message starts nothing', async () => {
	await run.start(BOTH);
	run.server.deliver('INBOX', mail('handled'));
	await handled('handled');
	const client = await openMailbox(accountsOn(run.server.port)());
	const changed = async (folder: string, action: TidyAction, probe: string) => {
		const { uidValidity } = await client.openFolder(folder);
		const [uid = 0] = await client.findUids(folder, { messageId: '<handled@example.com>' });
		await client.tidy({ account: client.account, folder, uidValidity, uid, messageId: '<handled@example.com>' }, action);
		// When this is handled, the scanner has looked at what was done.
		run.server.deliver('Team', mail(probe));
		run.server.deliver('INBOX', mail(`${probe}-too`));
		await handled(probe, `${probe}-too`);
	};
	await changed('INBOX', { kind: 'mark-unread' }, 'unread');
	await changed('INBOX', { kind: 'flag' }, 'flagged');
	await changed('INBOX', { kind: 'move', folder: 'Team', createFolder: false }, 'moved');
	await changed('Team', { kind: 'move', folder: 'INBOX', createFolder: false }, 'moved-back');
	await client.close();
	expect(timesRun('handled')).toBe(1);
});

check('another mail with the same Message-ID is a message of its own', async () => {
	await run.start();
	for (const subject of ['invoice', 'something else']) run.server.deliver('INBOX', plainMail({ id: '<same@example.com>', subject, from: `${subject[0]}@example.com` }));
	await handled('invoice', 'something else');
	expect([...run.executions].sort()).toEqual(['invoice', 'something else']);
});

check('the same mail in two mailboxes is handled once for each', async () => {
	const bob = { ...accountsOn(run.server.port)(), user: 'bob', address: 'bob@example.com' };
	await run.start();
	await run.start({ scope: `${SCOPE} of bob` }, {}, bob);
	for (const user of ['alice', 'bob']) run.server.deliver('INBOX', mail('both'), { user });
	await run.until(() => timesRun('both') === 2, 'handled for each');
	const isRead = (user: string) => run.server.messages('INBOX', user)[0]?.flags.includes('\\Seen') === true;
	await run.until(() => isRead('alice') && isRead('bob'), 'both are read');
	expect(timesRun('both')).toBe(2);
});
