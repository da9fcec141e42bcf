/** What a benchmark measured, by name; the file of `--json` holds all of them flat. */
export type Figures = Record<string, number>;

export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

/** The value that `share` percent of all do not exceed (nearest rank). NaN of none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)] ?? Number.NaN;
}

/** Two digits after the point are more than any of these figures can be trusted for. */
export function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}
