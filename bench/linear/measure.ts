import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { understandEmail } from '../../helpdesk/conversation/understand';
import type { SourceContext } from '../../helpdesk/email/Email';
import { parseEmail } from '../../helpdesk/email/parseEmail';
import { SHAPES } from './shapes';

/** What a process of its own is to measure: `rounds` of each shape. */
export interface ShapeRequest {
	names: string[];
	rounds: number;
}

/** Milliseconds of the processor for 100 KB and for 1 MB of a shape. */
export interface ShapeCosts {
	name: string;
	small: number;
	large: number;
}

const SMALL = 100_000;
const LARGE = 1_000_000;
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
 * Of several rounds, each the two sizes one after the other, the one that took least: all that another program on the machine does (cores, caches and memory
 * are shared) only adds. A round is ten small mails against one large, so that both run about as long and the garbage collector, whose threads count too,
 * takes its share of both. Before the first round both sizes are read, so that neither pays for code that is not compiled yet.
 */
async function measure(name: string, rounds: number): Promise<ShapeCosts> {
	const make = SHAPES[name];
	if (!make) throw new Error(`There is no shape "${name}".`);
	const [small, large] = [make(SMALL), make(LARGE)];
	await cost(small, rounds > 1 ? 10 : 1);
	await cost(large, 1);
	const costs = { name, small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
	for (let round = 0; round < rounds; round++) {
		collectGarbage();
		costs.small = Math.min(costs.small, await cost(small, 10));
		collectGarbage();
		costs.large = Math.min(costs.large, await cost(large, 1));
	}
	return costs;
}

async function main({ names, rounds }: ShapeRequest): Promise<void> {
	for (const name of names) process.stdout.write(`${JSON.stringify(await measure(name, rounds))}\n`);
}

main(JSON.parse(process.argv[2] ?? '{}') as ShapeRequest).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});
