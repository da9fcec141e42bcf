import { randomBytes } from 'node:crypto';

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

/** The same with two files of `bytes` random bytes each. */
export function mailWithFiles(parts: MailParts, bytes: number): string {
	const boundary = 'part-of-the-test';
	const file = (name: string) => [
		`--${boundary}`,
		'Content-Type: application/octet-stream',
		`Content-Disposition: attachment; filename="${name}"`,
		'Content-Transfer-Encoding: base64',
		'',
		randomBytes(bytes).toString('base64').replaceAll(/.{76}/g, '$&\n'),
	];
	const body = [`--${boundary}`, 'Content-Type: text/plain; charset=utf-8', '', parts.text, ...file('report.bin'), ...file('picture.bin'), `--${boundary}--`];
	return mail({ ...parts, text: body.join('\n'), headers: { ...parts.headers, 'Content-Type': `multipart/mixed; boundary="${boundary}"` } });
}
