import { commandRefused } from '../commandProblems';
import type { Connection } from '../connection';
import { fetchByUid } from '../fetchEnvelopes';
import { MailboxError, messageGone } from '../MailboxError';
import type { TidyAction, TidyResult } from '../MailboxSession';
import { keepsKeyword } from './keyword';
import type { Located } from './locate';

export type FlagAction = Extract<TidyAction['kind'], 'mark-read' | 'mark-unread' | 'flag' | 'unflag'>;

const FLAGS: Record<FlagAction, { flag: string; set: boolean; what: string }> = {
	'mark-read': { flag: '\\Seen', set: true, what: 'Marking the message as read' },
	'mark-unread': { flag: '\\Seen', set: false, what: 'Marking the message as unread' },
	flag: { flag: '\\Flagged', set: true, what: 'Flagging the message' },
	unflag: { flag: '\\Flagged', set: false, what: 'Removing the flag of the message' },
};

/** Sets or removes one flag, with it a keyword where the folder keeps it, and reads the flags again. Rejects with `MESSAGE_GONE` or `NOT_FLAGGED`. */
export async function setFlag(connection: Connection, located: Located, action: FlagAction, keyword?: string): Promise<TidyResult> {
	const { envelope, folder, uidValidity } = located;
	if (!envelope) throw messageGone();
	const { flag, set, what } = FLAGS[action];
	const { uid } = envelope;
	const result: TidyResult = { action, done: true, already: true, folder, uid, uidValidity, verifiedBy: 'flags' };
	const { client } = connection;
	const more = keyword !== undefined && keepsKeyword(connection, keyword) && !envelope.flags.includes(keyword) ? [keyword] : [];
	if (envelope.flags.includes(flag) === set && more.length === 0) return result;

	const change = set ? client.messageFlagsAdd : client.messageFlagsRemove;
	if (!(await change.call(client, String(uid), [flag, ...more], { uid: true }))) throw commandRefused(what, 'NOT_FLAGGED', connection.refusal);
	const [flags] = await fetchByUid(connection, [uid], { uid: true, flags: true }, (message) => message.flags ?? null);
	if (!flags) throw messageGone();
	if (flags.has(flag) !== set) {
		throw new MailboxError('NOT_FLAGGED', `${what} had no effect.`, {
			fault: 'settings',
			remedy: 'The server keeps no such mark in this folder, or this user may not change it.',
		});
	}
	return { ...result, already: false };
}
