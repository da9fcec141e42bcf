/** What nodemailer and Node tell about a failed connection or command, without the error object. */
export interface SmtpFailure {
	/** nodemailer's code (`EAUTH`, `EENVELOPE` ...) */
	code: string;
	/** The system's or OpenSSL's code, e.g. `ECONNREFUSED`, `CERT_HAS_EXPIRED`; empty when there is none. */
	cause: string;
	/** SMTP command that failed, e.g. `RCPT TO`. */
	command: string;
	/** Reply code of the server, 0 when it gave none. */
	reply: number;
	/** Enhanced status code (RFC 3463), e.g. `5.7.8`; empty when there is none. */
	status: string;
	/** The server's words with addresses taken out, one line. */
	response: string;
	/** Names in the certificate, as OpenSSL prints them. */
	certificateNames: string;
	/** nodemailer's own words; for recognising, never for showing. */
	message: string;
}

const ADDRESS = /[^\s<>"'(),;:@]{1,128}@[^\s<>"'(),;:@]{1,255}/g;
const LONGEST_RESPONSE = 300;

/** A server's answer as it may be stored and shown: one line, no addresses, at most 300 characters. */
export function withoutAddresses(response: string): string {
	return response.slice(0, 4_000).replace(ADDRESS, '(address)').replace(/[\p{Cc}\s]+/gu, ' ').trim().slice(0, LONGEST_RESPONSE);
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Reads the error that a connection ended with. */
export function smtpFailure(error: unknown): SmtpFailure {
	const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
	const message = typeof error === 'object' && error !== null && 'message' in error ? textOf(error.message) : '';
	const response = textOf(fields.response);
	const code = textOf(fields.code);
	return {
		code,
		cause: textOf(fields.originalCode) || code,
		command: textOf(fields.command),
		reply: typeof fields.responseCode === 'number' ? fields.responseCode : Number(/^[2-5]\d\d/.exec(response)?.[0] ?? 0),
		status: /^[2-5]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '',
		response: withoutAddresses(response),
		certificateNames: typeof fields.cert === 'object' && fields.cert !== null && 'subjectaltname' in fields.cert ? textOf(fields.cert.subjectaltname) : '',
		message,
	};
}
