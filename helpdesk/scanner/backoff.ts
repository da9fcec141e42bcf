/** Growing waits with jitter: 1 s, 2 s, 4 s ... up to `maxSeconds`. Never gives up. */
export function createBackoff(maxSeconds: number, random: () => number): { next(atLeastSeconds?: number): number; reset(): void } {
	let failures = 0;
	return {
		/** Milliseconds to wait before the next try. */
		next(atLeastSeconds = 0) {
			const seconds = Math.max(atLeastSeconds, Math.min(maxSeconds, 2 ** Math.min(failures, 20)));
			failures += 1;
			return Math.max(atLeastSeconds * 1000, Math.round(seconds * 1000 * (0.8 + 0.4 * random())));
		},
		reset() {
			failures = 0;
		},
	};
}
