import addressparser from 'nodemailer/lib/addressparser';
import { domainToUnicode } from 'node:url';
import type { Address } from './Email';
import { decodeHeaderText, oneLine } from './encodedWords';

const MAX_ADDRESSES = 10_000;
/** Characters with a meaning that are read of one value: more than so many addresses have, each with quotes, brackets, a comment and a comma. */
const MAX_SPECIALS = 80_000;
const SPECIALS: ReadonlySet<number> = new Set(Array.from('"()<>,:;', (special) => special.charCodeAt(0)));
const MAX_NAME = 500;
const MAX_ADDRESS = 500;

/** Lower case, domain in Unicode (`xn--mnchen-3ya.example` becomes `münchen.example`), without white space and control characters. */
export function normaliseAddress(address: string): string {
	const bare = address.replace(/[\s\p{Cc}]+/gu, '').slice(0, MAX_ADDRESS).toLowerCase();
	const at = bare.lastIndexOf('@');
	if (at === -1 || !bare.includes('xn--', at)) return bare;
	const unicode = domainToUnicode(bare.slice(at + 1));
	return unicode === '' ? bare : `${bare.slice(0, at)}@${unicode}`;
}

function readAddress(parsed: { name: string; address: string }, mayHoldList: boolean, hint: string): Address[] {
	const name = oneLine(decodeHeaderText(parsed.name, hint)).slice(0, MAX_NAME);
	if (parsed.address !== '') return [{ address: normaliseAddress(decodeHeaderText(parsed.address)), name }];
	// Some mailers encode `Name <address>` as one word. Only text with a bracketed address is read again, and only once.
	if (mayHoldList && parsed.name.includes('=?') && /<[^<>@\s]{1,200}@[^<>@\s]{1,255}>/.test(name)) {
		return addressparser(name, { flatten: true }).flatMap((entry) => readAddress(entry, false, hint));
	}
	return name === '' ? [] : [{ address: '', name }];
}

/** One address with or without a name, of the characters that mean nothing else: what nearly every From and To is. */
const ONE_PLAIN_ADDRESS =
	/^ {0,4}(?:(?:"([a-z0-9'_-]{1,60}(?: [a-z0-9'._-]{1,60}){0,8})"|([a-z0-9'_-]{1,60}(?: [a-z0-9'_-]{1,60}){0,8})) {0,2}<|<?)([a-z0-9._%+-]{1,64}@[a-z0-9][a-z0-9.-]{0,200})(>?) {0,4}$/i;

/** What stands before the special characters that are too many. */
function withinLimit(raw: string): string {
	if (raw.length <= MAX_SPECIALS) return raw;
	let specials = 0;
	for (let index = 0; index < raw.length; index++) if (SPECIALS.has(raw.charCodeAt(index)) && ++specials > MAX_SPECIALS) return raw.slice(0, index);
	return raw;
}

/** What the parser for all addresses gives, for such a value; null for any other. */
function readPlainAddress(raw: string): Address[] | null {
	const [, quoted, bare, address, closing] = raw.length < 400 ? (ONE_PLAIN_ADDRESS.exec(raw) ?? []) : [];
	if (address === undefined || raw.includes('<') !== (closing === '>')) return null;
	return [{ address: normaliseAddress(address), name: quoted ?? bare ?? '' }];
}

/**
 * Reads the addresses of one raw header value (bytes as latin1 characters): groups flattened, names decoded after splitting, so that an encoded comma
 * cannot make two addresses of one. An entry without address keeps its name (`From: MAILER-DAEMON`). `hint`: charset that the body
 * declares, for raw 8-bit names. At most 10,000; never throws.
 */
export function parseAddresses(raw: string, hint = ''): Address[] {
	const plain = readPlainAddress(raw);
	if (plain !== null) return plain;
	try {
		return addressparser(withinLimit(raw), { flatten: true })
			.slice(0, MAX_ADDRESSES)
			.flatMap((entry) => readAddress(entry, true, hint));
	} catch {
		return [];
	}
}

/** Reads several values of one field, each address once, only entries that have an address. */
export function parseRecipients(rawValues: readonly string[], hint = ''): Address[] {
	if (rawValues.length === 0) return [];
	const byAddress = new Map<string, Address>();
	for (const raw of rawValues) {
		for (const entry of parseAddresses(raw, hint)) {
			if (entry.address !== '' && !byAddress.has(entry.address) && byAddress.size < MAX_ADDRESSES) byAddress.set(entry.address, entry);
		}
	}
	return [...byAddress.values()];
}
