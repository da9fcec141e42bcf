/** Injects faults and counts what became of every mail: `npm run faults -- --help`. */
import { writeFileSync } from 'node:fs';
import { dovecotMissing } from '../test/support/dovecot';
import { drawFaults } from './catalogue';
import { claimFaults } from './claims/claimFaults';
import { installChild } from './installChild';
import { HELP, OptionError, parseOptions, type FaultOptions } from './options';
import { practise } from './practise';
import { createRandom } from './random';
import { createReport, type Report } from './report';
import { runScenario } from './scenario';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function lane(options: FaultOptions, numbers: number[], childFile: string, report: Report, stop: AbortSignal): Promise<void> {
	for (let run = numbers.shift(); run !== undefined && !stop.aborted; run = numbers.shift()) {
		const random = createRandom(options.seed, run);
		const faults = drawFaults(random, run, options.only, options.quick);
		const names = faults.map(({ name }) => name);
		const started = Date.now();
		try {
			const result = await runScenario({ random, faults, quick: options.quick, childFile, keep: options.keep, stop });
			say(report.add(run, names, result, Date.now() - started));
		} catch (error) {
			say(report.broke(run, names, error));
		}
		saveSums(options, report);
	}
}

/** After every run, so that a long series that is stopped has its sums up to then. */
function saveSums({ json }: FaultOptions, report: Report): void {
	if (json) writeFileSync(json, `${JSON.stringify(report.sums(), null, '\t')}\n`);
}

async function main(): Promise<number> {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) {
		say(HELP);
		return 0;
	}
	if (options.claims) return (await claimFaults(options, say)) ? 0 : 1;
	const missing = dovecotMissing();
	if (missing) throw new OptionError(`Faults are injected on a real Dovecot: ${missing}.`);
	// Each restart of a Dovecot listens for the end of this process.
	process.setMaxListeners(0);
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

	const numbers = options.onlyRun === null ? Array.from({ length: options.runs }, (_, index) => index + 1) : [options.onlyRun];
	const report = createReport(options.seed);
	const child = await installChild();
	try {
		await practise(child.file, stop.signal);
		await Promise.all(Array.from({ length: options.jobs }, async () => await lane(options, numbers, child.file, report, stop.signal)));
	} finally {
		child.remove();
	}
	say(report.table());
	saveSums(options, report);
	return report.clean() && !stop.signal.aborted ? 0 : 1;
}

main().then(
	(status) => process.exit(status),
	(error: unknown) => {
		process.stderr.write(`${error instanceof OptionError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
		process.exit(error instanceof OptionError ? 2 : 1);
	},
);
