import { deepEqual, equal, ok } from 'node:assert/strict';
import { storedFiles } from './binaryStore';
import type { Checks } from './checks';
import { mailWithFiles } from './mails';
import { waitUntil } from './processes';
import type { Stage } from './stage';

const MAILS = 6;
const FILE_BYTES = 200_000;

/** n8n removes the files of an execution with it; those that belong to none stay for ever. */
export async function checkFiles(check: Checks['check'], { client, dovecot, helpdesk, n8n }: Stage, workflowId: string): Promise<void> {
	await client.deleteExecutions(workflowId);
	const before = storedFiles(n8n.userFolder);
	await check("a message's files are stored in n8n under its execution, and reach the ticket", async () => {
		for (let index = 0; index < MAILS; index += 1) {
			dovecot.deliver('INBOX', mailWithFiles({ id: `files-${index}`, from: `files${index}@customer.example`, subject: `Two files ${index}`, text: 'See the files.' }, FILE_BYTES));
		}
		const left = () => dovecot.messages('INBOX').filter(({ subject }) => subject.startsWith('Two files')).length;
		await waitUntil('the messages with files', () => left() === 0 || undefined, 120_000);
		const { files, bytes, withoutExecution } = storedFiles(n8n.userFolder);
		// n8n lays a small file of its own beside each.
		equal(files, before.files + MAILS * 2 * 2);
		ok(bytes >= before.bytes + MAILS * 2 * FILE_BYTES, `only ${bytes} bytes are stored`);
		equal(withoutExecution, 0);
		deepEqual(helpdesk.files('Two files 0').map(({ name, size }) => `${name} ${size}`), [`report.bin ${FILE_BYTES}`, `picture.bin ${FILE_BYTES}`]);
	});
	await check("once the executions are deleted, n8n's store is back where it was, files and bytes", async () => {
		ok((await client.executions(workflowId)).length >= MAILS);
		await client.deleteExecutions(workflowId);
		await waitUntil('the files to be gone', () => storedFiles(n8n.userFolder).files === before.files || undefined, 120_000);
		deepEqual(storedFiles(n8n.userFolder), before);
	});
}
