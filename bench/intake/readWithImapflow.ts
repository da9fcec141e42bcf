import { ImapFlow } from 'imapflow';
import type { Reading, Task } from './reader';

/** The library underneath, fetching the sources and doing nothing with them. */
export async function readWithImapflow({ port, folder }: Task): Promise<Omit<Reading, 'cpuSeconds'>> {
	const start = performance.now();
	const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user: 'alice', pass: 'secret' }, logger: false });
	await client.connect();
	await client.mailboxOpen(folder);
	let messages = 0;
	let bytes = 0;
	for await (const { source } of client.fetch('2:*', { source: true }, { uid: true })) {
		messages += 1;
		bytes += source?.length ?? 0;
	}
	const seconds = (performance.now() - start) / 1000;
	client.close();
	return { messages, bytes, seconds };
}
