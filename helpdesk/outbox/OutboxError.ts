import { HelpdeskError, type HelpdeskErrorDetails } from '../errors';

/**
 * A mail could not be sent, or the outgoing server not be used. Codes: `HOST_NOT_FOUND`, `CONNECTION_REFUSED`, `TIMEOUT`, `CONNECTION_LOST`, `TLS_FAILED`,
 * `STARTTLS_MISSING`, `CERTIFICATE`, `NOT_AN_SMTP_SERVER`, `AUTHENTICATION_FAILED`, `AUTHENTICATION_REQUIRED`, `TEMPORARILY_REFUSED`, `SENDER_REFUSED`,
 * `RECIPIENT_REFUSED`, `MESSAGE_REFUSED`, `MESSAGE_TOO_LARGE`, `PORT_25`, `NO_RECIPIENT`, `BAD_ADDRESS`, `BAD_HEADER`, `BAD_MESSAGE_ID`, `SMTP_ERROR`.
 */
export class OutboxError extends HelpdeskError {
	/** The server may have taken the mail although no answer came: nobody can know. */
	readonly uncertain: boolean;

	constructor(code: string, message: string, details: HelpdeskErrorDetails & { uncertain?: boolean }) {
		super(code, message, details);
		this.uncertain = details.uncertain ?? false;
	}
}
