import { HelpdeskError } from '../errors';

/**
 * The store could not be opened, read or written. Codes: `STORE_NODE_TOO_OLD`, `STORE_NAME`, `STORE_NOT_WRITABLE`, `STORE_NOT_A_FILE`, `STORE_FULL`, `STORE_CORRUPT`,
 * `STORE_TOO_NEW`, `STORE_BUSY`, `STORE_IO`, `STORE_CONSTRAINT`, `STORE_TOO_BIG`, `STORE_CLOSED`, `STORE_FAILED`.
 */
export class StoreError extends HelpdeskError {}
