/** What an S/MIME envelope (CMS, RFC 5652) is, and the content of a signed one. */
export interface CmsEnvelope {
	kind: 'signed' | 'encrypted' | 'compressed' | 'certificates';
	/** The MIME entity that was signed; null when it cannot be read. */
	content: Buffer | null;
}

/** Object identifiers in hexadecimal. */
const KINDS: Readonly<Record<string, CmsEnvelope['kind']>> = {
	'2a864886f70d010702': 'signed',
	'2a864886f70d010703': 'encrypted',
	'2a864886f70d0109100117': 'encrypted',
	'2a864886f70d0109100109': 'compressed',
};

const OBJECT_ID = 0x06;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const SEQUENCE = 0x30;
const EXPLICIT = 0xa0;

interface Element {
	tag: number;
	start: number;
	/** End of the content; null: it ends with two zero bytes. */
	end: number | null;
}

/** Tag and length at a place (X.690 8.1). Null for what is cut off or has a tag of several bytes, which CMS does not use. */
function elementAt(source: Buffer, position: number): Element | null {
	const tag = source[position];
	const first = source[position + 1];
	if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
	if (first === 0x80) return { tag, start: position + 2, end: null };
	if (first < 0x80) return { tag, start: position + 2, end: position + 2 + first };
	const size = first & 0x7f;
	if (size > 6 || position + 2 + size > source.length) return null;
	const start = position + 2 + size;
	return { tag, start, end: start + source.readUIntBE(position + 2, size) };
}

/** Where the element after this one starts; -1 when it does not end. One pass, whatever is nested. */
function after(source: Buffer, element: Element): number {
	if (element.end !== null) return element.end;
	let open = 1;
	for (let position = element.start; position + 1 < source.length; ) {
		if (source[position] === 0 && source[position + 1] === 0) {
			position += 2;
			if (--open === 0) return position;
			continue;
		}
		const inner = elementAt(source, position);
		if (inner === null) return -1;
		if (inner.end === null) open++;
		position = inner.end ?? inner.start;
	}
	return -1;
}

/** The octets of an OCTET STRING, which may come in pieces, each of them in pieces again. */
function octetsOf(source: Buffer, element: Element): Buffer | null {
	if (element.tag === OCTETS && element.end !== null) return source.subarray(element.start, element.end);
	if (element.tag !== OCTETS_IN_PIECES) return null;
	const pieces: Buffer[] = [];
	const end = Math.min(element.end ?? source.length, source.length);
	for (let position = element.start; position < end; ) {
		if (source[position] === 0 && source[position + 1] === 0) {
			position += 2;
			continue;
		}
		const piece = elementAt(source, position);
		if (piece?.tag === OCTETS && piece.end !== null) pieces.push(source.subarray(piece.start, piece.end));
		else if (piece?.tag !== OCTETS_IN_PIECES) break;
		position = piece.tag === OCTETS_IN_PIECES ? piece.start : (piece.end ?? end);
	}
	return Buffer.concat(pieces);
}

/** The element at a place if it has this tag. */
function expect(source: Buffer, position: number, tag: number): Element | null {
	const element = position < 0 ? null : elementAt(source, position);
	return element?.tag === tag ? element : null;
}

function signedContent(source: Buffer, position: number): Buffer | null {
	const signed = expect(source, position, SEQUENCE);
	const version = signed && elementAt(source, signed.start);
	const algorithms = version && elementAt(source, after(source, version));
	const inner = algorithms && expect(source, after(source, algorithms), SEQUENCE);
	const type = inner && expect(source, inner.start, OBJECT_ID);
	const wrapper = type && expect(source, after(source, type), EXPLICIT);
	const octets = wrapper && elementAt(source, wrapper.start);
	return octets && octetsOf(source, octets);
}

/** Reads the outside of an S/MIME envelope; nothing is decrypted and no signature is checked. Null when it is none. Linear; never throws. */
export function readCmsEnvelope(source: Buffer): CmsEnvelope | null {
	const outer = expect(source, 0, SEQUENCE);
	const type = outer && expect(source, outer.start, OBJECT_ID);
	if (!type || type.end === null) return null;
	const kind = KINDS[source.toString('hex', type.start, type.end)];
	if (kind === undefined) return null;
	if (kind !== 'signed') return { kind, content: null };
	const wrapper = expect(source, after(source, type), EXPLICIT);
	const content = wrapper && signedContent(source, wrapper.start);
	return content === null || content.length === 0 ? { kind: 'certificates', content: null } : { kind, content };
}
