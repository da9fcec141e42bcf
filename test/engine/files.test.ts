import { hash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { IBinaryData, IRun } from 'n8n-workflow';
import { messageRuns, startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { mailWithFiles, spools } from '../support/spools';

// As n8n runs by default; the engine reads it when it is loaded.
process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';

let run: HelpdeskRun;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => await run.stop());

const TRIGGER = 'IMAP Scanner Trigger';
const FILE = Buffer.from('Three words here.\r\n');

const mailWithFile = (subject: string) =>
	[
		'From: Jana <jana@customer.example>', 'To: support@example.com', `Subject: ${subject}`, `Message-ID: <${subject}@customer.example>`, 'MIME-Version: 1.0',
		'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the file.', '--b', 'Content-Type: application/octet-stream',
		'Content-Disposition: attachment; filename=note.bin', 'Content-Transfer-Encoding: base64', '', FILE.toString('base64'), '--b--', '',
	].join('\r\n');

function stored(): string[] {
	const folder = join(run.dataFolder, '.n8n');
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /binary.?data/i.test(path) && statSync(join(folder, path)).isFile());
}

const itemOfTrigger = (ended: IRun | null | undefined) => ended?.data.resultData.runData[TRIGGER]?.[0]?.data?.main?.[0]?.[0];

/** The first execution fails behind the trigger and is not tried again soon: the message stays where it is. */
async function failedOnce(subject: string) {
	let failures = 1;
	const running = await run.start((_, node) => Object.assign(node(TRIGGER).parameters, { options: { retryMinutes: '600' } }), {
		after: (name) => {
			if (name === TRIGGER && failures-- > 0) throw new Error('broken');
		},
	});
	run.server.deliver('INBOX', mailWithFile(subject));
	await run.until(() => messageRuns(running)[0]?.run !== null && messageRuns(running).length > 0, 'the first execution');
	return running;
}

test('the trigger emits a message without its files; they are stored under the execution that needs them', async () => {
	const running = await run.start();
	run.server.deliver('INBOX', mailWithFile('one'));
	await run.until(async () => (await run.tickets()).length === 1, 'the ticket');
	const [execution] = messageRuns(running);
	expect(execution?.emitted[0]?.[0]?.binary).toBeUndefined();
	await run.until(() => execution?.run !== null, 'the end of the execution');
	const file = itemOfTrigger(execution?.run)?.binary?.attachment_0 as IBinaryData;
	expect(file).toMatchObject({ fileName: 'note.bin', bytes: FILE.length });
	expect(file.id).toContain(`executions/${execution?.id ?? ''}/`);
	expect(stored().filter((path) => path.includes(`${sep}temp${sep}`))).toEqual([]);
});

test('a large file goes from the mailbox to the store by the disk, and so does the raw message', async () => {
	const running = await run.start((_, node) => Object.assign(node(TRIGGER).parameters, { options: { keepSource: true } }));
	const bytes = randomBytes(6 * 1024 * 1024);
	const source = mailWithFiles('large', bytes, FILE);
	run.server.deliver('INBOX', source);
	await run.until(async () => (await run.tickets()).length === 1, 'the ticket');
	const [execution] = messageRuns(running);
	await run.until(() => execution?.run !== null, 'the end of the execution');
	const { attachment_0: large, attachment_1: small, original } = itemOfTrigger(execution?.run)?.binary ?? {};
	expect([large, small, original]).toMatchObject([
		{ fileName: '0.pdf', mimeType: 'application/pdf', bytes: bytes.length },
		{ fileName: '1.pdf', bytes: FILE.length },
		{ fileName: 'original.eml', mimeType: 'message/rfc822', bytes: Buffer.byteLength(source) },
	]);
	const files = await run.desk.listFiles((await run.tickets())[0]?.id ?? '');
	const digests = await Promise.all(files.map(async ({ id }) => hash('sha256', await run.desk.readFile(id))));
	expect(digests).toEqual([hash('sha256', bytes), hash('sha256', FILE)]);
	const [{ Container }, { BinaryDataService }] = await Promise.all([import('@n8n/di'), import('n8n-core')]);
	const raw = await Container.get(BinaryDataService).getAsBuffer(original as IBinaryData);
	expect(hash('sha256', raw)).toBe(hash('sha256', source));
	expect(spools()).toEqual([]);
});

test('an execution that is run again later reads the files from the mailbox once more', async () => {
	const running = await failedOnce('two');
	const [first] = messageRuns(running);
	const again = await running.emit(first?.emitted ?? []);
	expect(again?.status).toBe('success');
	const file = itemOfTrigger(again)?.binary?.attachment_0;
	expect(file).toMatchObject({ fileName: 'note.bin', bytes: FILE.length });
	expect((await run.desk.listFiles((await run.tickets())[0]?.id ?? '')).map(({ fileName, size }) => [fileName, size])).toEqual([['note.bin', FILE.length]]);
});

test('when the message has left its folder by then, that is said', async () => {
	const running = await failedOnce('three');
	const [first] = messageRuns(running);
	const moved = structuredClone(first?.emitted ?? []);
	for (const { json } of moved[0] ?? []) Object.assign(json, { messageId: '<other@customer.example>', mailbox: { ...(json.mailbox as object), uid: 999 } });
	const again = await running.emit(moved);
	expect(again?.status).toBe('error');
	expect(again?.data.resultData.error?.message).toContain('no longer in its folder');
});
