const lanes = new Map<string, Promise<unknown>>();

/** Runs `work` when everything that was given for the same lane before has ended, well or not. */
export async function oneAtATime<T>(lane: string, work: () => Promise<T>): Promise<T> {
	const before = lanes.get(lane) ?? Promise.resolve();
	const mine = before.then(work, work);
	lanes.set(lane, mine);
	try {
		return await mine;
	} finally {
		if (lanes.get(lane) === mine) {
			lanes.delete(lane);
		}
	}
}
