import { HelpdeskError } from '../errors';

/**
 * The mailbox could not be reached, opened or changed. Codes: `HOST_NOT_FOUND`, `CONNECTION_REFUSED`, `TIMEOUT`, `TLS_FAILED`, `CERTIFICATE`,
 * `STARTTLS_MISSING`, `AUTHENTICATION_FAILED`, `LOGIN_DISABLED`, `TOO_MANY_CONNECTIONS`, `FOLDER_MISSING`, `CONNECTION_LOST`, `NOT_AN_IMAP_SERVER`,
 * `MESSAGE_GONE`, `MESSAGE_MISMATCH`, `NOT_MOVED`, `NOT_DELETED`, `NOT_FLAGGED`, `READ_ONLY`, `IMAP_ERROR`.
 */
export class MailboxError extends HelpdeskError {}
