export interface PlainMail {
	/** With angle brackets; null for a mail without Message-ID. */
	id?: string | null;
	subject?: string;
	from?: string;
	headers?: string[];
	body?: string;
}

/** A small message in RFC 5322 format. */
export function plainMail({ id = '<one@example.com>', subject = 'One', from = 'Carol <carol@example.com>', headers = [], body = 'Hello.' }: PlainMail = {}): string {
	const lines = [`From: ${from}`, 'To: support@example.com', `Subject: ${subject}`, 'Date: Tue, 3 Mar 2026 10:00:00 +0000'];
	if (id !== null) lines.push(`Message-ID: ${id}`);
	return [...lines, ...headers, '', body, ''].join('\r\n');
}
