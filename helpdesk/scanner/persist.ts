const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Reads or writes what decides the end of an execution, again and again while the store refuses (busy for long, disk full): an end that is forgotten would be an
 * execution that is run again. Rejects with the store's error once `givingUp`.
 */
export async function persist<T>(write: () => Promise<T>, givingUp: () => boolean): Promise<T> {
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
		try {
			return await write();
		} catch (error) {
			if (givingUp()) throw error;
		}
		await new Promise<void>((resolve) => {
			setTimeout(resolve, pause);
		});
	}
}
