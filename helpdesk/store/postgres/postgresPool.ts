import { type ClientConfig, Pool, type PoolClient, TypeOverrides } from 'pg';

import type { PostgresSettings } from './PostgresSettings';

/** Connections of one process to one store. A transaction takes one for some milliseconds. */
const MOST_CONNECTIONS = 8;
const CONNECT_MS = 10_000;
/** Idle connections are given back, also those of a credential that was changed. */
const IDLE_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;

/** Counts (int8) and sums (numeric), by the numbers that PostgreSQL has for their types (pg_type). */
const AS_NUMBER = [20, 1700];

/** Numbers are numbers, as in SQLite; ids and counts stay far below 2^53. */
const numbers = new TypeOverrides();
for (const type of AS_NUMBER) {
	numbers.setTypeParser(type, Number);
}

function encryptionOf({ encryption, certificateAuthority }: PostgresSettings): ClientConfig['ssl'] {
	if (encryption === 'none') {
		return false;
	}
	return { rejectUnauthorized: encryption === 'checked', ...(certificateAuthority.trim() === '' ? {} : { ca: certificateAuthority }) };
}

/** A pool for these settings. Nothing that needs a session is used, so that it works behind a pooler (PgBouncer in transaction mode) too. */
export function createPool(settings: PostgresSettings, mostConnections = MOST_CONNECTIONS): Pool {
	const { host, port, database, user, password } = settings;
	const pool = new Pool({
		host,
		port,
		database,
		user,
		// A function, because the driver takes an empty text for "look into the environment".
		password: () => password,
		ssl: encryptionOf(settings),
		application_name: 'n8n-nodes-mail-helpdesk',
		types: numbers,
		max: mostConnections,
		connectionTimeoutMillis: CONNECT_MS,
		idleTimeoutMillis: IDLE_MS,
		allowExitOnIdle: true,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
	});
	// An error that nobody listens to would end the whole of n8n. Whoever uses the connection next is told.
	pool.on('error', () => undefined);
	pool.on('connect', (client: PoolClient) => void client.on('error', () => undefined));
	return pool;
}
