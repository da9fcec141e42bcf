/** Scanners of this process by scope, so that one that is asked to look does so at once. Lives in the one bundle of the domain. */
const running = new Map<string, () => void>();

export function announceScanner(scope: string, look: () => void): () => void {
	running.set(scope, look);
	return () => {
		if (running.get(scope) === look) running.delete(scope);
	};
}

/** Wakes the scanner when it runs in this process; another one sees the request in the store. */
export function wakeScanner(scope: string): void {
	running.get(scope)?.();
}
