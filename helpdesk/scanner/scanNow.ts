import type { Journal, JournalCounts, ScannerState } from '../store/Journal';
import { wakeScanner } from './runningScanners';

/** How a scanner answered the wish to look for mail now. */
export interface ScanReport extends Omit<JournalCounts, 'dueSince'> {
	scanner: string;
	account: string;
	/** The look was taken. False when no trigger answers: its workflow is not active, or the server cannot be reached. */
	looked: boolean;
	/** Nothing that is due is left: all was handled, waits for its next try, or is put aside. */
	finished: boolean;
}

const LOOK_EVERY_MS = 250;

/**
 * Asks running scanners to look for mail and to handle what is pending, as they always do, and waits up to `waitMs` until they have. The wish goes
 * through the store, so that the scanner may run in another process, and wakes it at once in this one.
 */
export async function scanNow(journal: Journal, states: ScannerState[], waitMs: number, now: () => Date): Promise<ScanReport[]> {
	const askedAt = now().toISOString();
	for (const { scope } of states) {
		await journal.askForLook(scope, askedAt);
		wakeScanner(scope);
	}
	for (;;) {
		const reports = await Promise.all(states.map(async (state) => await reportOf(journal, state, askedAt, now)));
		if (reports.every(({ looked, finished }) => looked && finished) || now().getTime() - Date.parse(askedAt) >= waitMs) return reports;
		await new Promise((resolve) => {
			setTimeout(resolve, LOOK_EVERY_MS);
		});
	}
}

async function reportOf(journal: Journal, { scope, name, account }: ScannerState, askedAt: string, now: () => Date): Promise<ScanReport> {
	const lookedAt = (await journal.states()).find((state) => state.scope === scope)?.lookedAt ?? '';
	const { dueSince, ...counts } = await journal.counts(scope, now().toISOString());
	const finished = dueSince === null && counts.running + counts.acknowledging === 0;
	return { scanner: name, account, looked: lookedAt >= askedAt, finished, ...counts };
}
