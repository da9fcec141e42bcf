/** Milliseconds of the processor that this work takes: unlike those of the clock they do not grow when other programs want it too. */
export function processorMs(work: () => unknown): number {
	const started = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(started);
	return (user + system) / 1_000;
}
