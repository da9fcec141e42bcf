import type { INodeType } from 'n8n-workflow';
import type { MailboxAccount, MessageSource } from '../../helpdesk';
import { createTicketSigner } from '../../helpdesk';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { messageOf } from '../../helpdesk/scanner/readMessage';
import { toItem } from '../../nodes/common/emailItem';
import type { Reading, Task } from './reader';
import { triggerContext } from './triggerContext';

const SETTINGS = { name: 'Bench', maxBytes: 25 * 1024 * 1024, trustedAuthserv: [] };
const CONCURRENCY = 5;
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
	const finish = async (fetched: MessageSource) => {
		const place = { folder, uidValidity, uid: fetched.envelope.uid };
		const { email, attachments } = await messageOf({ account, settings: SETTINGS, knowledge }, fetched, place, false);
		const item = await toItem(email, attachments, null, async (content, fileName, type) => await context.helpers.prepareBinaryData(content, fileName, type));
		for (const file of Object.values(item.binary ?? {})) bytes += file.bytes ?? 0;
		count += 1;
	};
	const inHand = new Set<Promise<void>>();
	for await (const fetched of session.fetchSources?.(folder, uids, SETTINGS.maxBytes) ?? []) {
		const done = finish(fetched).finally(() => inHand.delete(done));
		inHand.add(done);
		if (inHand.size >= CONCURRENCY) await Promise.race(inHand);
	}
	await Promise.all(inHand);
	const seconds = (performance.now() - start) / 1000;
	await session.close();
	if (count !== messages) throw new Error(`Read ${count} of ${messages} messages`);
	return { messages: count, bytes, seconds };
}
