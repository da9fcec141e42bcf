import { execFileSync } from 'node:child_process';
import { dovecotMissing } from '../support/dovecot';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';
import { scanNow } from '../../helpdesk/scanner/scanNow';
import { SCOPE, startScannerRun, type ScannerRun } from '../support/scannerRun';

const check = needs(dovecotMissing() === '', dovecotMissing());
const mail = (subject: string) => plainMail({ id: `<${subject}@example.com>`, subject, from: `${subject}@example.com` });

let run: ScannerRun | undefined;
afterEach(async () => {
	await run?.stop();
	run = undefined;
});

/** Connections to this port, as the system counts them from the side of the client. */
function connectionsTo(port: number): number {
	const hex = port.toString(16).toUpperCase().padStart(4, '0');
	const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => execFileSync('cat', [file], { encoding: 'utf8' })).join('\n');
	return tables.split('\n').filter((line) => new RegExp(`^\\s*\\d+: \\S+ \\S+:${hex} 01 `).test(line)).length;
}

check('mail is announced in every watched folder, with the connections that were allowed and no more', async () => {
	run = await startScannerRun({ folders: { A: '', B: '', C: '' } });
	await run.start({ folders: ['INBOX', 'A', 'B', 'C'], connections: 3, pollSeconds: 600 });
	const { server } = run;
	await run.until(() => connectionsTo(server.port) === 3, 'three connections');
	server.deliver('A', mail('a'));
	await run.until(() => run?.executions.includes('a') ?? false, 'announced');
	expect(connectionsTo(server.port)).toBe(3);
});

check('a server that allows too few connections loses watchers, and the poll finds the mail', async () => {
	run = await startScannerRun({ folders: { A: '', B: '' }, maxConnections: 2 });
	await run.start({ folders: ['INBOX', 'A', 'B'], connections: 4, pollSeconds: 1 });
	for (const folder of ['INBOX', 'A', 'B']) run.server.deliver(folder, mail(folder));
	await run.until(() => run?.executions.length === 3, 'all three');
	expect(run.healths.filter(({ connected }) => !connected)).toEqual([]);
});

check('after an outage mail is handled within 30 s of the return, and nothing twice', async () => {
	run = await startScannerRun();
	const { server } = run;
	await run.start({ connections: 3, pollSeconds: 600 });
	server.deliver('INBOX', mail('before'));
	await run.until(() => run?.executions.length === 1, 'before');
	await server.halt();
	await run.until(() => run?.healths.some(({ connected }) => !connected) ?? false, 'the outage is noticed');
	server.deliver('INBOX', mail('during'));
	// Longer than the wait before the first try to connect again.
	await new Promise((resolve) => setTimeout(resolve, 2_000));
	await server.resume();
	await run.until(() => run?.executions.length === 2, 'after');
	server.deliver('INBOX', mail('after'));
	await run.until(() => run?.executions.length === 3, 'announced again');
	expect(run.executions).toEqual(['before', 'during', 'after']);
});

check('stopping while the server is frozen, or while connecting, neither hangs nor leaves connections behind', async () => {
	run = await startScannerRun();
	const { server } = run;
	const scanner = await run.start({ connections: 2 });
	server.freeze();
	const began = Date.now();
	await scanner.stop();
	// That nobody answers is noticed after 85 s only.
	expect(Date.now() - began).toBeLessThan(60_000);
	server.thaw();
	await run.until(() => connectionsTo(server.port) === 0, 'no connection is left');
});

check('two scanners on one mailbox both handle each message once', async () => {
	run = await startScannerRun();
	await run.start({ scope: 'first' });
	await run.start({ scope: 'second' });
	run.server.deliver('INBOX', mail('one'));
	await run.until(() => run?.executions.length === 2, 'both');
	run.server.deliver('INBOX', mail('two'));
	await run.until(() => run?.executions.filter((subject) => subject === 'two').length === 2, 'both handle the next one');
	expect(run.executions).toEqual(['one', 'one', 'two', 'two']);
});

/** More than one look takes in, by so much that the second one takes its time. */
const ALL = 6_000;

check('a first scan of a large mailbox begins its work before it has seen everything, oldest first', async () => {
	run = await startScannerRun();
	const { server, journal } = run;
	for (let index = 0; index < ALL; index += 1) server.deliver('INBOX', mail(`m${String(index).padStart(5, '0')}`));
	let knownAtFirst = 0;
	run.workflow = async () => {
		knownAtFirst ||= (await journal.counts(SCOPE, new Date().toISOString())).waiting;
		await new Promise((resolve) => setTimeout(resolve, 200));
		return { ok: true };
	};
	await run.start({ firstStart: 'everything', concurrency: 1 });
	await run.until(() => (run?.executions.length ?? 0) > 2, 'the first messages');
	expect(run.executions.slice(0, 3)).toEqual(['m00000', 'm00001', 'm00002']);
	expect(knownAtFirst).toBeLessThanOrEqual(5_000);
	await run.until(async () => (await journal.cursor(SCOPE, 'INBOX'))?.contiguousUid === ALL, 'all are known');
});

check('scan now is answered by the running scanner after everything pending was handled, and by nobody when none runs', async () => {
	run = await startScannerRun();
	const { journal, server } = run;
	const scanner = await run.start({ connections: 1, pollSeconds: 600 });
	await run.until(async () => (await journal.states()).length === 1, 'the scanner is known');
	server.deliver('INBOX', mail('pending'));
	const [report] = await scanNow(journal, await journal.states(), 100_000, () => new Date());
	expect(report).toMatchObject({ scanner: 'Support', looked: true, finished: true, quarantined: 0 });
	expect(run.executions).toEqual(['pending']);
	await scanner.stop();
	const [nobody] = await scanNow(journal, await journal.states(), 300, () => new Date());
	expect(nobody?.looked).toBe(false);
});
