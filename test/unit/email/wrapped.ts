const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255]);
const u32 = (value: number): Buffer => {
	const out = Buffer.alloc(4);
	out.writeUInt32LE(value >>> 0);
	return out;
};
const padded = (value: Buffer): Buffer => Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)]);

/** One attribute of a TNEF stream, with a checksum that nobody asks. */
export function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
	return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(0)]);
}

/** A property with one value of variable length. */
export function property(id: number, type: number, value: Buffer): Buffer {
	return Buffer.concat([u32(id * 65_536 + type), u32(1), u32(value.length), padded(value)]);
}

export function longProperty(id: number, value: number): Buffer {
	return Buffer.concat([u32(id * 65_536 + 3), u32(value)]);
}

export function unicode(id: number, text: string): Buffer {
	return property(id, 0x1f, Buffer.from(`${text}\u0000`, 'utf16le'));
}

export function namedProperty(name: string, value: Buffer): Buffer {
	const written = Buffer.from(name, 'utf16le');
	return Buffer.concat([u32(0x8001_0000 + 0x1e), Buffer.alloc(16), u32(1), u32(written.length), padded(written), u32(1), u32(value.length), padded(value)]);
}

export const properties = (...list: Buffer[]): Buffer => Buffer.concat([u32(list.length), ...list]);

export function tnef(...attributes: Buffer[]): Buffer {
	return Buffer.concat([u32(0x223e9f78), u16(1), ...attributes]);
}

/** A file as Outlook packs it: short name and bytes as attributes, the rest as properties. */
export function tnefFile(shortName: string, content: Buffer, ...more: Buffer[]): Buffer {
	return Buffer.concat([
		attribute(2, 0x69002, Buffer.alloc(14)),
		attribute(2, 0x18010, Buffer.from(`${shortName}\u0000`, 'latin1')),
		attribute(2, 0x6800f, content),
		attribute(2, 0x69005, properties(...more)),
	]);
}

/** RTF in the envelope of MS-OXRTFCP, uncompressed. */
export function plainRtf(rtf: string): Buffer {
	const bytes = Buffer.from(rtf, 'latin1');
	return Buffer.concat([u32(bytes.length + 12), u32(bytes.length), u32(0x414c454d), u32(0), bytes]);
}

export function uuencoded(content: Buffer): string {
	const lines: string[] = [];
	for (let start = 0; start < content.length; start += 45) {
		const piece = content.subarray(start, start + 45);
		let line = String.fromCharCode(32 + piece.length);
		for (let at = 0; at < piece.length; at += 3) {
			const bits = ((piece[at] ?? 0) << 16) | ((piece[at + 1] ?? 0) << 8) | (piece[at + 2] ?? 0);
			for (const shift of [18, 12, 6, 0]) line += String.fromCharCode(((bits >> shift) & 63) + 32);
		}
		lines.push(line.replaceAll(' ', '`'));
	}
	return [...lines, '`', 'end'].join('\r\n');
}

/** DER with a definite length; `indefinite`: BER as streaming programs write it. */
export function der(tag: number, content: Buffer, indefinite = false): Buffer {
	if (indefinite) return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.from([0, 0])]);
	const length = content.length < 128 ? [content.length] : [0x84, (content.length >>> 24) & 255, (content.length >>> 16) & 255, (content.length >>> 8) & 255, content.length & 255];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const oid = (last: number): Buffer => der(6, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]));

/** An S/MIME envelope that signs a MIME entity, without any signer. */
export function signedEnvelope(entity: Buffer, pieces = false): Buffer {
	const octets = pieces ? der(0x24, Buffer.concat([der(4, entity.subarray(0, 20)), der(4, entity.subarray(20))]), true) : der(4, entity);
	const inner = der(0x30, Buffer.concat([oid(1), der(0xa0, octets, pieces)]), pieces);
	const signed = der(0x30, Buffer.concat([der(2, Buffer.from([1])), der(0x31, Buffer.alloc(0)), inner, der(0x31, Buffer.alloc(0))]), pieces);
	return der(0x30, Buffer.concat([oid(2), der(0xa0, signed, pieces)]), pieces);
}

export const encryptedEnvelope = (): Buffer => der(0x30, Buffer.concat([oid(3), der(0xa0, der(0x30, Buffer.alloc(40, 1)))]));

/** AppleSingle or AppleDouble with these entries. */
export function appleFile(magic: number, entries: readonly (readonly [number, Buffer])[]): Buffer {
	const head = Buffer.alloc(26 + entries.length * 12);
	head.writeUInt32BE(magic);
	head.writeUInt32BE(0x20000, 4);
	head.writeUInt16BE(entries.length, 24);
	let offset = head.length;
	entries.forEach(([id, data], index) => {
		head.writeUInt32BE(id, 26 + index * 12);
		head.writeUInt32BE(offset, 30 + index * 12);
		head.writeUInt32BE(data.length, 34 + index * 12);
		offset += data.length;
	});
	return Buffer.concat([head, ...entries.map(([, data]) => data)]);
}
