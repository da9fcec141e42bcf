import { createRequire } from 'node:module';
import type { INodeType } from 'n8n-workflow';
import type { MailboxAccount } from '../../helpdesk';
import { toItem } from '../../nodes/common/emailItem';
import type { Reading, Task } from './reader';
import { triggerContext } from './triggerContext';

/** As it is shipped: the thread that reads messages is a bundle beside it. */
const { createTicketSigner, freeBytes, openMailbox, readMessage, SPOOLING } = createRequire(__filename)('../../dist/helpdesk.js') as typeof import('../../helpdesk');

const SETTINGS = { name: 'Bench', maxBytes: 25 * 1024 * 1024, trustedAuthserv: [] };
/** As the scanner does by default. */
const CONCURRENCY = 5;
/** As the scanner does: envelopes of so many messages first, and of so many more before the last of them is given out. */
const WINDOW = 200;
const AHEAD = 1_000;
const LOW = 600;
const NAME = 'IMAP Scanner Trigger';

/** The reading path of this package's trigger: everything between the server and the item, binaries in n8n's store. */
export async function readOurs({ port, folder, messages, dataFolder }: Task): Promise<Omit<Reading, 'cpuSeconds'>> {
	const account: MailboxAccount = {
		host: '127.0.0.1', port, security: 'none', checkCertificate: true, certificateAuthority: '', user: 'alice', address: 'support@example.com',
		secret: async () => ({ kind: 'password', password: 'secret' }), readOnly: true,
	};
	const type = { description: { name: 'imapScannerTrigger', displayName: NAME, properties: [], version: 1 } } as unknown as INodeType;
	const context = await triggerContext({
		node: { id: 'ours', name: NAME, type: 'ours', typeVersion: 1, position: [0, 0], parameters: {} },
		type,
		credentials: {},
		dataFolder,
		onEmit: () => undefined,
		onError: () => undefined,
	});
	const signer = createTicketSigner(Buffer.alloc(32, 7));
	const knowledge = { signer, ownAddresses: ['support@example.com'], systemId: 'bench' };
	let count = 0;
	let bytes = 0;
	const start = performance.now();
	const session = await openMailbox(account);
	const { uidValidity } = await session.openFolder(folder);
	const uids = await session.findUids(folder, { above: 1 });
	let known = 0;
	let given = 0;
	let fetching: Promise<void> | null = null;
	const fetchEnvelopes = async (upTo: number) => {
		const more = uids.slice(known, upTo);
		await session.fetchEnvelopes(folder, more);
		known += more.length;
		fetching = null;
	};
	const nextUid = async (): Promise<number | undefined> => {
		while (known < uids.length && known <= given) await (fetching ??= fetchEnvelopes(given + WINDOW));
		return uids[given++];
	};
	/** As the scanner does whenever a message is done: the next envelopes are asked for when few are left, and nobody waits for them before he has to. */
	const lookAhead = () => {
		if (known < uids.length && known - given < LOW) fetching ??= fetchEnvelopes(given + AHEAD);
	};
	const work = async () => {
		for (let uid = await nextUid(); uid !== undefined; uid = await nextUid()) {
			const message = await readMessage({ session, account, settings: SETTINGS, knowledge, spooling: SPOOLING }, folder, uidValidity, uid, false);
			const item = await toItem(message, false, async (content, name, mimeType) => await context.helpers.prepareBinaryData(content, name, mimeType));
			for (const file of Object.values(item.binary ?? {})) bytes += file.bytes ?? 0;
			// As the trigger does when an item has its files.
			freeBytes(message.source, ...message.attachments.map(({ content }) => content));
			await message.spool?.release();
			count += 1;
			lookAhead();
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, work));
	const seconds = (performance.now() - start) / 1000;
	await session.close();
	if (count !== messages) throw new Error(`Read ${count} of ${messages} messages`);
	return { messages: count, bytes, seconds };
}
