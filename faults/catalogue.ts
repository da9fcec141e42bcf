import type { Fault } from './Fault';
import { KILL_FAULTS } from './killFaults';
import { LINE_FAULTS } from './lineFaults';
import { MAILBOX_FAULTS } from './mailboxFaults';
import { MEMORY_FAULTS } from './memoryFaults';
import type { Random } from './random';
import { WORKFLOW_FAULTS } from './workflowFaults';

export const FAULTS: Fault[] = [...KILL_FAULTS, ...LINE_FAULTS, ...MAILBOX_FAULTS, ...WORKFLOW_FAULTS, ...MEMORY_FAULTS];

/** Faults that go together with any other one. */
const SECOND_FAULTS = [...MAILBOX_FAULTS.filter(({ inject }) => !inject), ...LINE_FAULTS.filter(({ name }) => name === 'sockets-reset')];

/** Runs of `--quick`: every fault once, two by two. */
export const QUICK_RUNS = Math.ceil(FAULTS.length / 2);

/** The faults of a run: each in its turn, in a third of the runs together with a second one. */
export function drawFaults(random: Random, run: number, only: Fault | null, quick: boolean): Fault[] {
	const first = only ?? FAULTS[(run - 1) % (quick ? QUICK_RUNS : FAULTS.length)];
	if (!first) return [];
	const other = FAULTS[QUICK_RUNS + ((run - 1) % QUICK_RUNS)];
	if (quick && !only) return other ? [first, other] : [first];
	const second = random.pick(SECOND_FAULTS);
	return random.chance(0.35) && !only && second !== first ? [first, second] : [first];
}
