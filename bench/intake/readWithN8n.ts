import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IVersionedNodeType } from 'n8n-workflow';
import type { Reading, Task } from './reader';
import { triggerContext } from './triggerContext';

/** The n8n of the end-to-end test (`npm run e2e:install`). */
const NODE_FILE = join(__dirname, '..', '..', 'test/e2e/node_modules/n8n-nodes-base/dist/nodes/EmailReadImap/EmailReadImap.node.js');

/** Whether n8n's own nodes are installed here. */
export const hasN8nNodes = (): boolean => existsSync(NODE_FILE);

/**
 * n8n's own Email Trigger, its code unchanged, in the version that new workflows get: it catches up with everything above a UID that it has seen.
 * Nothing is marked as read, so that no reader does more on the server than another.
 */
export async function readWithN8n({ port, folder, messages, dataFolder }: Task, format: 'resolved' | 'simple'): Promise<Omit<Reading, 'cpuSeconds'>> {
	const { EmailReadImap } = (await import(NODE_FILE)) as { EmailReadImap: new () => IVersionedNodeType };
	const type = new EmailReadImap();
	const name = 'Email Trigger';
	let count = 0;
	let bytes = 0;
	let settle: { resolve(): void; reject(error: Error): void };
	const all = new Promise<void>((resolve, reject) => {
		settle = { resolve, reject };
	});
	const context = await triggerContext({
		node: {
			id: 'n8n',
			name,
			type: 'n8n-nodes-base.emailReadImap',
			typeVersion: type.description.defaultVersion ?? 2.2,
			position: [0, 0],
			parameters: {
				mailbox: folder,
				postProcessAction: 'nothing',
				format,
				...(format === 'simple' ? { downloadAttachments: true } : {}),
				dataPropertyAttachmentsPrefixName: 'attachment_',
				options: { customEmailConfig: '["ALL"]' },
			},
			credentials: { imap: { id: 'imap', name: 'imap' } },
		},
		type,
		credentials: { imap: { host: '127.0.0.1', port, secure: false, user: 'alice', password: 'secret', allowUnauthorizedCerts: false } },
		dataFolder,
		staticData: { [`node:${name}`]: { lastMessageUid: 1 } },
		onEmit: (items) => {
			for (const item of items) for (const file of Object.values(item.binary ?? {})) bytes += file.bytes ?? 0;
			count += items.length;
			if (count >= messages) settle.resolve();
		},
		onError: (error) => settle.reject(error),
	});
	const start = performance.now();
	const response = await type.getNodeType().trigger?.call(context);
	await all;
	const seconds = (performance.now() - start) / 1000;
	await response?.closeFunction?.();
	return { messages: count, bytes, seconds };
}
