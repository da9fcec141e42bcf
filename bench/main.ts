import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Figures } from './figures';
import { benchDesk } from './desk';
import { benchIntake, type BenchOptions } from './intake';
import { benchLinear } from './linear';
import { benchReply } from './reply';
import { benchUnderstanding } from './understanding';

const BENCHMARKS: Record<string, (options: BenchOptions & { index?: string | undefined }) => Promise<Figures>> = { desk: benchDesk, intake: benchIntake, parse: benchLinear, reply: benchReply, understand: benchUnderstanding };

const HELP = `npm run bench -- [NAME] [--quick] [--json FILE]

Measures this package against its peers in the same run. NAME is one of: ${Object.keys(BENCHMARKS).join(', ')}; without it, all.

  --quick       a run of less than a minute that shows that the benchmark works; its figures say little
  --part NAME   one part of "intake": reading, arrivals, firstScan, endToEnd
  --index FILE  the corpus for "reply"; the one beside the project by default
  --json FILE   write the figures as one flat JSON object
`;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { help: { type: 'boolean' }, quick: { type: 'boolean', default: false }, json: { type: 'string' }, part: { type: 'string' }, index: { type: 'string' } },
	});
	const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
	const unknown = names.find((name) => !(name in BENCHMARKS));
	if (values.help || unknown !== undefined) {
		process.stdout.write(unknown === undefined ? HELP : `There is no benchmark "${unknown}".\n\n${HELP}`);
		process.exitCode = unknown === undefined ? 0 : 2;
		return;
	}
	const say = (line: string) => void process.stdout.write(`${line}\n`);
	const figures: Figures = {};
	// Written after each part: what fails or is interrupted late must not lose what was measured before it.
	const keep = (more: Figures) => {
		Object.assign(figures, more);
		if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, '\t')}\n`);
	};
	for (const name of names) keep((await BENCHMARKS[name]?.({ quick: values.quick, part: values.part, say, keep, index: values.index })) ?? {});
	say('');
	for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(46)} ${value}`);
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
