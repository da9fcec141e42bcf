/** Things seen lately. What is older than its time is forgotten, and so is the oldest when there are too many. */
export interface Recent<T> {
	get(name: string): T | undefined;
	set(name: string, value: T): void;
	values(): T[];
	forget(name: string): void;
}

const MOST = 2000;

export function createRecent<T>(keptMs: number, now: () => number = () => performance.now()): Recent<T> {
	const entries = new Map<string, { value: T; at: number }>();
	const fresh = ({ at }: { at: number }) => now() - at < keptMs;
	return {
		get: (name) => {
			const entry = entries.get(name);
			return entry && fresh(entry) ? entry.value : undefined;
		},
		set: (name, value) => {
			entries.delete(name);
			entries.set(name, { value, at: now() });
			for (const oldest of entries.keys()) {
				if (entries.size <= MOST) {
					break;
				}
				entries.delete(oldest);
			}
		},
		values: () => [...entries.values()].filter(fresh).map(({ value }) => value),
		forget: (name) => void entries.delete(name),
	};
}
