import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWithImapflow } from './readWithImapflow';
import { readWithN8n } from './readWithN8n';
import { readRaw } from './readRaw';
import { readOurs } from './readOurs';

/** What a reader did: counted where its items come out. */
export interface Reading {
	messages: number;
	bytes: number;
	seconds: number;
	/** Of this process, all threads. */
	cpuSeconds: number;
}

/** Where to read. Every folder starts with one message that nobody reads: n8n's trigger only catches up when it knows a UID. */
export interface Task {
	port: number;
	folder: string;
	/** Messages expected. */
	messages: number;
	/** A folder of its own for binaries. */
	dataFolder: string;
}

/** A reader: connects, reads all of the folder but its first message, and closes. */
export type Read = (task: Task) => Promise<Omit<Reading, 'cpuSeconds'>>;

export type ReaderName = keyof typeof READERS;

const READERS: Record<'ours' | 'n8nResolved' | 'n8nSimple' | 'imapflow' | 'raw', Read> = {
	ours: readOurs,
	n8nResolved: async (task) => await readWithN8n(task, 'resolved'),
	n8nSimple: async (task) => await readWithN8n(task, 'simple'),
	imapflow: readWithImapflow,
	raw: readRaw,
};

export interface ReaderRequest {
	reader: ReaderName;
	port: number;
	warmUp: { folder: string; messages: number };
	measured: { folder: string; messages: number };
}

/** One reader in a process of its own: first a small folder, as in a process that has been up for a while, then the measured one. */
async function main(request: ReaderRequest): Promise<void> {
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-data-'));
	try {
		const read = READERS[request.reader];
		await read({ ...request.warmUp, port: request.port, dataFolder });
		const before = process.cpuUsage();
		const reading = await read({ ...request.measured, port: request.port, dataFolder });
		const { user, system } = process.cpuUsage(before);
		const result: Reading = { ...reading, cpuSeconds: (user + system) / 1e6 };
		process.stdout.write(`${JSON.stringify(result)}\n`);
	} finally {
		rmSync(dataFolder, { recursive: true, force: true });
	}
}

main(JSON.parse(process.argv[2] ?? '{}') as ReaderRequest).then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
