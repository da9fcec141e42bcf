import type { FolderInfo } from './MailboxSession';

/** Longest part of a name that is compared letter by letter: bounds the work on hostile names. */
const COMPARED = 60;
/** Names further apart than this do not look alike. */
const FAR = 3;

/**
 * The folder that people mean by `wanted`: the same name, or the only one that differs just in case or in the separator (`Support/Done` for
 * `Support.Done` or `INBOX.Support.Done`). Null when there is none, or more than one.
 */
export function matchFolder(folders: FolderInfo[], wanted: string): FolderInfo | null {
	const exact = folders.find(({ path }) => path === wanted);
	if (exact) return exact;
	const plain = plainName(wanted);
	for (const same of [(path: string) => plainName(path) === plain, (path: string) => plainName(path) === `inbox/${plain}`]) {
		const matches = folders.filter(({ path }) => same(path));
		if (matches.length > 0) return matches.length === 1 ? (matches[0] ?? null) : null;
	}
	return null;
}

/** Names of up to five folders that look like `wanted`, the nearest first. */
export function nearNames(folders: FolderInfo[], wanted: string): string[] {
	const plain = plainName(wanted);
	return folders
		.filter(({ selectable }) => selectable)
		.map(({ path }) => ({ path, distance: distanceOf(plainName(path), plain) }))
		.filter(({ distance }) => distance <= FAR)
		.sort((a, b) => a.distance - b.distance || a.path.localeCompare(b.path))
		.slice(0, 5)
		.map(({ path }) => path);
}

function plainName(path: string): string {
	return path.normalize('NFC').toLowerCase().replace(/[./\\]/g, '/');
}

function distanceOf(path: string, wanted: string): number {
	const last = (name: string) => name.slice(name.lastIndexOf('/') + 1);
	if (last(path) === last(wanted)) return 1;
	if (wanted.length > 2 && path.includes(wanted)) return 2;
	return Math.min(editDistance(path, wanted), editDistance(last(path), last(wanted)));
}

/** Levenshtein's distance of the first 60 characters; Infinity when the lengths alone differ by too much. */
function editDistance(a: string, b: string): number {
	if (Math.abs(a.length - b.length) > FAR) return Infinity;
	const left = a.slice(0, COMPARED);
	const right = b.slice(0, COMPARED);
	let row = Array.from({ length: right.length + 1 }, (_, i) => i);
	for (let i = 1; i <= left.length; i++) {
		const next = [i];
		for (let j = 1; j <= right.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[right.length] ?? 0;
}
