/** A test function as jest's `it`. */
export type Register = (name: string, run: () => Promise<void>, timeout?: number) => void;

const told = new Set<string>();

/**
 * `it` when the condition holds. Otherwise a function that registers the test as skipped, with the reason in its name, and prints the reason once:
 * what is missing on a machine stays visible, and `.ci/run` counts it as a failure.
 */
export function needs(condition: boolean, reason: string): Register {
	if (condition) return (name, run, timeout) => void it(name, run, timeout);
	if (!told.has(reason)) {
		told.add(reason);
		process.stdout.write(`not tested here: ${reason}\n`);
	}
	return (name, run, timeout) => void it['skip'](`${name} [${reason}]`, run, timeout);
}
