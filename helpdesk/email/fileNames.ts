/** Room for a suffix that makes a name unique, under the 255 bytes that file systems allow. */
const MAX_BYTES = 180;
const MAX_EXTENSION = 20;

const CONTROLS_AND_DIRECTION = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const RESERVED_CHARACTERS = /[<>:"/\\|?*]/g;
const RESERVED_NAMES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function cutToBytes(text: string, bytes: number): string {
	let used = 0;
	let out = '';
	for (const char of text) {
		used += Buffer.byteLength(char);
		if (used > bytes) break;
		out += char;
	}
	return out;
}

function splitExtension(name: string): { stem: string; extension: string } {
	const dot = name.lastIndexOf('.');
	if (dot < 1 || name.length - dot > MAX_EXTENSION) return { stem: name, extension: '' };
	return { stem: name.slice(0, dot), extension: name.slice(dot) };
}

/** Trailing dots and blanks vanish on Windows, leading dots hide a file: both go. Linear, unlike `/[. ]+$/`. */
function trimDots(name: string): string {
	let start = 0;
	let end = name.length;
	while (start < end && (name[start] === '.' || name[start] === ' ')) start++;
	while (end > start && (name[end - 1] === '.' || name[end - 1] === ' ')) end--;
	return name.slice(start, end);
}

/**
 * Makes any text a file name that is safe on every system: NFC, no folders (what stands before the last slash is dropped), no control or direction
 * characters (`gnp.exe` shown as `exe.png`), no reserved names, at most 180 bytes with the extension kept. Empty when nothing is left.
 */
export function safeFileName(text: string): string {
	const visible = text.slice(0, 4_096).normalize('NFC').replace(CONTROLS_AND_DIRECTION, '').replace(/\s+/g, ' ');
	const base = visible.slice(Math.max(visible.lastIndexOf('/'), visible.lastIndexOf('\\')) + 1);
	const name = trimDots(base.replace(RESERVED_CHARACTERS, '_'));
	if (name === '') return '';
	const { stem, extension } = splitExtension(RESERVED_NAMES.test(name) ? `_${name}` : name);
	return cutToBytes(stem, MAX_BYTES - Buffer.byteLength(extension)).trimEnd() + extension;
}

/** Gives every name once within a message, comparing as Windows does: `a.pdf`, `A-2.pdf`, `a-3.pdf`. Returns the function that does so. */
export function uniqueNames(): (name: string) => string {
	const taken = new Set<string>();
	const counters = new Map<string, number>();
	return (name) => {
		const wanted = name.toLowerCase();
		let unique = name;
		const { stem, extension } = splitExtension(name);
		let count = counters.get(wanted) ?? 1;
		while (taken.has(unique.toLowerCase())) {
			count++;
			unique = `${stem}-${String(count)}${extension}`;
		}
		counters.set(wanted, count);
		taken.add(unique.toLowerCase());
		return unique;
	};
}
