export interface PgpText {
	kind: 'signed' | 'encrypted';
	/** The text without its armour; of an encrypted one, what stands around it and the armour itself. */
	text: Buffer;
	/** Nothing but the encrypted block stands in the text. */
	isAll: boolean;
}

const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const SIGNATURE_END = '-----END PGP SIGNATURE-----';
const ENCRYPTED = '-----BEGIN PGP MESSAGE-----';
const ENCRYPTED_END = '-----END PGP MESSAGE-----';

/** Where a line starts with these words, or -1. A quoted one (`> -----BEGIN`) does not count. */
function lineWith(text: string, words: string, from: number): number {
	for (let at = text.indexOf(words, from); at !== -1; at = text.indexOf(words, at + 1)) if (at === 0 || text[at - 1] === '\n') return at;
	return -1;
}

/** The text that was signed (RFC 9580 section 7): without the Hash lines, dashes as they were. */
function withoutSignature(text: string, start: number): string | null {
	const bodyStart = /\r?\n\r?\n/g;
	bodyStart.lastIndex = start;
	const blank = bodyStart.exec(text);
	const signature = lineWith(text, SIGNATURE, start);
	if (blank === null || signature === -1 || blank.index > signature) return null;
	const end = text.indexOf(SIGNATURE_END, signature);
	const below = end === -1 ? '' : text.slice(end + SIGNATURE_END.length);
	return text.slice(0, start) + text.slice(bodyStart.lastIndex, signature).replace(/^- /gm, '') + below.trimStart();
}

/**
 * PGP in the text itself: a clear signature is taken off, an encrypted block is told of. Null for text with neither. Nothing is decrypted and no signature
 * is checked. Linear; never throws.
 */
export function readPgpText(source: Buffer): PgpText | null {
	if (!source.includes('-----BEGIN PGP ')) return null;
	const text = source.toString('latin1');
	const signed = lineWith(text, SIGNED, 0);
	if (signed !== -1) {
		const bare = withoutSignature(text, signed);
		return bare === null ? null : { kind: 'signed', text: Buffer.from(bare, 'latin1'), isAll: false };
	}
	const encrypted = lineWith(text, ENCRYPTED, 0);
	if (encrypted === -1) return null;
	const end = text.indexOf(ENCRYPTED_END, encrypted);
	const around = text.slice(0, encrypted) + (end === -1 ? '' : text.slice(end + ENCRYPTED_END.length));
	return { kind: 'encrypted', text: source, isAll: around.trim() === '' };
}
