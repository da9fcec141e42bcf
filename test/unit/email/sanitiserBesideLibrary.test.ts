import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../../bench/intake/mails';
import { SHAPES } from '../../../bench/linear/shapes';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { hostileHtml } from '../../support/hostileHtml';
import { sanitiseByLibrary } from '../../support/referenceSanitiser';

const FIXTURES = join(__dirname, '../../fixtures/email');
const INDEX = join(__dirname, '../../../../shared/corpus/index.json');

/** A whole message is taken as HTML: a poor mail, but a good test, since its header, its boundaries and its encodings look like broken tags. */
function differing(sources: Iterable<readonly [string, string]>): string[] {
	const names: string[] = [];
	for (const [name, html] of sources) if (sanitizeMailHtml(html) !== sanitiseByLibrary(html)) names.push(name);
	return names;
}

const decoded = (source: Buffer): string => source.toString('utf8').replace(/=\r?\n/g, '').replaceAll('=3D', '=');

describe('the sanitiser gives the same, character by character, as the library with the same allow-list', () => {
	it('for pieces of HTML as an attacker combines them', () => {
		const random = seeded(20_261_125);
		const sources = Array.from({ length: 6_000 }, (): [string, string] => {
			const html = hostileHtml(random);
			return [html, html];
		});
		expect(differing(sources)).toEqual([]);
	});

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
		}, 60_000);
	} else {
		it('was not compared on a corpus of real mails: it is not at ../shared/corpus', () => {
			console.warn('No corpus at ../shared/corpus: compared on the mails of the project and on made HTML only.');
			expect(existsSync(INDEX)).toBe(false);
		});
	}
});
