/** Reading beyond the end of what there is; never leaves the reader that caught it. */
export class EndOfBytes extends Error {}

export interface ByteReader {
	left(): number;
	u8(): number;
	u16(): number;
	u32(): number;
	/** A slice, no copy. */
	bytes(length: number): Buffer;
}

/** Little-endian numbers and slices, one after the other. Each throws `EndOfBytes` instead of reading past the end. */
export function byteReader(source: Buffer): ByteReader {
	let position = 0;
	const take = (length: number): number => {
		if (length < 0 || length > source.length - position) throw new EndOfBytes();
		position += length;
		return position - length;
	};
	return {
		left: () => source.length - position,
		u8: () => source.readUInt8(take(1)),
		u16: () => source.readUInt16LE(take(2)),
		u32: () => source.readUInt32LE(take(4)),
		bytes: (length) => {
			const start = take(length);
			return source.subarray(start, start + length);
		},
	};
}
