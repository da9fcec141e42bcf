/**
 * Decides when the world, not a message, is at fault: a node said so (desk, database or outgoing server unreachable), or several different
 * messages failed in a row. While paused, one probe at a time goes out, with growing pauses; the first success ends it.
 */
export interface IntakePause {
	/** Records how an execution of the message `key` ended; true when the failure is the world's and must use up no attempt. */
	record(key: string, ended: 'ok' | 'message' | 'world', at: Date): boolean;
	/** How many executions may run at once now. */
	limit(concurrency: number, at: Date): number;
	/** Whether this message is one of those that failed in a row: another one makes the better probe. */
	suspects(key: string): boolean;
	/** When the next probe may start; null when intake is not paused. */
	probeAt(): Date | null;
}

const DIFFERENT_MESSAGES = 3;
/** Before the first probe; each one that fails doubles it. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export function createIntakePause(firstPauseMs = FIRST_PAUSE_MS): IntakePause {
	let failedInARow = new Set<string>();
	let pauses = 0;
	let probe: Date | null = null;
	return {
		record(key, ended, at) {
			if (ended === 'ok') {
				failedInARow = new Set();
				pauses = 0;
				probe = null;
				return false;
			}
			failedInARow.add(key);
			if (ended === 'message' && failedInARow.size < DIFFERENT_MESSAGES) return false;
			// Executions from before the pause end one by one and tell of the same fault: only a failed probe is news.
			if (probe && at < probe) return true;
			probe = new Date(at.getTime() + Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** pauses));
			pauses += 1;
			return true;
		},
		limit(concurrency, at) {
			if (!probe) return concurrency;
			return at >= probe ? 1 : 0;
		},
		suspects: (key) => failedInARow.has(key),
		probeAt: () => probe,
	};
}
