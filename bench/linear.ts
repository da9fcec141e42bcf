import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { understandEmail } from '../helpdesk/conversation/understand';
import type { SourceContext } from '../helpdesk/email/Email';
import { parseEmail } from '../helpdesk/email/parseEmail';
import { rounded, type Figures } from './figures';
import { SHAPES } from './linear/shapes';

export interface LinearOptions {
	/** A small run that only shows that the benchmark still works. */
	quick: boolean;
	say: (line: string) => void;
}

const SMALL = 100_000;
const LARGE = 1_000_000;
/**
 * Milliseconds for 100 KB below which the machine is measured and not the code: one copy of a text of 1 MB, which the system has to find fresh memory for, may
 * cost a hundred times as much as one of 100 KB, which lies in the cache. Less than this counts as this; the ratio without it is shown beside.
 */
const MEASURABLE = 2.5;
const ACCOUNT = { host: 'imap.example.com', user: 'support', address: 'support@helpdesk.example' };
const CONTEXT: SourceContext = {
	mailbox: { name: 'Bench', account: 'support@imap.example.com', address: ACCOUNT.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: true },
	receivedAt: new Date('2026-03-02T10:00:00Z'),
	flags: [],
	size: 0,
	partial: null,
};
const KNOWLEDGE = { signer: null, ownAddresses: [ACCOUNT.address], systemId: '' };

/** Bytes to a whole item, as the trigger does it; milliseconds of the processor, which other programs on the machine add little to. */
async function cost(source: Buffer, times: number): Promise<number> {
	const start = process.cpuUsage();
	for (let run = 0; run < times; run++) understandEmail(await parseEmail(source, CONTEXT, ACCOUNT), KNOWLEDGE);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000 / times;
}

/** What earlier work left behind is not to be cleared away at the expense of the next. */
setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * How many times as long 1 MB takes as 100 KB, for every hostile shape: 10 is linear, 100 the square. Of several rounds, each the two sizes one after the
 * other, the one that took least: all that another program on the machine does (cores, caches and memory are shared) only adds. A round is ten small mails
 * against one large, so that both run about as long and the garbage collector, whose threads count too, takes its share of both. Before the first round
 * both sizes are read, so that neither pays for code that is not compiled yet.
 */
export async function benchLinear({ quick, say }: LinearOptions): Promise<Figures> {
	const figures: Figures = {};
	let worst = 0;
	let worstAsMeasured = 0;
	for (const [name, make] of Object.entries(SHAPES)) {
		const [small, large] = [make(SMALL), make(LARGE)];
		await cost(small, quick ? 1 : 10);
		await cost(large, 1);
		const smallCosts: number[] = [];
		const largeCosts: number[] = [];
		for (let round = 0; round < (quick ? 1 : 9); round++) {
			collectGarbage();
			smallCosts.push(await cost(small, 10));
			collectGarbage();
			largeCosts.push(await cost(large, 1));
		}
		const [smallCost, largeCost] = [Math.min(...smallCosts), Math.min(...largeCosts)];
		const ratio = rounded(largeCost / Math.max(smallCost, MEASURABLE));
		const asMeasured = rounded(largeCost / smallCost);
		const shown = [`${ratio.toFixed(2).padStart(7)} times`, `${asMeasured.toFixed(2).padStart(7)} as measured`, `${largeCost.toFixed(0).padStart(5)} ms for 1 MB`];
		say(`  ${name.padEnd(30)} ${shown.join(', ')}`);
		figures[`linear.${name}`] = ratio;
		worst = Math.max(worst, ratio);
		worstAsMeasured = Math.max(worstAsMeasured, asMeasured);
	}
	return { 'linear.worst': worst, 'linear.worst_as_measured': worstAsMeasured, ...figures };
}
