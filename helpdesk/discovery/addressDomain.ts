import { domainToASCII } from 'node:url';
import { DiscoveryError } from './DiscoveryError';
import { cleanHost } from './serviceRecords';

/** The domain of a mail address in ASCII. Rejects with `ADDRESS_UNUSABLE` when there is none to look anything up for. */
export function addressDomain(address: string): string {
	const at = address.lastIndexOf('@');
	const domain = at > 0 ? cleanHost(domainToASCII(address.slice(at + 1).trim())) : null;
	if (domain) return domain;
	throw new DiscoveryError('ADDRESS_UNUSABLE', 'The mail server cannot be found: host is empty, and user is not a mail address.', {
		fault: 'settings',
		remedy: 'Enter the host of the mail server, or the whole mail address as the user.',
	});
}
