import type * as NodeSqlite from 'node:sqlite';

import { StoreError } from '../StoreError';

type Builtin = ((name: 'node:sqlite') => typeof NodeSqlite | undefined) | undefined;

/**
 * Node's own SQLite, looked up when it is needed and not when this file is loaded, so that an older Node can still show why it is refused.
 * Rejects with `StoreError` `STORE_NODE_TOO_OLD`.
 */
export function loadSqlite(
	getBuiltin: Builtin = (process as { getBuiltinModule?: Builtin }).getBuiltinModule,
	nodeVersion = process.version,
): typeof NodeSqlite {
	const sqlite = getBuiltin?.('node:sqlite');
	if (!sqlite) {
		throw new StoreError('STORE_NODE_TOO_OLD', `This Node.js (${nodeVersion}) has no SQLite built in`, {
			fault: 'settings',
			remedy: 'The built-in help desk needs Node.js 22.13 or newer. Update Node.js (or the n8n image) and restart n8n.',
		});
	}
	return sqlite;
}
