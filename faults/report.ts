import type { ScenarioResult } from './scenario';

interface Row {
	runs: number;
	lost: number;
	doubled: number;
	misacknowledged: number;
}

export interface Report {
	/** Takes in a run and gives the line that tells of it. */
	add(run: number, faults: string[], result: ScenarioResult, ms: number): string;
	/** A run that could not be counted: it is as bad as a lost mail. */
	broke(run: number, faults: string[], error: unknown): string;
	table(): string;
	sums(): Record<string, number>;
	clean(): boolean;
}

const none = (): Row => ({ runs: 0, lost: 0, doubled: 0, misacknowledged: 0 });
const KINDS = ['lost', 'doubled', 'misacknowledged'] as const;

export function createReport(seed: number): Report {
	const rows = new Map<string, Row>();
	const all = none();
	let [mails, resent, broken] = [0, 0, 0];

	const take = (faults: string[], numbers: Row) => {
		for (const name of faults) if (!rows.has(name)) rows.set(name, none());
		for (const row of [all, ...faults.flatMap((name) => rows.get(name) ?? [])]) {
			row.runs += numbers.runs;
			for (const kind of KINDS) row[kind] += numbers[kind];
		}
	};
	const again = (run: number) => `  again with: --seed ${seed} --only-run ${run}`;
	return {
		add(run, faults, result, ms) {
			take(faults, { ...result, runs: 1 });
			mails += result.mails;
			resent += result.resent;
			const head = `${String(run).padStart(4)}  ${faults.join(' + ')}: ${result.mails} mails, ${(ms / 1000).toFixed(1)} s`;
			if (KINDS.every((kind) => result[kind] === 0)) return `${head}, well`;
			return [`${head}, WRONG`, ...result.notes.map((note) => `  ${note}`), again(run), ...result.story.trim().split('\n').map((line) => `  | ${line}`)].join('\n');
		},
		broke(run, faults, error) {
			take(faults, { ...none(), runs: 1 });
			broken += 1;
			return `${String(run).padStart(4)}  ${faults.join(' + ')}: BROKEN\n  ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${again(run)}`;
		},
		table() {
			const line = (cells: string[]) => cells.map((cell, index) => (index === 0 ? cell.padEnd(20) : cell.padStart(index === 4 ? 16 : 8))).join('');
			const sorted = [...rows].sort(([a], [b]) => a.localeCompare(b));
			return [
				'',
				line(['fault', 'runs', 'lost', 'doubled', 'misacknowledged']),
				...[...sorted, ['all', all] as const].map(([name, row]) => line([name, ...[row.runs, row.lost, row.doubled, row.misacknowledged].map(String)])),
				`${mails} mails; ${resent} sent again with the same Message-ID; ${broken} runs could not be counted. A run with two faults stands in both rows.`,
			].join('\n');
		},
		sums: () => ({
			'faults.runs': all.runs,
			'faults.lost': all.lost,
			'faults.doubled': all.doubled,
			'faults.misacknowledged': all.misacknowledged,
			'faults.resent': resent,
			'faults.mails': mails,
			'faults.broken': broken,
		}),
		clean: () => broken === 0 && KINDS.every((kind) => all[kind] === 0),
	};
}
