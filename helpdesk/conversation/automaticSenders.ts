/** Local parts behind which no person reads; `bounce`: delivery systems, `nobody`: addresses that take no answer. */
export const MACHINE_SENDERS: Array<{ localPart: RegExp; kind: 'delivery' | 'nobody'; because: string }> = [
	{ localPart: /^mailer[-_.]?daemon$/, kind: 'delivery', because: 'Sender is a mailer-daemon' },
	{ localPart: /^mail[-_.]?daemon$/, kind: 'delivery', because: 'Sender is a mail daemon' },
	{ localPart: /^post[-_.]?master$/, kind: 'nobody', because: 'Sender is a postmaster' },
	{ localPart: /^(?:.{0,60}[-_.+])?no[-_.]?reply(?:[-_.+].{0,60})?$/, kind: 'nobody', because: 'Sender takes no replies' },
	{ localPart: /^(?:.{0,60}[-_.+])?do[-_.]?not[-_.]?reply(?:[-_.+].{0,60})?$/, kind: 'nobody', because: 'Sender takes no replies' },
	{ localPart: /^bounces?(?:[-_.+].{0,200})?$/, kind: 'nobody', because: 'Sender is an address for bounces' },
];

/** Display names of delivery systems whose address does not give them away. */
export const DELIVERY_NAMES = /^(?:mail(?:er)?[ -]?daemon|(?:internet )?mail delivery (?:sub)?system|mail deliver system|interscan (?:mss|notification)|mail administrator|postmaster|system administrator|mail system)\b/i;

/** Roles in whose name systems and, more rarely, people write: no proof of a machine by themselves. */
export const SYSTEM_ROLE = /^(?:sys[-_.]?admin|admin(?:istrator)?|mail[-_.]?admin|root|postoffice|mailmaster|system|.{1,60}-(?:admin|owner|request))@/;

/** What an address tells about who is behind it, or null. */
export function machineSender(address: string): { kind: 'delivery' | 'nobody'; because: string } | null {
	const local = (address.slice(0, Math.max(0, address.lastIndexOf('@'))).slice(0, 256) || address.slice(0, 256)).toLowerCase();
	return MACHINE_SENDERS.find(({ localPart }) => localPart.test(local)) ?? null;
}
