import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFaults, FAULTS, QUICK_RUNS } from '../../faults/catalogue';
import { OptionError, parseOptions } from '../../faults/options';
import { createRandom } from '../../faults/random';
import { dovecotMissing } from '../support/dovecot';
import { needs } from '../support/requirement';

const ROOT = join(__dirname, '..', '..');

test('the same seed and number draw the same faults', () => {
	const names = (seed: number, run: number) => drawFaults(createRandom(seed, run), run, null, false).map(({ name }) => name);
	for (const run of [1, 2, 30, 77]) expect(names(5, run)).toEqual(names(5, run));
	expect(new Set(Array.from({ length: 20 }, (_, seed) => createRandom(seed, 1).next())).size).toBe(20);
});

test('a quick round has every fault once', () => {
	const runs = Array.from({ length: QUICK_RUNS }, (_, index) => drawFaults(createRandom(1, index + 1), index + 1, null, true));
	expect(runs.flat().map(({ name }) => name).sort()).toEqual(FAULTS.map(({ name }) => name).sort());
});

test('a wrong command is refused in plain words', () => {
	expect(() => parseOptions(['--only', 'earthquake'])).toThrow(OptionError);
	expect(() => parseOptions(['--runs', 'many'])).toThrow(/whole number/);
});

needs(dovecotMissing() === '', dovecotMissing())('two processes killed in mid-work lose nothing and double nothing', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-faults-test-'));
	try {
		const json = join(folder, 'faults.json');
		const args = ['--import', 'tsx', join(ROOT, 'faults', 'main.ts'), '--seed', '3', '--runs', '2', '--only', 'kill-at-moment', '--quick', '--json', json];
		const said = await new Promise<string>((resolve) => execFile(process.execPath, args, (_error, stdout, stderr) => resolve(stdout + stderr)));
		expect(said).toContain('kill-at-moment');
		expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ 'faults.runs': 2, 'faults.lost': 0, 'faults.doubled': 0, 'faults.misacknowledged': 0 });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
