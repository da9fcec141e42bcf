import { commandRefused } from '../commandProblems';
import type { Connection } from '../connection';
import { messageGone } from '../MailboxError';
import type { TidyResult } from '../MailboxSession';
import type { Located } from './locate';

/** Whether the folder that is selected keeps this keyword: PERMANENTFLAGS names it, or `\\*` for any (RFC 9051 section 7.1). */
export function keepsKeyword({ client }: Connection, keyword: string): boolean {
	const { mailbox } = client;
	const kept = mailbox ? mailbox.permanentFlags : undefined;
	return kept !== undefined && (kept.has('\\*') || kept.has(keyword));
}

/** Puts a keyword on the message; says in `note` where the folder keeps none. Rejects with `MESSAGE_GONE` or `NOT_FLAGGED`. */
export async function setKeyword(connection: Connection, { envelope, folder, uidValidity }: Located, keyword: string): Promise<TidyResult> {
	if (!envelope) throw messageGone();
	const { uid } = envelope;
	const result: TidyResult = { action: 'keyword', done: true, already: true, folder, uid, uidValidity, verifiedBy: 'flags' };
	if (envelope.flags.includes(keyword)) return result;
	if (!keepsKeyword(connection, keyword)) return { ...result, note: 'The server keeps no keywords in this folder.' };
	const done = await connection.client.messageFlagsAdd(String(uid), [keyword], { uid: true });
	if (!done) throw commandRefused('Marking the message as handled', 'NOT_FLAGGED', connection.refusal);
	return { ...result, already: false };
}
