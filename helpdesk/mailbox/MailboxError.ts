import { HelpdeskError } from '../errors';

/**
 * The mailbox could not be reached, opened or changed. Codes: `HOST_NOT_FOUND`, `CONNECTION_REFUSED`, `TIMEOUT`, `TLS_FAILED`, `CERTIFICATE`,
 * `STARTTLS_MISSING`, `AUTHENTICATION_FAILED`, `LOGIN_DISABLED`, `SIGN_IN_DATA`, `RECONNECT_NEEDED`, `OAUTH_CLIENT_REFUSED`, `OAUTH_REFUSED`,
 * `TOKEN_SERVER_UNAVAILABLE`, `TOKEN_SERVER_UNREACHABLE`, `UNAVAILABLE`, `TOO_MANY_CONNECTIONS`, `FOLDER_MISSING`,
 * `FOLDER_CHANGED`, `CONNECTION_LOST`, `NOT_AN_IMAP_SERVER`, `MESSAGE_GONE`, `MESSAGE_MISMATCH`, `UNREADABLE`, `NOT_MOVED`, `NOT_DELETED`, `NOT_FLAGGED`,
 * `READ_ONLY`, `IMAP_ERROR`, `TEMPORARY_FILE`.
 */
export class MailboxError extends HelpdeskError {}

/** The message was moved or deleted by somebody else. */
export function messageGone(): MailboxError {
	return new MailboxError('MESSAGE_GONE', 'The message is no longer in its folder.', {
		fault: 'message',
		remedy: 'Somebody or something moved or deleted it in the meantime.',
	});
}
