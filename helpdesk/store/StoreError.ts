import { HelpdeskError } from '../errors';

/**
 * The store could not be opened, read or written. Codes of both kinds: `STORE_NOT_WRITABLE`, `STORE_FULL`, `STORE_CORRUPT`, `STORE_TOO_NEW`, `STORE_BUSY`, `STORE_IO`,
 * `STORE_CONSTRAINT`, `STORE_TOO_BIG`, `STORE_CLOSED`, `STORE_FAILED`; of a SQLite file: `STORE_NODE_TOO_OLD`, `STORE_NAME`, `STORE_NOT_A_FILE`; of PostgreSQL: `STORE_SETTINGS`,
 * `STORE_HOST_NOT_FOUND`, `STORE_UNREACHABLE`, `STORE_CONNECTION_LOST`, `STORE_TLS`, `STORE_SIGN_IN_REFUSED`, `STORE_DATABASE_MISSING`, `STORE_NO_RIGHTS`, `STORE_TABLES_MISSING`,
 * `STORE_TOO_MANY_CONNECTIONS`, `STORE_TIMEOUT`, `STORE_UNAVAILABLE`, `STORE_SERVER_TOO_OLD`; of copying: `STORE_MISSING`, `STORE_EXISTS`, `STORE_NOT_EMPTY`.
 */
export class StoreError extends HelpdeskError {}

/** Whether others were in the way, so that trying again later makes sense. */
export function isBusy(error: unknown): boolean {
	return error instanceof StoreError && error.code === 'STORE_BUSY';
}
