import { deepEqual, equal, ok } from 'node:assert/strict';
import { storedFiles, type StoredFiles } from './binaryStore';
import type { Checks } from './checks';
import { mailWithFiles } from './mails';
import { waitUntil } from './processes';
import type { Stage } from './stage';

const MAILS = 6;
const FILE_BYTES = 200_000;

/** n8n's own pruning, as quick as it can be had: every few seconds all executions but the newest are marked, and what is marked is removed. Intervals in minutes, the buffer in hours. */
export const PRUNING = {
	EXECUTIONS_DATA_PRUNE: 'true',
	EXECUTIONS_DATA_PRUNE_MAX_COUNT: '1',
	EXECUTIONS_DATA_PRUNE_SOFT_DELETE_INTERVAL: '0.05',
	EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '0.05',
	EXECUTIONS_DATA_HARD_DELETE_BUFFER: '0',
};

/**
 * n8n removes the files of an execution with it; those that belong to none stay for ever. Leaves files behind for `checkPruning`, and returns what was stored before
 * them.
 */
export async function checkFiles(check: Checks['check'], { client, dovecot, helpdesk, n8n }: Stage, workflowId: string): Promise<StoredFiles> {
	await client.deleteExecutions(workflowId);
	const before = storedFiles(n8n.userFolder);
	const handled = async (batch: string) => {
		for (let index = 0; index < MAILS; index += 1) {
			const parts = { id: `${batch}-${index}`.replaceAll(' ', '-'), from: `files${index}@customer.example`, subject: `${batch} ${index}`, text: 'See the files.' };
			dovecot.deliver('INBOX', mailWithFiles(parts, FILE_BYTES));
		}
		const left = () => dovecot.messages('INBOX').filter(({ subject }) => subject.startsWith(batch)).length;
		await waitUntil('the messages with files', () => left() === 0 || undefined, 120_000);
	};
	await check("a message's files are stored in n8n under its execution, and reach the ticket", async () => {
		await handled('Two files');
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
	await check('more files are stored, for n8n itself to prune', async () => {
		await handled('Two more');
		equal(storedFiles(n8n.userFolder).files, before.files + MAILS * 2 * 2);
	});
	return before;
}

/** In an n8n with `PRUNING`: what it prunes by itself leaves no file behind either. */
export async function checkPruning(check: Checks['check'], { client, n8n }: Stage, workflowId: string, before: StoredFiles): Promise<void> {
	await check("once n8n has pruned the executions by itself, its store is back where it was, files and bytes", async () => {
		await waitUntil('the executions to be pruned', async () => (await client.executions(workflowId)).length <= 1 || undefined, 120_000);
		await waitUntil('the files to be gone', () => storedFiles(n8n.userFolder).files === before.files || undefined, 120_000);
		deepEqual(storedFiles(n8n.userFolder), before);
	});
}
