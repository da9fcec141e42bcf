/** `1:3,7`: a run of UIDs as one range, so that the command stays short (RFC 9051 section 9, sequence-set). Given in ascending order. */
export function uidSet(uids: readonly number[]): string {
	const ranges: string[] = [];
	for (let index = 0; index < uids.length; index++) {
		const first = uids[index] ?? 0;
		while (index + 1 < uids.length && uids[index + 1] === (uids[index] ?? 0) + 1) index++;
		const last = uids[index] ?? 0;
		ranges.push(first === last ? String(first) : `${first}:${last}`);
	}
	return ranges.join(',');
}

const PART = /^([1-9]\d{0,9})(?::([1-9]\d{0,9}))?$/;
const HIGHEST = 0xffff_ffff;

/** The UIDs that `1:3,7` names, ascending, each once. Null when it is no such set, or names more than `most`. */
export function expandUidSet(set: string, most: number): number[] | null {
	const uids: number[] = [];
	for (const part of set === '' ? [] : set.split(',')) {
		const [, first, second = first] = PART.exec(part) ?? [];
		const [low, high] = [Math.min(Number(first), Number(second)), Math.max(Number(first), Number(second))];
		if (!(high <= HIGHEST) || uids.length + high - low >= most) return null;
		for (let uid = low; uid <= high; uid++) uids.push(uid);
	}
	return [...new Set(uids)].sort((a, b) => a - b);
}
