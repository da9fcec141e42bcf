import { decodeBase64 } from './base64';
import { splitUuencoded } from './uuencode';

function hexDigit(byte: number | undefined): number {
	if (byte === undefined) return -1;
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
	if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
	return -1;
}

/** Where the line after a soft line break starts, or -1 when none is here. Blanks that transport added before the line end are part of it. */
function endOfSoftBreak(source: Buffer, start: number): number {
	let end = start;
	while (source[end] === 0x20 || source[end] === 0x09) end++;
	if (source[end] === 0x0d) end++;
	return end >= source.length || source[end] === 0x0a ? end + 1 : -1;
}

/** Quoted-printable to bytes (RFC 2045 section 6.7), forgiving: a `=` that starts nothing valid stays. One pass over the bytes. */
export function decodeQuotedPrintable(source: Buffer): Buffer {
	const out = Buffer.allocUnsafe(source.length);
	let length = 0;
	let index = 0;
	while (index < source.length) {
		const byte = source[index] ?? 0;
		if (byte !== 0x3d) {
			out[length++] = byte;
			index++;
			continue;
		}
		const high = hexDigit(source[index + 1]);
		const low = hexDigit(source[index + 2]);
		if (high >= 0 && low >= 0) {
			out[length++] = high * 16 + low;
			index += 3;
			continue;
		}
		const softEnd = endOfSoftBreak(source, index + 1);
		if (softEnd === -1) {
			out[length++] = byte;
			index++;
		} else {
			index = softEnd;
		}
	}
	return out.subarray(0, length);
}

/** Undoes a Content-Transfer-Encoding; unknown ones (and 7bit, 8bit, binary) give the bytes as they are. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
	switch (encoding) {
		case 'base64':
			return decodeBase64(body);
		case 'quoted-printable':
			return decodeQuotedPrintable(body);
		case 'uuencode':
		case 'x-uuencode':
		case 'x-uue':
		case 'uue':
			return splitUuencoded(body)?.files[0]?.content ?? body;
		default:
			return body;
	}
}
