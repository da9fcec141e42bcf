import type { DeliveryOutcome } from '../../helpdesk/scanner/Scanner';
import { handledKeyword } from '../../helpdesk/scanner/witness';
import { dovecotMissing } from '../support/dovecot';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const failed: DeliveryOutcome = { ok: false, error: 'broken', fault: 'message' };

let run: ScannerRun;
beforeEach(async () => {
	if (dovecotMissing() === '') run = await startScannerRun();
});
afterEach(async () => await run?.stop());

const deliver = (subject: string, options: { date?: Date } = {}) =>
	run.server.deliver('INBOX', plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` }), options);
const idle = async () => await run.settled();
/** A scope that the journal has never heard of would be another scanner: what is known is taken out of the journal instead. */
const forgetful = () => ({
	cursor: async () => (forgotten ? null : await run.journal.cursor(SCOPE, 'INBOX')),
	isHandled: async () => false,
	// A journal that is gone does not know either when it was first started.
	startedAt: async (_scope: string, at: string) => at,
	discover: async (...args: Parameters<ScannerRun['journal']['discover']>) => {
		forgotten = false;
		await run.journal.discover(...args);
	},
});
let forgotten = true;

for (const afterSuccess of [{ kind: 'mark-read' } as const, { kind: 'move', folder: 'Handled', createFolder: true } as const]) {
	check(`with the journal gone what waited is taken, and what was handled is not taken twice (${afterSuccess.kind})`, async () => {
		forgotten = true;
		deliver('older than the first start', { date: new Date(Date.now() - 60_000) });
		const scanner = await run.start({ afterSuccess });
		deliver('handled');
		await run.until(async () => run.executions.length === 1 && (await idle()), 'handled');
		run.workflow = async () => failed;
		deliver('waiting');
		await run.until(() => run.executions.length === 2, 'failed once');
		await scanner.stop();
		for (const state of ['waiting', 'running', 'quarantined'] as const) {
			for (const row of await run.journal.inState(SCOPE, state)) await run.journal.drop(SCOPE, row);
		}
		run.executions.length = 0;
		run.workflow = async () => ({ ok: true });
		await run.start({ afterSuccess }, forgetful());
		await run.until(async () => run.executions.length === 1 && (await idle()), 'what waited');
		deliver('new');
		await run.until(async () => run.executions.length === 2 && (await idle()), 'what is new');
		expect(run.executions).toEqual(['waiting', 'new']);
	});
}

check('with a journal restored from before, a handled message that bears the mark is not run again', async () => {
	const scanner = await run.start();
	const before = await run.journal.cursor(SCOPE, 'INBOX');
	deliver('handled');
	await run.until(async () => run.executions.length === 1 && (await idle()), 'handled');
	await scanner.stop();
	if (!before) throw new Error('no cursor');
	await run.journal.discover(SCOPE, before, [], new Date().toISOString(), true);
	deliver('new');
	await run.start({}, { isHandled: async () => false });
	await run.until(async () => run.executions.length === 2 && (await idle()), 'the new one');
	expect(run.executions).toEqual(['handled', 'new']);
});

check('"leave as it was" leaves no mark, and the mark of another scanner says nothing', async () => {
	await run.start({ afterSuccess: null });
	deliver('untouched');
	await run.until(async () => run.executions.length === 1 && (await idle()), 'handled');
	expect(run.server.messages('INBOX').flatMap(({ flags }) => flags)).not.toContain('\\Seen');
	expect(handledKeyword('other')).not.toBe(handledKeyword(SCOPE));
});
