const LF = 0x0a;
const CR = 0x0d;
/** Bytes of text that are made a string at once: short enough that V8 takes them from its young space. */
const PIECE = 16_384;

/** Base64 to bytes, forgiving line breaks, foreign characters, and padding in the middle (parts encoded apart and glued together). */
function decodeLoosely(source: Buffer): Buffer {
	const text = source.toString('latin1');
	const padding = text.indexOf('=');
	if (padding === -1 || !/[A-Za-z0-9+/]/.test(text.slice(padding))) return Buffer.from(text, 'base64');
	return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')));
}

/** How many bytes from `start` on are lines that hold so many characters and all end alike, at most a piece. */
function evenLines(source: Buffer, start: number, characters: number, stride: number): number {
	let end = start;
	while (end + stride <= source.length && end + stride - start <= PIECE && source[end + stride - 1] === LF) {
		if (stride - characters === 2 && source[end + characters] !== CR) break;
		end += stride;
	}
	return end - start;
}

/**
 * As every mail program writes it: lines of one length, whole groups of four characters in each. Decoded piece by piece into the bytes that are returned; a
 * string of a whole file would cost several times as much as decoding it. Null when the text is not like that all the way up to its last line.
 */
function decodeEvenLines(source: Buffer): Buffer | null {
	const stride = source.indexOf(LF) + 1;
	if (stride < 5 || stride > PIECE) return null;
	const characters = source[stride - 2] === CR ? stride - 2 : stride - 1;
	if (characters % 4 !== 0) return null;
	const lines = Math.floor(source.length / stride);
	const out = Buffer.allocUnsafe(((lines * characters) / 4) * 3 + stride * 2);
	let written = 0;
	let position = 0;
	for (;;) {
		const length = evenLines(source, position, characters, stride);
		if (length === 0) break;
		const expected = ((length / stride) * characters * 3) / 4;
		// Fewer bytes than characters stand for: one of them is no base64, or padding, and from there on the groups would be others.
		if (out.write(source.toString('latin1', position, position + length), written, 'base64') !== expected) return null;
		written += expected;
		position += length;
	}
	if (source.length - position > stride) return null;
	return out.subarray(0, written + decodeLoosely(source.subarray(position)).copy(out, written));
}

/** Base64 to bytes (RFC 2045 section 6.8). Never throws: what is no base64 is passed over. */
export function decodeBase64(source: Buffer): Buffer {
	return (source.length > PIECE ? decodeEvenLines(source) : null) ?? decodeLoosely(source);
}
