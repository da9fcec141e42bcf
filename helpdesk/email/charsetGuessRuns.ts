/** What undeclared 8-bit bytes look like that are no UTF-8, by how they stand together; null when nothing speaks for one of these. */
export type GuessedCharset = 'shift_jis' | 'euc-jp' | 'gb18030' | 'euc-kr' | 'big5' | 'windows-1251' | 'koi8-r';

const MAX_LOOKED_AT = 65_536;
/** Fewer high bytes than this say nothing: two accented letters side by side are a word of French. */
const LEAST_HIGH = 6;

interface Shape {
	/** Stretches of bytes from 0x80 on. */
	runs: number;
	high: number;
	oddRuns: number;
	/** Pairs as EUC reads them, by lead byte. */
	leads: Map<number, number>;
	pairs: number;
}

function share(shape: Shape, from: number, to: number): number {
	let count = 0;
	for (const [lead, times] of shape.leads) if (lead >= from && lead <= to) count += times;
	return shape.pairs === 0 ? 0 : count / shape.pairs;
}

function shapeOf(bytes: Buffer): Shape {
	const shape: Shape = { runs: 0, high: 0, oddRuns: 0, leads: new Map(), pairs: 0 };
	const end = Math.min(bytes.length, MAX_LOOKED_AT);
	for (let index = 0; index < end; ) {
		if ((bytes[index] ?? 0) < 0x80) {
			index++;
			continue;
		}
		const start = index;
		while (index < end && (bytes[index] ?? 0) >= 0x80) index++;
		shape.runs++;
		shape.high += index - start;
		if ((index - start) % 2 === 1 && index < end) shape.oddRuns++;
		for (let pair = start; pair + 1 < index; pair += 2) {
			const lead = bytes[pair] ?? 0;
			shape.leads.set(lead, (shape.leads.get(lead) ?? 0) + 1);
			shape.pairs++;
		}
	}
	return shape;
}

/** Pairs in which a lead byte of the range is followed by a trail byte of the range, reading from left to right as these charsets are read. */
function countPairs(bytes: Buffer, isLead: (byte: number) => boolean, isTrail: (byte: number) => boolean): { pairs: number; broken: number; matching: (from: number, to: number) => number } {
	const leads = new Map<number, number>();
	let pairs = 0;
	let broken = 0;
	const end = Math.min(bytes.length, MAX_LOOKED_AT);
	for (let index = 0; index < end; index++) {
		const byte = bytes[index] ?? 0;
		if (byte < 0x80 || (byte >= 0xa1 && byte <= 0xdf && !isLead(byte))) continue;
		if (isLead(byte) && index + 1 < end && isTrail(bytes[index + 1] ?? 0)) {
			leads.set(byte, (leads.get(byte) ?? 0) + 1);
			pairs++;
			index++;
		} else {
			broken++;
		}
	}
	const matching = (from: number, to: number): number => [...leads].filter(([lead]) => lead >= from && lead <= to).reduce((sum, [, times]) => sum + times, 0);
	return { pairs, broken, matching };
}

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

/** Shift_JIS: kana stand at 0x82 and 0x83, and Japanese is not written without them. */
function isShiftJis(bytes: Buffer): boolean {
	const found = countPairs(bytes, (byte) => within(byte, 0x81, 0x9f) || within(byte, 0xe0, 0xfc), (byte) => within(byte, 0x40, 0x7e) || within(byte, 0x80, 0xfc));
	return found.pairs >= 3 && found.broken === 0 && found.matching(0x82, 0x83) >= found.pairs * 0.25;
}

/** Big5: half of the trail bytes are letters of ASCII; the common characters stand at 0xa4 to 0xc6. */
function isBig5(bytes: Buffer): boolean {
	const found = countPairs(bytes, (byte) => within(byte, 0xa1, 0xf9), (byte) => within(byte, 0x40, 0x7e) || within(byte, 0xa1, 0xfe));
	const eucPairs = countPairs(bytes, (byte) => within(byte, 0xa1, 0xf9), (byte) => within(byte, 0xa1, 0xfe));
	return found.pairs >= 3 && found.broken === 0 && eucPairs.broken > 0 && found.matching(0xa4, 0xc6) >= found.pairs * 0.75;
}

/** EUC charsets come in pairs: kana at 0xa4 and 0xa5 are Japanese, 0xb0 to 0xc8 alone Korean, 0xb0 to 0xd7 the common characters of GB2312. */
function eucKind(shape: Shape): GuessedCharset | null {
	if (shape.oddRuns > 0 || share(shape, 0xa1, 0xf7) < 0.95) return null;
	if (share(shape, 0xa4, 0xa5) >= 0.25) return 'euc-jp';
	const korean = share(shape, 0xb0, 0xc8) + share(shape, 0xa1, 0xa3);
	if (korean >= 0.97 && shape.runs > 1 && shape.high / shape.runs < 12) return 'euc-kr';
	return share(shape, 0xb0, 0xd7) + share(shape, 0xa1, 0xa3) >= 0.8 ? 'gb18030' : null;
}

/** Words of Cyrillic letters are long stretches of high bytes; lower case is at 0xe0 and above in windows-1251, at 0xc0 to 0xdf in KOI8-R. */
function cyrillicKind(bytes: Buffer, shape: Shape): GuessedCharset | null {
	if (shape.high / shape.runs < 3) return null;
	let low = 0;
	let high = 0;
	for (const byte of bytes.subarray(0, MAX_LOOKED_AT)) {
		if (byte >= 0xe0) high++;
		else if (byte >= 0xc0) low++;
	}
	if (shape.high < 12 || shape.runs < 2 || low + high < shape.high * 0.9) return null;
	return high > low ? 'windows-1251' : 'koi8-r';
}

/** The multi-byte or Cyrillic charset that bytes look like which nobody declared and which are no UTF-8. Reads at most 64 KiB; linear. */
export function guessByRuns(bytes: Buffer): GuessedCharset | null {
	const shape = shapeOf(bytes);
	if (shape.high < LEAST_HIGH) return null;
	if (isShiftJis(bytes)) return 'shift_jis';
	return eucKind(shape) ?? (isBig5(bytes) ? 'big5' : cyrillicKind(bytes, shape));
}
