import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { prepareEngine } from '../../runner/engine';
import { loadPackage } from '../../runner/loadPackage';
import { startScannerWorkflow } from './scannerWorkflow';

export interface FirstScanRequest {
	port: number;
	folder: string;
	messages: number;
	/** Messages that are handled, at least, before the scan is stopped; it also goes on until all are discovered. */
	handled: number;
	/** The scan is stopped after this time, however far it has come. */
	longestMs: number;
}

export interface FirstScan {
	startMb: number;
	peakMb: number;
	seconds: number;
	handled: number;
	/** Messages that the journal knew at the end. */
	discovered: number;
}

/** Collecting garbage each time takes time of its own. */
const SAMPLE_MS = 2_000;
const MB = 1024 * 1024;

function residentAfterCollection(): number {
	globalThis.gc?.();
	return process.memoryUsage().rss / MB;
}

/** How far the journal's cursor has come, read from the store past the trigger. UIDs of a new folder count from 1. */
function highestUid(dataFolder: string): number {
	const file = join(dataFolder, '.n8n', 'mail-helpdesk', 'default.sqlite');
	if (!existsSync(file)) return 0;
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return Number(database.prepare('SELECT coalesce(max(contiguous_uid), 0) AS uid FROM folder_cursors').get()?.['uid'] ?? 0);
	} catch {
		// Not yet made, or just being written.
		return 0;
	} finally {
		database.close();
	}
}

/** The first scan of a big folder in a process of its own, started with `--expose-gc`: memory of the process before, and the most that it grew to. */
async function main({ port, folder, messages, handled, longestMs }: FirstScanRequest): Promise<void> {
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-data-'));
	await prepareEngine(dataFolder);
	await loadPackage({ dist: join(__dirname, '..', '..', 'dist') });
	const startMb = residentAfterCollection();
	let peakMb = startMb;
	const start = performance.now();
	let count = 0;
	let discovered = 0;
	let enough: () => void = () => undefined;
	const done = new Promise<void>((resolve) => (enough = resolve));
	const sampler = setInterval(() => {
		peakMb = Math.max(peakMb, residentAfterCollection());
		discovered = highestUid(dataFolder);
		if ((count >= handled && discovered >= messages) || performance.now() - start > longestMs) enough();
	}, SAMPLE_MS);
	const running = await startScannerWorkflow({
		port,
		folders: [folder],
		firstStart: 'everything',
		dataFolder,
		onRun: () => void (count += 1),
	});
	await done;
	clearInterval(sampler);
	peakMb = Math.max(peakMb, residentAfterCollection());
	const result: FirstScan = { startMb, peakMb, seconds: (performance.now() - start) / 1000, handled: count, discovered };
	await running.stop();
	rmSync(dataFolder, { recursive: true, force: true });
	process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(JSON.parse(process.argv[2] ?? '{}') as FirstScanRequest).then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
