/** What imapflow and Node put on an error, read once and defensively. */
export interface ImapFailure {
	/** Of Node (`ECONNREFUSED`), OpenSSL (`CERT_HAS_EXPIRED`) or imapflow (`NoConnection`); empty when there is none. */
	code: string;
	message: string;
	/** `NO`, `BAD` or empty: how the server refused the command. */
	status: string;
	/** Response code (RFC 5530), e.g. `AUTHENTICATIONFAILED`. */
	responseCode: string;
	/** What the server wrote; may quote what it was sent. */
	serverText: string;
	authenticationFailed: boolean;
	tlsFailed: boolean;
	/** Names in the certificate, as OpenSSL prints them. */
	certificateNames: string;
}

export function readFailure(error: unknown): ImapFailure {
	const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
	const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '');
	const certificate = typeof fields.cert === 'object' && fields.cert !== null ? (fields.cert as Record<string, unknown>) : {};
	return {
		code: text('code'),
		message: text('message'),
		status: text('responseStatus'),
		responseCode: text('serverResponseCode').toUpperCase(),
		serverText: [text('responseText'), text('response'), text('reason')].find((part) => part !== '') ?? '',
		authenticationFailed: fields.authenticationFailed === true,
		tlsFailed: fields.tlsFailed === true,
		certificateNames: typeof certificate.subjectaltname === 'string' ? certificate.subjectaltname : '',
	};
}

/** A quotation of the server for people: one line, at most 200 characters, without the secret it may echo. */
export function quoteServer(text: string, secrets: string[]): string {
	let quoted = text;
	for (const secret of secrets) if (secret !== '') quoted = quoted.replaceAll(secret, '***');
	// Control characters would let a server write into a log or a terminal.
	const line = quoted.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
	return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
