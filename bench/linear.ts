import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rounded, type Figures } from './figures';
import type { ShapeCosts, ShapeRequest } from './linear/measure';
import { SHAPES } from './linear/shapes';

export interface LinearOptions {
	/** A small run that only shows that the benchmark still works. */
	quick: boolean;
	say: (line: string) => void;
}

/**
 * Milliseconds for 100 KB below which the machine is measured and not the code: one copy of a text of 1 MB, which the system has to find fresh memory for, may
 * cost a hundred times as much as one of 100 KB, which lies in the cache. Less than this counts as this; the ratio without it is shown beside.
 */
const MEASURABLE = 2.5;

async function costsOf(request: ShapeRequest): Promise<ShapeCosts[]> {
	const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, join(__dirname, 'linear', 'measure.ts'), JSON.stringify(request)]);
	return stdout.trim().split('\n').map((line) => JSON.parse(line) as ShapeCosts);
}

/**
 * How many times as long 1 MB takes as 100 KB, for every hostile shape: 10 is linear, 100 the square. Each shape in a process of its own: what the shapes before
 * it left on the heap would be collected at its expense.
 */
export async function benchLinear({ quick, say }: LinearOptions): Promise<Figures> {
	const figures: Figures = {};
	let worst = 0;
	let worstAsMeasured = 0;
	const names = Object.keys(SHAPES);
	const requests = quick ? [{ names, rounds: 1 }] : names.map((name) => ({ names: [name], rounds: 9 }));
	for (const request of requests) {
		for (const { name, small, large } of await costsOf(request)) {
			const ratio = rounded(large / Math.max(small, MEASURABLE));
			const asMeasured = rounded(large / small);
			const shown = [`${ratio.toFixed(2).padStart(7)} times`, `${asMeasured.toFixed(2).padStart(7)} as measured`, `${large.toFixed(0).padStart(5)} ms for 1 MB`];
			say(`  ${name.padEnd(30)} ${shown.join(', ')}`);
			figures[`linear.${name}`] = ratio;
			worst = Math.max(worst, ratio);
			worstAsMeasured = Math.max(worstAsMeasured, asMeasured);
		}
	}
	return { 'linear.worst': worst, 'linear.worst_as_measured': worstAsMeasured, ...figures };
}
