import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEngine } from '../../runner/engine';
import { loadPackage } from '../../runner/loadPackage';
import { startScannerWorkflow } from './scannerWorkflow';

export interface FirstScanRequest {
	port: number;
	folder: string;
	/** Messages that are handled before the scan is stopped; all are discovered before the first. */
	handled: number;
}

export interface FirstScan {
	startMb: number;
	peakMb: number;
	seconds: number;
	handled: number;
}

const SAMPLE_MS = 250;
const MB = 1024 * 1024;

function residentAfterCollection(): number {
	globalThis.gc?.();
	return process.memoryUsage().rss / MB;
}

/** The first scan of a big folder in a process of its own, started with `--expose-gc`: memory of the process before, and the most that it grew to. */
async function main({ port, folder, handled }: FirstScanRequest): Promise<void> {
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-data-'));
	await prepareEngine(dataFolder);
	await loadPackage({ dist: join(__dirname, '..', '..', 'dist') });
	const startMb = residentAfterCollection();
	let peakMb = startMb;
	const sampler = setInterval(() => (peakMb = Math.max(peakMb, residentAfterCollection())), SAMPLE_MS);
	const start = performance.now();
	let count = 0;
	let enough: () => void = () => undefined;
	const done = new Promise<void>((resolve) => (enough = resolve));
	const running = await startScannerWorkflow({
		port,
		folders: [folder],
		firstStart: 'everything',
		dataFolder,
		onRun: () => {
			count += 1;
			if (count >= handled) enough();
		},
	});
	await done;
	clearInterval(sampler);
	peakMb = Math.max(peakMb, residentAfterCollection());
	const result: FirstScan = { startMb, peakMb, seconds: (performance.now() - start) / 1000, handled: count };
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
