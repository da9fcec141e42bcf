import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';

/** Sign-in to a server on this machine. */
export interface LocalServer {
	port: number;
	user: string;
	password: string;
}

/** Subjects of all messages by folder, in the order of their UIDs, as any mail program would see them. Folders without messages are listed too. */
export async function readSubjects({ port, user, password }: LocalServer): Promise<Record<string, string[]>> {
	const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: password }, logger: false });
	await client.connect();
	try {
		const subjects: Record<string, string[]> = {};
		for (const { path, flags } of await client.list()) {
			if (flags.has('\\Noselect')) continue;
			const { exists } = await client.mailboxOpen(path, { readOnly: true });
			const messages = exists === 0 ? [] : await client.fetchAll('1:*', { uid: true, headers: ['subject'] });
			const parsed = await Promise.all(messages.sort((a, b) => a.uid - b.uid).map(async ({ headers }) => await simpleParser(headers ?? '')));
			subjects[path] = parsed.map(({ subject }) => subject ?? '');
		}
		return subjects;
	} finally {
		await client.logout();
	}
}
