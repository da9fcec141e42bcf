export interface BackoffLimits {
	/** The longest wait. */
	maxSeconds: number;
	/** While the waits of this series add up to less than `patienceSeconds`, the longest is this one; then it doubles up to `maxSeconds`. */
	atFirst?: { maxSeconds: number; patienceSeconds: number };
}

/** Growing waits with jitter: 1 s, 2 s, 4 s ... Never gives up. */
export function createBackoff({ maxSeconds, atFirst }: BackoffLimits, random: () => number): { next(atLeastSeconds?: number): number; reset(): void } {
	let failures = 0;
	let waited = 0;
	let longest = atFirst?.maxSeconds ?? maxSeconds;

	return {
		/** Milliseconds to wait before the next try. */
		next(atLeastSeconds = 0) {
			if (atFirst && waited >= atFirst.patienceSeconds) longest = Math.min(maxSeconds, longest * 2);
			const seconds = Math.max(atLeastSeconds, Math.min(longest, 2 ** Math.min(failures, 20)));
			failures += 1;
			waited += seconds;
			return Math.max(atLeastSeconds * 1000, Math.round(seconds * 1000 * (0.8 + 0.4 * random())));
		},
		reset() {
			failures = 0;
			waited = 0;
			longest = atFirst?.maxSeconds ?? maxSeconds;
		},
	};
}
