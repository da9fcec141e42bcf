import { createHmac, timingSafeEqual } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { HelpdeskError } from '../errors';

/** Makes and reads ids that carry a ticket and cannot be forged without the store's secret. */
export interface TicketSigner {
	/** `<t.1483.unique.mac@domain>`. `unique` tells mails of one ticket apart and comes from the caller. */
	messageId(parts: { ticketId: string; unique: string; domain: string }): string;
	/** `t-1483-mac`, for `support+t-1483-mac@example.com` and for the body. */
	token(ticketId: string): string;
	/** The ticket of a Message-ID of ours; null when it is foreign, altered or forged. */
	read(messageId: string): { ticketId: string } | null;
	/** The ticket of a token of ours; null when it is altered or forged. */
	readToken(token: string): { ticketId: string } | null;
}

/** 96 bits: too many to guess, and short enough for a local part of 64 octets (RFC 5321 4.5.3.1.1). */
const MAC_LENGTH = 24;
const MESSAGE_ID = /^t\.([a-z0-9_]{1,200})\.([a-z0-9_]{1,200})\.([0-9a-f]{24})@/;
const TOKEN = /^t-([a-z0-9_]{1,200})-([0-9a-f]{24})$/;
const LONGEST_INPUT = 998;
const FALLBACK_DOMAIN = 'mail-helpdesk.invalid';

/** Finds what may be tokens in a text; each is then for `readToken` to judge. */
export const TOKEN_IN_TEXT = /t-[a-z0-9_]{1,200}-[0-9a-f]{24}/gi;

/** What each signer signs with. It stands on none of them: an object that is logged or copied tells nothing. */
const secrets = new WeakMap<TicketSigner, string>();

/** The secret of a signer in base64, to make the same one in another thread; undefined where `createTicketSigner` has not made it. */
export function secretOf(signer: TicketSigner): string | undefined {
	return secrets.get(signer);
}

/**
 * A signer with the store's secret (HMAC-SHA-256, a label per purpose, so that a token never passes as a Message-ID). Everything is lower case, and reading
 * ignores case, blanks and angle brackets, because gateways change all three. Throws `HelpdeskError` (`signer-secret`) for a secret under 16 bytes.
 */
export function createTicketSigner(secret: Buffer | string): TicketSigner {
	const key = Buffer.isBuffer(secret) ? secret : Buffer.from(secret, 'utf8');
	if (key.length < 16) {
		throw new HelpdeskError('signer-secret', 'The secret that signs Message-IDs is missing or too short', {
			fault: 'settings',
			remedy: 'The store makes this secret itself. Check that the store was opened, or restore it from its backup.',
		});
	}
	const mac = (purpose: string, parts: string[]): string =>
		createHmac('sha256', key).update([`mail-helpdesk/${purpose}/1`, ...parts].join('\n')).digest('hex').slice(0, MAC_LENGTH);

	const signer: TicketSigner = {
		messageId({ ticketId, unique, domain }) {
			const parts = [encode(ticketId), encode(unique)];
			return `<t.${parts.join('.')}.${mac('message-id', parts)}@${safeDomain(domain)}>`;
		},
		token(ticketId) {
			const id = encode(ticketId);
			return `t-${id}-${mac('token', [id])}`;
		},
		read(messageId) {
			const [, id, unique, given] = MESSAGE_ID.exec(bare(messageId)) ?? [];
			if (id === undefined || unique === undefined || given === undefined) return null;
			return sameMac(mac('message-id', [id, unique]), given) ? decode(id) : null;
		},
		readToken(token) {
			const [, id, given] = TOKEN.exec(bare(token)) ?? [];
			if (id === undefined || given === undefined) return null;
			return sameMac(mac('token', [id]), given) ? decode(id) : null;
		},
	};
	secrets.set(signer, key.toString('base64'));
	return signer;
}

function sameMac(expected: string, given: string): boolean {
	return timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1'));
}

function bare(text: string): string {
	return text.length > LONGEST_INPUT ? '' : text.toLowerCase().replace(/[\s<>]/g, '');
}

/** Lower-case letters and digits stay; every other byte becomes `_` and two hex digits, so that an id survives a change of case. */
function encode(text: string): string {
	let encoded = '';
	for (const byte of Buffer.from(text, 'utf8')) {
		const character = String.fromCharCode(byte);
		encoded += /[a-z0-9]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
	}
	if (encoded === '' || encoded.length > 200) {
		throw new HelpdeskError('signer-part', 'A ticket id to be signed is empty or too long', { fault: 'settings' });
	}
	return encoded;
}

function decode(encoded: string): { ticketId: string } {
	return { ticketId: Buffer.from(encoded.replace(/_([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8') };
}

function safeDomain(domain: string): string {
	const ascii = domainToASCII(domain.trim()).toLowerCase();
	return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(ascii) && ascii.length <= 253 ? ascii : FALLBACK_DOMAIN;
}
