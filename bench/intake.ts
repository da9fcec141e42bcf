import { join } from 'node:path';
import { rounded, type Figures } from './figures';
import { compare, runChild } from './intake/compare';
import { measureEndToEnd } from './intake/endToEnd';
import type { FirstScan, FirstScanRequest } from './intake/firstScan';
import { measureLatency } from './intake/latency';
import { benchServer, fillFolder } from './intake/mailbox';
import { smallMail } from './intake/mails';
import { startProxy } from './intake/proxy';
import type { ReaderName, Reading } from './intake/reader';
import { hasN8nNodes } from './intake/readWithN8n';

export interface BenchOptions {
	/** A small run that only shows that the benchmark still works. */
	quick: boolean;
	/** One part of the benchmark by its name; all where it is not given. */
	part?: string | undefined;
	say: (line: string) => void;
	/** Keeps figures as soon as they are known, whatever becomes of the rest. */
	keep: (figures: Figures) => void;
}

const SIZES = {
	full: { messages: 3_000, warmUp: 3_000, rounds: 3, farRounds: 3, arrivals: 60, firstScan: 100_000, handled: 1_000, endToEnd: 1_000 },
	quick: { messages: 100, warmUp: 20, rounds: 1, farRounds: 1, arrivals: 3, firstScan: 1_000, handled: 20, endToEnd: 100 },
};

/** One way, so that a round trip takes 40 ms. */
const FAR_DELAY_MS = 20;

const LONGEST_FIRST_SCAN_MS = 8 * 60_000;

/** Reading a mailbox: throughput against peers on the same mailbox in the same run, latency, and memory of a big first scan. */
export async function benchIntake({ quick, part: only, say, keep }: BenchOptions): Promise<Figures> {
	const size = quick ? SIZES.quick : SIZES.full;
	if (!hasN8nNodes()) say("n8n's own nodes are not installed here (npm run e2e:install): figures that compare with them are left out.");
	const all: Record<string, () => Promise<Figures>> = {
		reading: async () => await measureReading(size, say, keep),
		arrivals: async () => await measureArrivals(size.arrivals, say),
		firstScan: async () => await measureFirstScan(size.firstScan, size.handled, say),
		endToEnd: async () => await measureEndToEnd(size.endToEnd, say),
	};
	if (only !== undefined && !(only in all)) throw new Error(`There is no part "${only}" of "intake": ${Object.keys(all).join(', ')}.`);
	const parts = Object.entries(all).filter(([name]) => only === undefined || name === only).map(([, part]) => part);
	const problems: string[] = [];
	for (const part of parts) {
		try {
			keep(await part());
		} catch (error) {
			problems.push(error instanceof Error ? error.message : String(error));
			say(`  failed: ${problems.at(-1) ?? ''}`);
		}
	}
	if (problems.length > 0) throw new Error(`${problems.length} of ${parts.length} parts failed:\n${problems.join('\n')}`);
	return {};
}

async function measureReading(size: (typeof SIZES)['full'], say: BenchOptions['say'], keep: BenchOptions['keep']): Promise<Figures> {
	say(`Reading ${size.messages} mixed messages, on the loopback`);
	const server = await benchServer(['Warm', 'Bench']);
	try {
		const warmUp = fillFolder(server, 'Warm', size.warmUp);
		const measured = fillFolder(server, 'Bench', size.messages);
		const common = { warmUp, measured, say };
		const n8n: ReaderName[] = hasN8nNodes() ? ['n8nResolved', 'n8nSimple'] : [];
		const near = await compare({ ...common, port: server.port, readers: ['ours', ...n8n, 'imapflow', 'raw'], rounds: size.rounds });
		keep({
			...ratio('intake.loopback.vs_n8n_resolved', near, 'n8nResolved'),
			...ratio('intake.loopback.vs_n8n_simple_attachments', near, 'n8nSimple'),
			...ratio('intake.vs_imapflow_sources', near, 'imapflow'),
			...readings('intake.loopback', near),
		});
		say('The same with 40 ms of round trip');
		const proxy = await startProxy({ port: server.port, delayMs: FAR_DELAY_MS });
		const far = await compare({ ...common, port: proxy.port, readers: ['ours', ...n8n.slice(0, 1)], rounds: size.farRounds });
		proxy.close();
		return { ...ratio('intake.rtt40.vs_n8n_resolved', far, 'n8nResolved'), ...readings('intake.rtt40', far) };
	} finally {
		await server.stop();
	}
}

/** How many times the peer's rate ours is; nothing where one of them did not read. */
function ratio(name: string, all: Map<ReaderName, Reading>, peer: ReaderName): Figures {
	const [ours, theirs] = [all.get('ours'), all.get(peer)];
	return ours && theirs ? { [name]: rounded(theirs.seconds / ours.seconds) } : {};
}

function readings(prefix: string, all: Map<ReaderName, Reading>): Figures {
	const figures: Figures = {};
	for (const [reader, { messages, bytes, seconds, cpuSeconds }] of all) {
		figures[`${prefix}.${reader}.messages`] = messages;
		figures[`${prefix}.${reader}.bytes`] = bytes;
		figures[`${prefix}.${reader}.seconds`] = rounded(seconds);
		figures[`${prefix}.${reader}.cpu_seconds`] = rounded(cpuSeconds);
	}
	return figures;
}

async function measureArrivals(arrivals: number, say: BenchOptions['say']): Promise<Figures> {
	say(`${arrivals} messages that arrive one by one, three folders watched`);
	return await measureLatency(arrivals, say);
}

async function measureFirstScan(messages: number, handled: number, say: BenchOptions['say']): Promise<Figures> {
	say(`First scan of a folder with ${messages} messages`);
	const server = await benchServer(['Big']);
	try {
		const date = new Date('2026-11-02T10:00:00Z');
		for (let index = 0; index < messages; index++) server.deliver('Big', smallMail(index), { date });
		const request: FirstScanRequest = { port: server.port, folder: 'Big', messages, handled, longestMs: LONGEST_FIRST_SCAN_MS };
		const scan = (await runChild([join(__dirname, 'intake', 'firstScan.ts'), JSON.stringify(request)], ['--expose-gc'])) as FirstScan;
		const growth = scan.peakMb - scan.startMb;
		say(`  ${scan.startMb.toFixed(0)} MB at the start, ${growth.toFixed(0)} MB more at most; ${scan.discovered} discovered and ${scan.handled} handled after ${scan.seconds.toFixed(1)} s`);
		return {
			'intake.first_scan.discovered': scan.discovered,
			'intake.first_scan.handled': scan.handled,
			'intake.first_scan.seconds': rounded(scan.seconds),
			 [scan.discovered >= SIZES.full.firstScan ? 'intake.first_scan_100k_growth_mb' : 'intake.first_scan_part_growth_mb']: rounded(growth),
		};
	} finally {
		await server.stop();
	}
}
