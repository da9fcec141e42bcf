/** A sleep that can be cut short from anywhere. A call of `wake` while nobody sleeps is remembered for the next sleep. */
export interface WakeUp {
	wake(): void;
	/** Resolves after `ms`, or at once when woken. */
	sleep(ms: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
	let pending = false;
	let release: (() => void) | null = null;
	return {
		wake() {
			pending = true;
			release?.();
		},
		async sleep(ms) {
			if (!pending) {
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, ms);
					release = () => {
						clearTimeout(timer);
						resolve();
					};
				});
			}
			release = null;
			pending = false;
		},
	};
}
