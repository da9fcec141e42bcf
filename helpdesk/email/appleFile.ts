/** What an AppleSingle or AppleDouble file is worth on other systems (RFC 1740): the data fork, if it holds one. */
export type AppleFile = { data: Buffer; name: string } | 'resource-fork' | null;

const APPLE_SINGLE = 0x00051600;
const APPLE_DOUBLE = 0x00051607;
const DATA_FORK = 1;
const REAL_NAME = 3;
const ENTRIES_START = 26;
const ENTRY_SIZE = 12;
const MAX_ENTRIES = 100;

/** `resource-fork` for one that only holds what a Mac needs, null for what is no such file. Never throws. */
export function readAppleFile(source: Buffer): AppleFile {
	if (source.length < ENTRIES_START) return null;
	const magic = source.readUInt32BE(0);
	if (magic !== APPLE_SINGLE && magic !== APPLE_DOUBLE) return null;
	const count = Math.min(source.readUInt16BE(24), MAX_ENTRIES);
	const entries = new Map<number, Buffer>();
	for (let start = ENTRIES_START; start < ENTRIES_START + count * ENTRY_SIZE && start + ENTRY_SIZE <= source.length; start += ENTRY_SIZE) {
		const from = source.readUInt32BE(start + 4);
		entries.set(source.readUInt32BE(start), source.subarray(from, from + source.readUInt32BE(start + 8)));
	}
	const data = entries.get(DATA_FORK);
	return data === undefined || data.length === 0 ? 'resource-fork' : { data, name: entries.get(REAL_NAME)?.toString('latin1') ?? '' };
}
