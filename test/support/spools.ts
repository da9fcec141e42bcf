import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Temporary files of large messages: those that this process has open, and those that have a name. */
export function spools(): string[] {
	const open = readdirSync('/proc/self/fd').flatMap((fd) => {
		try {
			return [readlinkSync(join('/proc/self/fd', fd))];
		} catch {
			return [];
		}
	});
	return [...open, ...readdirSync(tmpdir())].filter((path) => /^mail-helpdesk-[\da-f]{8}-[\da-f]{4}-/.test(basename(path)));
}

/** A mail with these files, in base64 as mail programs write it. */
export function mailWithFiles(subject: string, ...files: Buffer[]): string {
	const parts = files.map((bytes, index) => {
		const head = `--b\r\nContent-Type: application/pdf; name=${String(index)}.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n`;
		return `${head}${bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')}`;
	});
	return [
		'From: Jana <jana@customer.example>', 'To: support@example.com', `Subject: ${subject}`, `Message-ID: <${subject}@customer.example>`, 'Date: Tue, 1 Dec 2026 10:00:00 +0000', 'MIME-Version: 1.0',
		'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the files.', ...parts, '--b--', '',
	].join('\r\n');
}
