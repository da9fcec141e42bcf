import type { ReadEmail } from '../helpdesk/reading/readEmail';
import type { CorpusEntry } from './CorpusEntry';
import { FAULTS, METRICS, type Score } from './metrics';
import { readItem } from './readItem';

export interface CorpusScores {
	/** Name of the metric to its score, in the order in which they are shown. */
	metrics: Record<string, Score>;
	/** Name of the metric to the ids that missed. For working on the rules; no part of a score. */
	failures: Record<string, string[]>;
}

/** Reads every entry and adds up all metrics. The code under test is given the input and its kind alone. Never throws because of a mail. */
export async function scoreCorpus(entries: readonly CorpusEntry[]): Promise<CorpusScores> {
	const names = [...Object.keys(METRICS), 'throws'];
	const metrics = new Map<string, Score>(names.map((name) => [name, { hits: 0, total: 0 }]));
	const failures = new Map<string, string[]>();

	const add = (name: string, score: Score, id: string): void => {
		const sum = metrics.get(name) ?? { hits: 0, total: 0 };
		metrics.set(name, { hits: sum.hits + score.hits, total: sum.total + score.total });
		if (FAULTS.has(name) ? score.hits > 0 : score.hits < score.total) failures.set(name, [...(failures.get(name) ?? []), id]);
	};

	for (const entry of entries) {
		let item: ReadEmail | null = null;
		try {
			item = await readItem(entry.kind, entry.input);
		} catch {
			item = null;
		}
		add('throws', { hits: item === null ? 1 : 0, total: 1 }, entry.id);
		if (item === null) continue;
		for (const [name, measure] of Object.entries(METRICS)) {
			const score = measure(entry, item);
			if (score === null) continue;
			add(name, score, entry.id);
			if (name === 'reply_text') add(`reply_text.${entry.source}`, score, entry.id);
		}
	}
	return { metrics: Object.fromEntries(inOrder(metrics)), failures: Object.fromEntries(failures) };
}

/** Sources come below the metric that they are part of. */
function inOrder(metrics: ReadonlyMap<string, Score>): [string, Score][] {
	const all = [...metrics];
	const sources = all.filter(([name]) => name.startsWith('reply_text.')).toSorted(([one], [other]) => (one < other ? -1 : 1));
	return all
		.filter(([name]) => !name.startsWith('reply_text.'))
		.flatMap((metric): [string, Score][] => (metric[0] === 'reply_text' ? [metric, ...sources] : [metric]));
}
