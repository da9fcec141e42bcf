import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../figures';
import type { BenchFolder } from './mailbox';
import type { ReaderName, ReaderRequest, Reading } from './reader';

export interface Comparison {
	port: number;
	warmUp: BenchFolder;
	measured: BenchFolder;
	readers: ReaderName[];
	/** Each reader reads that often, by turns with the others. */
	rounds: number;
	say: (line: string) => void;
}

/** Median of each reader over the rounds; every reading is a process of its own, and the readers take turns so that a busy machine is busy for all. */
export async function compare({ port, warmUp, measured, readers, rounds, say }: Comparison): Promise<Map<ReaderName, Reading>> {
	const readings = new Map<ReaderName, Reading[]>(readers.map((reader) => [reader, []]));
	for (let round = 1; round <= rounds; round++) {
		for (const reader of readers) {
			const reading = await readOnce({ reader, port, warmUp, measured });
			readings.get(reader)?.push(reading);
			const rate = Math.round(reading.messages / reading.seconds);
			say(`  round ${round}: ${reader.padEnd(12)} ${reading.seconds.toFixed(2)} s, ${rate} messages/s, ${reading.cpuSeconds.toFixed(2)} s of CPU`);
		}
	}
	return new Map([...readings].map(([reader, all]) => [reader, middle(all)]));
}

function middle(readings: Reading[]): Reading {
	const [first] = readings;
	if (!first) throw new Error('No reading was made');
	return { ...first, seconds: median(readings.map(({ seconds }) => seconds)), cpuSeconds: median(readings.map(({ cpuSeconds }) => cpuSeconds)) };
}

/**
 * The C library (glibc) keeps what was freed: of every reader alike. Otherwise it gives memory back to the system between two mails and fetches it again, and what
 * that costs on a virtual machine may be as much as the reading, and is never the same twice.
 */
const KEEP_MEMORY = { MALLOC_TRIM_THRESHOLD_: '2000000000', MALLOC_MMAP_THRESHOLD_: '1000000000' };

async function readOnce(request: ReaderRequest): Promise<Reading> {
	return (await runChild([join(__dirname, 'reader.ts'), JSON.stringify(request)], [], KEEP_MEMORY)) as Reading;
}

/** Runs a script of the benchmark in a process of its own and returns the JSON of its last line. Rejects with what it printed when it fails. */
export async function runChild(script: string[], nodeFlags: string[] = [], environment: Record<string, string> = {}): Promise<unknown> {
	const child = spawn(process.execPath, [...nodeFlags, '--import', 'tsx', ...script], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
	let out = '';
	let problems = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) throw new Error(`${script[0]} failed:\n${problems.slice(-2_000)}`);
	return JSON.parse(out.trim().split('\n').at(-1) ?? '') as unknown;
}
