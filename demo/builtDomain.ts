import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { createSqlDesk } from '../helpdesk/desk/sql/createSqlDesk';
import type { openMailbox } from '../helpdesk/mailbox/openMailbox';
import type { openStore } from '../helpdesk/store/openStore';
import type { storeFile } from '../helpdesk/store/storeFile';

/** What the demo uses of the built domain: the very bundle that the nodes use, so that store and handle exist once. */
export interface BuiltDomain {
	createSqlDesk: typeof createSqlDesk;
	openMailbox: typeof openMailbox;
	openStore: typeof openStore;
	storeFile: typeof storeFile;
}

/** Rejects in plain words when the package is not built. */
export async function loadDomain(root: string): Promise<BuiltDomain> {
	const bundle = join(root, 'dist', 'helpdesk.js');
	if (!existsSync(bundle)) throw new Error(`${bundle} is missing: build the package first (npm run build).`);
	return (await import(bundle)) as BuiltDomain;
}
