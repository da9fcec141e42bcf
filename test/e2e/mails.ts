/** What a test mail needs to say; everything else is filled in. */
export interface MailParts {
	id: string;
	from: string;
	subject?: string;
	text: string;
	/** More header lines, such as those of a reply or of an automatic mail. */
	headers?: Record<string, string>;
}

export const SUPPORT = 'support@helpdesk.example';

/** A mail to the help desk, ready to be delivered. Its Message-ID is `<id@customer.example>`. */
export function mail({ id, from, subject, text, headers = {} }: MailParts): string {
	const lines = {
		From: from,
		To: SUPPORT,
		...(subject === undefined ? {} : { Subject: subject }),
		Date: new Date().toUTCString().replace('GMT', '+0000'),
		'Message-ID': `<${id}@customer.example>`,
		'MIME-Version': '1.0',
		'Content-Type': 'text/plain; charset=utf-8',
		...headers,
	};
	return [...Object.entries(lines).map(([name, value]) => `${name}: ${value}`), '', text.replaceAll('\n', '\r\n'), ''].join('\r\n');
}
