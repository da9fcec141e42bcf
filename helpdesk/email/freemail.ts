import { normaliseAddress } from './addresses';
import { FREEMAIL_DOMAINS } from './freemailDomains';

/** Domain of an address in lower case and Unicode; empty when it has none. */
export function domainOf(address: string): string {
	const at = address.lastIndexOf('@');
	return at === -1 ? '' : normaliseAddress(address.slice(at)).slice(1).replace(/\.$/, '');
}

/** True for domains where anybody gets an address, so that a shared domain says nothing about working for the same organisation. */
export function isFreemailDomain(domain: string): boolean {
	return FREEMAIL_DOMAINS.has(domain.trim().toLowerCase().replace(/\.$/, ''));
}
