import type { Connection } from '../connection';
import { MailboxError } from '../MailboxError';
import type { MessageTarget, TidyAction, TidyResult } from '../MailboxSession';
import { readOnlyMailbox } from '../readOnly';
import { copy } from './copy';
import { remove } from './delete';
import { setFlag, type FlagAction } from './flags';
import { setKeyword } from './keyword';
import { locate, type Located } from './locate';
import { move } from './move';

/**
 * Does one thing to one message and makes sure that it is done; safe to run again. Before any command by UID, account, UIDVALIDITY and Message-ID are
 * compared: a wrong credential or a renumbered folder must not touch somebody else's mail. Rejects with `MESSAGE_MISMATCH`, `MESSAGE_GONE`,
 * `READ_ONLY`, `FOLDER_MISSING`, `NOT_MOVED`, `NOT_DELETED`, `NOT_FLAGGED`.
 */
export async function tidy(connection: Connection, target: MessageTarget, action: TidyAction): Promise<TidyResult> {
	if (connection.account.readOnly) throw readOnlyMailbox();
	if (target.account !== connection.name) {
		throw new MailboxError('MESSAGE_MISMATCH', `The message belongs to ${target.account}, and this credential is for ${connection.name}.`, {
			fault: 'settings',
			remedy: 'Choose the credential of the mailbox that the message came from.',
		});
	}
	const located = await locate(connection, target);
	return await perform(connection, located, action);
}

async function perform(connection: Connection, located: Located, action: TidyAction): Promise<TidyResult> {
	switch (action.kind) {
		case 'move':
			return await move(connection, located, action);
		case 'copy':
			return await copy(connection, located, action);
		case 'delete':
			return await remove(connection, located, action.forGood);
		case 'keyword':
			return await setKeyword(connection, located, action.keyword);
		default:
			return await setFlag(connection, located, action.kind satisfies FlagAction, action.kind === 'mark-read' ? action.keyword : undefined);
	}
}
