import { parseArgs } from 'node:util';
import { FAULTS, QUICK_RUNS } from './catalogue';
import { CLAIM_DESKS, type ClaimDesk } from './claims/claimFaults';
import type { Fault } from './Fault';

export interface FaultOptions {
	seed: number;
	runs: number;
	json: string | null;
	only: Fault | null;
	/** Number of the one run to be done. */
	onlyRun: number | null;
	quick: boolean;
	jobs: number;
	keep: boolean;
	/** Faults at the claims of the desks instead of the whole workflow. */
	claims: boolean;
	/** Only the claims of this desk; null: of all. */
	desk: ClaimDesk | null;
	help: boolean;
}

/** The command line is wrong; the message says how. */
export class OptionError extends Error {}

export const HELP = `npm run faults -- [options]

Runs the shipped workflow on a real Dovecot again and again, injects faults, and counts what was lost,
doubled or wrongly acknowledged.

  --seed N      draws mails, faults and moments (default 1)
  --runs N      how many runs (default 100)
  --json FILE   write the sums as JSON
  --only FAULT  only this fault, alone
  --only-run K  only run number K of the seed
  --quick       ${QUICK_RUNS} short runs with every fault once
  --jobs N      runs at a time (default 2)
  --keep        keep the data folders
  --claims      two processes at once handle a message on each desk and die at random statements (SQLite, PostgreSQL) or
                requests (Vtiger); counts effects that are lost or doubled (--seed, --runs and --json apply)
  --desk NAME   with --claims, only this desk: ${CLAIM_DESKS.join(', ')}
  --help        show this text

Faults:
${FAULTS.map(({ name, what }) => `  ${name.padEnd(18)} ${what}`).join('\n')}

The exit status is 0 when nothing was lost, doubled or wrongly acknowledged, 1 otherwise, 2 when the command is wrong.`;

function whole(name: string, value: string): number {
	if (!/^\d{1,9}$/.test(value)) throw new OptionError(`--${name} needs a whole number, not "${value}".`);
	return Number(value);
}

function parse(args: string[]) {
	const text = { type: 'string' } as const;
	const yes = { type: 'boolean' } as const;
	try {
		return parseArgs({
			args,
			options: { seed: text, runs: text, json: text, only: text, 'only-run': text, jobs: text, quick: yes, keep: yes, claims: yes, desk: text, help: yes },
		}).values;
	} catch (error) {
		throw new OptionError((error as Error).message);
	}
}

/** Reads the command line after the script's name. Throws `OptionError`. */
export function parseOptions(args: string[]): FaultOptions {
	const values = parse(args);
	const only = FAULTS.find(({ name }) => name === values.only) ?? null;
	if (values.only !== undefined && !only) throw new OptionError(`There is no fault "${values.only}". --help lists them.`);
	const desk = CLAIM_DESKS.find((name) => name === values.desk) ?? null;
	if (values.desk !== undefined && !desk) throw new OptionError(`There are no claims of a desk "${values.desk}"; there are ${CLAIM_DESKS.join(', ')}.`);
	const quick = values.quick ?? false;
	return {
		seed: whole('seed', values.seed ?? '1'),
		runs: whole('runs', values.runs ?? String(quick ? QUICK_RUNS : 100)),
		json: values.json ?? null,
		only,
		onlyRun: values['only-run'] === undefined ? null : whole('only-run', values['only-run']),
		quick,
		jobs: Math.max(1, whole('jobs', values.jobs ?? '2')),
		keep: values.keep ?? false,
		claims: values.claims ?? false,
		desk,
		help: values.help ?? false,
	};
}
