import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { scoreCorpus, type CorpusScores } from '../../../corpus/scoreCorpus';

const INDEX = join(__dirname, '../../../../shared/corpus/index.json');

/** What must be true of a corpus of real mails; of a fault the most, of everything else the least, as a share. */
const FLOORS: readonly (readonly [string, number])[] = [
	['bounce_recall', 0.99],
	['bounce_status', 0.95],
	['complaint', 1],
	['automatic', 1],
	['may_answer', 1],
	['subject', 0.98],
	['sender', 0.98],
	['message_id', 0.98],
];

/**
 * The labels leave out some mails that are reports of failed deliveries by their own bytes; `bounce_false_positives` counts these and is shown, but cannot
 * be 0. None may be called a bounce that is not.
 */
const NEVER = ['throws', 'bounce_false_positives_unproven', 'reply_wrongly_empty'];

function registerCorpusTests(): void {
	let scores: CorpusScores;
	beforeAll(async () => {
		scores = await scoreCorpus(readCorpus(INDEX));
		const lines = Object.entries(scores.metrics).map(([name, { hits, total }]) => `${name} ${String(hits)}/${String(total)}`);
		process.stdout.write(`corpus: ${lines.join(', ')}\n`);
	});

	it.each(FLOORS)('%s is at least %d', (name, floor) => {
		const { hits, total } = scores.metrics[name] ?? { hits: 0, total: 0 };
		expect(total).toBeGreaterThan(0);
		expect(hits / total).toBeGreaterThanOrEqual(floor);
	});

	it.each(NEVER)('%s never happens', (name) => {
		expect(scores.failures[name] ?? []).toEqual([]);
	});
}

describe('a corpus of real mails', () => {
	if (existsSync(INDEX)) {
		registerCorpusTests();
	} else {
		it('was not measured: it is not at ../shared/corpus', () => {
			console.warn('No corpus at ../shared/corpus: nothing was measured.');
			expect(existsSync(INDEX)).toBe(false);
		});
	}
});
