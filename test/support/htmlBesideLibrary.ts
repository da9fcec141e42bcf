import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../bench/intake/mails';
import { SHAPES } from '../../bench/linear/shapes';
import { readCorpus } from '../../corpus/CorpusEntry';

const FIXTURES = join(__dirname, '../fixtures/email');
const INDEX = join(__dirname, '../../../shared/corpus/index.json');

/** The name of a piece of HTML and the piece. */
export type NamedHtml = readonly [string, string];

/** The names of those of which the code under test makes something else than the library. */
export type Differing = (sources: Iterable<NamedHtml>) => string[];

export const named = (sources: readonly string[]): NamedHtml[] => sources.map((html) => [html, html]);

/** The same pieces for the same seed. */
export function made(seed: number, times: number, make: (random: () => number) => string): NamedHtml[] {
	const random = seeded(seed);
	return named(Array.from({ length: times }, () => make(random)));
}

/** A whole message is taken as HTML: a poor mail, but a good test, since its header, its boundaries and its encodings look like broken tags. */
const decoded = (source: Buffer): string => source.toString('utf8').replace(/=\r?\n/g, '').replaceAll('=3D', '=');

/** Tests that there is no difference on the hostile shapes of the benchmark, on the mails of the project and on the corpus. */
export function testsOnKnownHtml(differing: Differing): void {
	it('for everything that has been known to make some mail reader slow', () => {
		expect(differing(Object.entries(SHAPES).map(([name, make]) => [name, make(20_000).toString('latin1')] as const))).toEqual([]);
	});

	it('for the mails of the project', () => {
		const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.eml'));
		expect(files.length).toBeGreaterThan(0);
		expect(differing(files.map((file) => [file, decoded(readFileSync(join(FIXTURES, file)))] as const))).toEqual([]);
	});

	if (existsSync(INDEX)) {
		it('for a corpus of real mails', () => {
			expect(differing(readCorpus(INDEX).map(({ id, input }) => [id, decoded(input)] as const))).toEqual([]);
		});
	} else {
		it('was not compared on a corpus of real mails: it is not at ../shared/corpus', () => {
			console.warn('No corpus at ../shared/corpus: compared on the mails of the project and on made HTML only.');
			expect(existsSync(INDEX)).toBe(false);
		});
	}
}
