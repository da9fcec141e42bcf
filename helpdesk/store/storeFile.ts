import { join } from 'node:path';

import { StoreError } from './StoreError';

const SAFE_NAME = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/i;
/** Names that Windows keeps for devices, with any extension. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * Where the store with this name lies: `<userFolder>/.n8n/mail-helpdesk/<name>.sqlite`, the same from every node. The name is part of a path and therefore limited to
 * 1 to 64 letters, digits, `-` and `_`, beginning and ending with a letter or digit, and taken in lower case; anything else throws `StoreError` `STORE_NAME`.
 */
export function storeFile({ userFolder, name }: { userFolder: string; name: string }): string {
	if (!SAFE_NAME.test(name) || DEVICE_NAME.test(name)) {
		throw new StoreError('STORE_NAME', 'This name cannot be used for a help desk', {
			fault: 'settings',
			remedy: 'Use 1 to 64 letters (a to z), digits, hyphens and underscores, beginning and ending with a letter or digit.',
		});
	}
	return join(userFolder, '.n8n', 'mail-helpdesk', `${name.toLowerCase()}.sqlite`);
}
