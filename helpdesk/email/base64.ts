const LF = 0x0a;
const CR = 0x0d;
/** Bytes of text that are made a string at once: short enough that V8 takes them from its young space. */
const PIECE = 16_384;

const HYPHEN = 0x2d;
const UNDERLINE = 0x5f;
const PADDING = 64;
const FOREIGN = 65;
/** What each byte stands for: six bits, padding, or nothing. */
const VALUES = new Uint8Array(256).fill(FOREIGN);
for (const [value, digit] of Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=').entries()) VALUES[digit.charCodeAt(0)] = value;
VALUES[HYPHEN] = 62;
VALUES[UNDERLINE] = 63;

/** Each piece between padding is base64 of its own. In one pass, for there may be as many pieces as bytes. */
function decodePieces(source: Buffer): Buffer {
	const out = Buffer.allocUnsafe(Math.ceil((source.length * 3) / 4) + 2);
	let written = 0;
	let bits = 0;
	let digits = 0;
	const endPiece = (): void => {
		if (digits >= 2) out[written++] = bits >> (digits === 2 ? 4 : 10);
		if (digits === 3) out[written++] = bits >> 2;
		bits = digits = 0;
	};
	for (let index = 0; index < source.length; index++) {
		const value = VALUES[source[index] ?? 0] ?? FOREIGN;
		if (value === PADDING) endPiece();
		if (value >= PADDING) continue;
		bits = (bits << 6) | value;
		if (++digits < 4) continue;
		out[written++] = bits >> 16;
		out[written++] = bits >> 8;
		out[written++] = bits;
		bits = digits = 0;
	}
	endPiece();
	return out.subarray(0, written);
}

/** Decodes text that comes in pieces of any length and holds nothing but base64 and line ends, with padding only at its end. */
export function base64Decoder(): { add(piece: Buffer, take: (bytes: Buffer) => void): void; end(): Buffer } {
	let open = '';
	// The same for every part of a piece: what is taken is valid until `take` returns.
	const out = Buffer.allocUnsafe(PIECE);
	return {
		add(piece, take) {
			for (let start = 0; start < piece.length; start += PIECE) {
				const text = open + piece.toString('latin1', start, start + PIECE).replace(/[\r\n=]+/g, '');
				const whole = text.length - (text.length % 4);
				open = text.slice(whole);
				take(out.subarray(0, out.write(text.slice(0, whole), 'base64')));
			}
		},
		end: () => Buffer.from(open, 'base64'),
	};
}

/** Whether base64 follows; hyphens and underlines, which stand for digits in addresses only, are more often lines that people draw. */
function goesOn(source: Buffer, padding: number): boolean {
	for (let index = padding; index < source.length; index++) {
		const byte = source[index] ?? 0;
		if ((VALUES[byte] ?? FOREIGN) < PADDING && byte !== HYPHEN && byte !== UNDERLINE) return true;
	}
	return false;
}

/** Base64 to bytes, forgiving line breaks, foreign characters, and padding in the middle (parts encoded apart and glued together). */
function decodeLoosely(source: Buffer): Buffer {
	const padding = source.indexOf(0x3d);
	if (padding !== -1 && goesOn(source, padding)) return decodePieces(source);
	return Buffer.from(source.toString('latin1'), 'base64');
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
