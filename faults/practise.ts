import type { Fault } from './Fault';
import { createRandom } from './random';
import { runScenario } from './scenario';

const PATIENCE_MS = 30_000;

/** Nothing goes wrong; once every mail is handled, the process leaves its compiled code to those after it. */
const PRACTICE: Fault = {
	name: 'practice',
	what: 'nothing',
	async inject(world) {
		await world.until(() => world.eyes.rows('select 1 from handled_messages').length >= world.mails.length, PATIENCE_MS, 50);
		await world.child().saveCompiledCode();
	},
};

/** A run without a fault, before those that count: by it all later processes start and run with code that is compiled already. Rejects when it goes wrong. */
export async function practise(childFile: string, stop: AbortSignal): Promise<void> {
	const { notes } = await runScenario({ random: createRandom(1), faults: [PRACTICE], quick: true, childFile, keep: false, stop });
	if (notes.length > 0) throw new Error(`A run without any fault went wrong:\n${notes.join('\n')}`);
}
