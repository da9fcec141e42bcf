/** Bytes that are letters in windows-1250 (Ť ť Ź ź ľ Ľ ł Ł ą Ą ż Ż) but signs, or nothing, in windows-1252. */
const ONLY_CENTRAL_EUROPEAN = new Set([0x8d, 0x9d, 0x8f, 0x9f, 0xbe, 0xbc, 0xb3, 0xa3, 0xb9, 0xa5, 0xbf, 0xaf]);

/** č ě ř ů ň ď in windows-1250; in windows-1252 letters of Italian, French and Danish. */
const PERHAPS_CENTRAL_EUROPEAN = new Set([0xe8, 0xec, 0xf8, 0xf9, 0xf2, 0xef]);

/** Š š Ž ž stand at the same place in both, but no language that needs ì, ø or ù in windows-1252 has them. */
const CARONS = new Set([0x8a, 0x9a, 0x8e, 0x9e]);

function isAsciiLetter(byte: number | undefined): boolean {
	return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

/**
 * The charset that undeclared 8-bit text most likely is: `windows-1250` when windows-1252 would put signs inside words or mix letters that no
 * language mixes, else `windows-1252`. The place for further guesses (GB2312, Shift-JIS, windows-1251 without a label). Reads at most 64 KiB.
 */
export function guessSingleByteCharset(bytes: Buffer): 'windows-1250' | 'windows-1252' {
	let signsInWords = 0;
	let perhaps = false;
	let caron = false;
	const end = Math.min(bytes.length, 65_536);
	for (let index = 0; index < end; index++) {
		const byte = bytes[index] ?? 0;
		if (byte < 0x80) continue;
		if (CARONS.has(byte)) caron = true;
		else if (PERHAPS_CENTRAL_EUROPEAN.has(byte)) perhaps = true;
		else if (ONLY_CENTRAL_EUROPEAN.has(byte) && (isAsciiLetter(bytes[index - 1]) || isAsciiLetter(bytes[index + 1]))) signsInWords++;
	}
	return signsInWords > 0 || (caron && perhaps) ? 'windows-1250' : 'windows-1252';
}
