import { byteReader, EndOfBytes, type ByteReader } from './byteReader';

/** A value of a MAPI property; of several values the first. */
export interface TnefProperty {
	type: number;
	value: Buffer;
}

/** By property id (the upper 16 bits of the tag). Named properties are passed over: none of them is needed. */
export type TnefProperties = Map<number, TnefProperty>;

const MAX_PROPERTIES = 2_000;
const MULTIPLE = 0x1000;
const FIRST_NAMED = 0x8000;
const STRING_8 = 0x001e;
export const UNICODE = 0x001f;
const VARIABLE = new Set([STRING_8, UNICODE, 0x000d, 0x0102]);

/** Bytes of a value of fixed size, padding included; MS-OXTNEF 2.1.3.5. */
const FIXED: Readonly<Record<number, number>> = {
	0x0001: 4, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000a: 4, 0x000b: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16,
};

const padding = (length: number): number => (4 - (length % 4)) % 4;

function padded(reader: ByteReader, length: number): Buffer {
	const value = reader.bytes(length);
	reader.bytes(Math.min(padding(length), reader.left()));
	return value;
}

function skipName(reader: ByteReader): void {
	reader.bytes(16);
	if (reader.u32() === 0) reader.u32();
	else padded(reader, reader.u32());
}

function readValue(reader: ByteReader, type: number): Buffer {
	const kind = type & ~MULTIPLE;
	const isVariable = VARIABLE.has(kind);
	const size = FIXED[kind];
	if (!isVariable && size === undefined) throw new EndOfBytes();
	const count = isVariable || (type & MULTIPLE) !== 0 ? reader.u32() : 1;
	let first: Buffer = Buffer.alloc(0);
	for (let index = 0; index < count; index++) {
		// Every value takes at least four bytes, so that a count of millions ends with the bytes.
		const value = isVariable ? padded(reader, reader.u32()) : padded(reader, size ?? 0);
		if (index === 0) first = value;
	}
	return first;
}

/** Reads a list of MAPI properties as TNEF writes it (MS-OXTNEF 2.1.3.4). What comes before a defect is returned. Linear; never throws. */
export function readProperties(source: Buffer): TnefProperties {
	const reader = byteReader(source);
	const properties: TnefProperties = new Map();
	try {
		const count = Math.min(reader.u32(), MAX_PROPERTIES);
		for (let index = 0; index < count; index++) {
			const tag = reader.u32();
			const id = tag >>> 16;
			const type = tag & 0xffff;
			if (id >= FIRST_NAMED) skipName(reader);
			const value = readValue(reader, type);
			if (id < FIRST_NAMED && !properties.has(id)) properties.set(id, { type: type & ~MULTIPLE, value });
		}
	} catch (error) {
		if (!(error instanceof EndOfBytes)) throw error;
	}
	return properties;
}
