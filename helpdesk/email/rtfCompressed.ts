/** What every dictionary starts with, MS-OXRTFCP 2.1.2.1. */
const DICTIONARY =
	'{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier' +
	'{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const HEADER = 16;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const WINDOW = 4_096;
/** Bytes; a reference of two bytes gives 17 at most, so that nothing grows more than ninefold, but nobody writes a letter of this size. */
const MAX_RTF = 4_000_000;

/**
 * RTF out of a PidTagRtfCompressed (MS-OXRTFCP), as bytes; empty when it is none. The checksum is not asked: a damaged text is better than none.
 * Linear, at most 4 MB; never throws.
 */
export function expandRtf(source: Buffer): Buffer {
	if (source.length <= HEADER) return Buffer.alloc(0);
	const kind = source.readUInt32LE(8);
	if (kind === UNCOMPRESSED) return source.subarray(HEADER, HEADER + Math.min(source.readUInt32LE(4), MAX_RTF));
	if (kind !== COMPRESSED) return Buffer.alloc(0);
	const size = Math.min(source.readUInt32LE(4), MAX_RTF, (source.length - HEADER) * 9);
	const out = Buffer.alloc(size);
	const window = Buffer.alloc(WINDOW, ' ');
	let write = window.write(DICTIONARY, 'latin1');
	let length = 0;
	let position = HEADER;
	const put = (byte: number): void => {
		if (length < size) out[length++] = byte;
		window[write] = byte;
		write = (write + 1) % WINDOW;
	};
	while (position < source.length && length < size) {
		const control = source[position++] ?? 0;
		for (let bit = 0; bit < 8 && position < source.length && length < size; bit++) {
			if ((control & (1 << bit)) === 0) {
				put(source[position++] ?? 0);
				continue;
			}
			const token = ((source[position] ?? 0) << 8) | (source[position + 1] ?? 0);
			position += 2;
			const offset = token >> 4;
			// A reference to the place of writing marks the end.
			if (offset === write) return out.subarray(0, length);
			for (let step = 0; step < (token & 0xf) + 2; step++) put(window[(offset + step) % WINDOW] ?? 0);
		}
	}
	return out.subarray(0, length);
}
