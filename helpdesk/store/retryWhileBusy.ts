import { setTimeout as sleep } from 'node:timers/promises';

import { isBusy } from './StoreError';

/** How long others are waited for before `STORE_BUSY` reaches the caller, in milliseconds. */
export const BUSY_LIMIT_MS = 30_000;

const SHORTEST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 60;

/**
 * Runs `attempt` again and again while it fails with `STORE_BUSY`, up to `limitMs`, then rejects with that error. Between two tries the event loop is free:
 * `node:sqlite` is synchronous, so waiting inside SQLite would freeze all of n8n. Pauses grow and are jittered, so that two waiting processes do not march in step.
 */
export async function retryWhileBusy<T>(attempt: () => Promise<T>, limitMs: number): Promise<T> {
	const giveUpAt = performance.now() + limitMs;
	let pause = SHORTEST_PAUSE_MS;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (!isBusy(error) || performance.now() >= giveUpAt) {
				throw error;
			}
		}
		await sleep(pause / 2 + Math.random() * pause);
		pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
	}
}
