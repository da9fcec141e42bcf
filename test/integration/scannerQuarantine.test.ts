import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { readAgain } from '../../helpdesk/scanner/readAgain';
import type { Journal } from '../../helpdesk/store/Journal';
import { createTicketSigner } from '../../helpdesk/conversation/signedId';
import { StoreError } from '../../helpdesk/store/StoreError';
import { dovecotMissing } from '../support/dovecot';
import { accountsOn } from '../support/mailServer';
import { plainMail, type PlainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const broken: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };
const FOLDER = 'Quarantine';
const ASIDE = { quarantineFolder: FOLDER, retrySeconds: [] };

let run: ScannerRun;
beforeEach(async () => {
	if (dovecotMissing() === '') run = await startScannerRun({ folders: { Team: '' } });
});
afterEach(async () => await run?.stop());

const deliver = (subject: string, more: PlainMail = {}) =>
	run.server.deliver('INBOX', plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com`, ...more }));
const lies = (folder: string) => run.subjects(folder);
const aside = async () => (await run.journal.quarantinedMessages())[0];
const isMoved = async () => (await aside())?.folder === FOLDER;
const release = async () => await run.journal.release(SCOPE, (await aside())?.key ?? '', new Date().toISOString());
const settled = async () => await run.settled();
/** By then the scanner has looked at everything that happened before. */
const handlesAnother = async (subject: string) => {
	deliver(subject);
	await run.until(async () => run.executions.includes(subject) && (await settled()), `${subject} is handled`);
};
/** A store that ends where a process would have been killed. */
const dyingAt = (when: 'before' | 'after', uidKnown: boolean): Pick<Journal, 'notePutAside'> => ({
	async notePutAside(scope, key, envelope, place) {
		const now = place.uid > 0 === uidKnown;
		if (!now || when === 'after') await run.journal.notePutAside(scope, key, envelope, place);
		if (now) throw new StoreError('STORE_FAILED', 'killed', { fault: 'world' });
		return true;
	},
});

describe('a message that is put aside', () => {
	check('goes to the quarantine folder, is listed and read there, and is back where it was when it was released and handled', async () => {
		run.workflow = async () => broken;
		await run.start(ASIDE);
		deliver('poison', { body: 'It is bad.' });
		await run.until(isMoved, 'moved');
		expect([lies('INBOX'), lies(FOLDER)]).toEqual([[], ['poison']]);
		expect(run.server.messages(FOLDER)[0]?.flags).toEqual([]);
		const listed = await aside();
		expect(listed).toMatchObject({ folder: FOLDER, uid: 1, lastError: 'broken', state: 'quarantined' });
		const knowledge = { signer: createTicketSigner(Buffer.alloc(32, 1)), systemId: 'test', ownAddresses: [] };
		const mailbox = { name: '', account: '', address: '', test: false, folder: FOLDER, uid: 1, uidValidity: listed?.uidValidity ?? '', key: listed?.key ?? '' };
		const read = await readAgain(accountsOn(run.server.port)(), { name: '', maxBytes: 1_000_000, trustedAuthserv: [] }, knowledge, run.journal, { mailbox, messageId: '' });
		expect(read.source.toString()).toContain('It is bad.');

		const folders: string[] = [];
		run.workflow = async (messages) => {
			folders.push(...messages.map(({ email }) => email.mailbox.folder));
			return { ok: true };
		};
		expect(await release()).toBe(true);
		await run.until(async () => run.executions.length === 2 && (await settled()), 'handled');
		await run.until(() => run.server.messages('INBOX')[0]?.flags.includes('\\Seen') ?? false, 'acknowledged');
		expect([lies('INBOX'), lies(FOLDER), folders]).toEqual([['poison'], [], ['INBOX']]);
		await handlesAnother('later');
		expect(run.executions).toEqual(['poison', 'poison', 'later']);
	});

	check('goes from there to the folder for handled messages', async () => {
		run.workflow = async () => broken;
		await run.start({ ...ASIDE, afterSuccess: { kind: 'move', folder: 'Handled', createFolder: true } });
		deliver('poison');
		await run.until(isMoved, 'moved');
		run.workflow = async () => ({ ok: true });
		await release();
		await run.until(async () => lies('Handled').length === 1 && (await settled()), 'handled');
		expect([lies('INBOX'), lies(FOLDER)]).toEqual([[], []]);
	});

	check('stays where it is without such a folder, and goes there when one is chosen later', async () => {
		run.workflow = async ([first]) => (first?.email.subject === 'poison' ? broken : { ok: true });
		const scanner = await run.start({ retrySeconds: [] });
		deliver('poison');
		await run.until(() => run.quarantined.length === 1, 'put aside');
		await handlesAnother('later');
		expect(await aside()).toMatchObject({ folder: 'INBOX' });
		await scanner.stop();
		run.server.renumber('INBOX');
		await run.start(ASIDE);
		await run.until(isMoved, 'moved');
		expect([lies('INBOX'), lies(FOLDER)]).toEqual([['later'], ['poison']]);
	});

	for (const id of ['<poison@example.com>', null]) {
		for (const [when, uidKnown] of [['before', true], ['after', true], ['before', false], ['after', false]] as const) {
			const name = `${uidKnown ? 'after the move' : 'before the move'}, ${when} that is noted, ${id ? 'with' : 'without'} Message-ID`;
			check(`is moved once when n8n is killed ${name}`, async () => {
				run.workflow = async () => broken;
				const scanner = await run.start(ASIDE, dyingAt(when, uidKnown));
				deliver('poison', { id });
				await run.until(() => run.healths.some(({ problem }) => problem.includes('killed')) || lies(FOLDER).length === 1, 'killed');
				await scanner.stop();
				await run.start(ASIDE);
				await run.until(isMoved, 'moved');
				expect([lies('INBOX'), lies(FOLDER), run.executions]).toEqual([[], ['poison'], ['poison']]);
				run.workflow = async () => ({ ok: true });
				await release();
				await run.until(async () => run.executions.length === 2 && (await settled()), 'handled');
				expect([lies('INBOX'), lies(FOLDER)]).toEqual([['poison'], []]);
			});
		}
	}

	check('is not lost when it is released between the move and the note of it', async () => {
		run.workflow = async () => broken;
		const scanner = await run.start(ASIDE, dyingAt('before', true));
		deliver('poison');
		await run.until(() => lies(FOLDER).length === 1, 'moved');
		await scanner.stop();
		run.workflow = async () => ({ ok: true });
		await release();
		await run.start(ASIDE);
		await run.until(async () => run.executions.length === 2 && (await settled()), 'handled');
		expect([lies('INBOX'), lies(FOLDER)]).toEqual([['poison'], []]);
	});

	check('is not taken for a forged message with its Message-ID', async () => {
		run.workflow = async () => broken;
		const scanner = await run.start(ASIDE, dyingAt('before', true));
		deliver('poison');
		await run.until(() => lies(FOLDER).length === 1, 'moved');
		await scanner.stop();
		run.server.deliver(FOLDER, plainMail({ id: '<poison@example.com>', subject: 'forged' }));
		await run.start(ASIDE);
		await run.until(isMoved, 'noted');
		run.workflow = async () => ({ ok: true });
		await release();
		await run.until(async () => run.executions.length === 2 && (await settled()), 'handled');
		expect([run.executions, lies('INBOX'), lies(FOLDER)]).toEqual([['poison', 'poison'], ['poison'], ['forged']]);
	});

	check('goes back to the quarantine folder when somebody drags it into the inbox', async () => {
		run.workflow = async () => broken;
		await run.start(ASIDE);
		deliver('poison');
		await run.until(isMoved, 'moved');
		deliver('poison');
		await run.until(() => lies('INBOX').length === 0 && lies(FOLDER).length === 2, 'moved again');
		expect(run.executions).toEqual(['poison']);
	});
});
