import type { MailboxAccount } from './MailboxAccount';
import { openMailbox } from './openMailbox';

/** Signs in, counts the folders that can be opened, and leaves. Rejects with `MailboxError`: its message and remedy are made to be shown (M11). */
export async function testMailbox(account: MailboxAccount): Promise<{ folders: number }> {
	const session = await openMailbox(account, { connectTimeoutMs: 20_000 });
	try {
		const folders = await session.listFolders();
		return { folders: folders.filter(({ selectable }) => selectable).length };
	} finally {
		await session.close();
	}
}
