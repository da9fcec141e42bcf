/** Runs named checks one after another; each prints one line, and a failed one does not stop those after it. */
export interface Checks {
	check: (fact: string, prove: () => void | Promise<void>) => Promise<void>;
	/** Prints the closing line, and returns whether all passed. */
	close: () => boolean;
}

export function createChecks(): Checks {
	let passed = 0;
	let failed = 0;
	return {
		check: async (fact, prove) => {
			const began = Date.now();
			try {
				await prove();
				passed += 1;
				console.log(`ok     ${fact} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
			} catch (error) {
				failed += 1;
				console.log(`FAILED ${fact}`);
				console.log(String(error instanceof Error ? error.message : error).replaceAll(/^/gm, '         '));
			}
		},
		close: () => {
			console.log(`${passed} passed, ${failed} failed`);
			return failed === 0;
		},
	};
}
