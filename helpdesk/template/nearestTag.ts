const LONGEST = 80;

/** Edit distance (insert, delete, replace), given up above `limit`. */
function distance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(change, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
		}
		previous = row;
	}
	return previous[b.length] as number;
}

/** The known tag that differs least from a mistyped one, if few enough characters differ; null otherwise. */
export function nearestTag(tag: string, known: readonly string[]): string | null {
	if (tag.length > LONGEST) return null;
	const wanted = tag.toLowerCase();
	const limit = Math.max(2, Math.floor(wanted.length / 4));
	let best: string | null = null;
	let least = limit + 1;
	for (const candidate of known) {
		const found = distance(wanted, candidate.toLowerCase(), limit);
		if (found < least) {
			least = found;
			best = candidate;
		}
	}
	return best;
}
