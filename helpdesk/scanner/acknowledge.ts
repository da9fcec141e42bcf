import type { Journal, JournalMessage } from '../store/Journal';
import { MailboxError } from '../mailbox/MailboxError';
import type { MailboxSession, TidyAction } from '../mailbox/MailboxSession';
import type { ScannerSettings } from './Scanner';
import { witnessOf } from './witness';

/** Flags first, then copies, then the one action that takes the message away. */
const ORDER: Record<TidyAction['kind'], number> = { 'mark-read': 0, 'mark-unread': 0, flag: 0, unflag: 0, keyword: 0, copy: 1, move: 2, delete: 2 };
/** There is nothing left to be done, nothing may be done, or nobody can tell which message it is: none of this gets better by waiting. */
const SETTLED = new Set(['MESSAGE_GONE', 'MESSAGE_MISMATCH', 'READ_ONLY']);

/** What acknowledging needs to know of a scanner. */
export type Acknowledging = Pick<ScannerSettings, 'scope' | 'once' | 'afterSuccess'>;

function takesAway(action: TidyAction): boolean {
	return ORDER[action.kind] === 2;
}

/**
 * What to do in the mailbox for one message: what the workflow asked for, and what the trigger does after success unless the workflow
 * already takes the message away. Of several moves or deletions the last one counts.
 */
export function tidyPlan(requests: TidyAction[], afterSuccess: TidyAction | null): TidyAction[] {
	const away = requests.filter(takesAway).at(-1) ?? (afterSuccess && takesAway(afterSuccess) ? afterSuccess : null);
	const stays = requests.filter((action) => !takesAway(action));
	const flagOfTrigger = afterSuccess && !takesAway(afterSuccess) && !stays.some((action) => ORDER[action.kind] === 0) ? [afterSuccess] : [];
	return [...flagOfTrigger, ...stays, ...(away ? [away] : [])].sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}

/** Puts the mark of the second witness before everything that may take the message away; into the same command as "read" where that is set. */
export function withWitness(plan: TidyAction[], keyword: string): TidyAction[] {
	if (!plan.some(({ kind }) => kind === 'mark-read')) return [{ kind: 'keyword', keyword }, ...plan];
	return plan.map((action) => (action.kind === 'mark-read' ? { ...action, keyword } : action));
}

/**
 * Acknowledges one message whose workflow succeeded: carries out its plan and forgets the row. Safe to run again after a kill at any
 * point, because every tidy action is idempotent. Rejects with `MailboxError` when the mailbox refuses; the row then stays for the next try.
 */
export async function acknowledge(
	session: MailboxSession,
	journal: Journal,
	settings: Acknowledging,
	message: JournalMessage,
	now: () => Date,
): Promise<void> {
	const { scope, afterSuccess } = settings;
	const requests = message.key ? await journal.tidyRequests(message.key) : [];
	const takenAway = message.key ? await journal.takenAway(message.key) : null;
	// A place without UID was only intended: where the message really is then, `tidy` finds out.
	const movedTo = takenAway?.place?.uid ? takenAway.place : null;
	const putAside = takenAway?.place?.putAside === true;
	const byNode = movedTo !== null && !putAside;
	const plan = tidyPlan(requests, byNode && afterSuccess && takesAway(afterSuccess) ? null : afterSuccess);
	// What was put aside and is handled after all goes where it would have stayed.
	const complete: TidyAction[] = putAside && !plan.some(takesAway) ? [...plan, { kind: 'move', folder: message.folder, createFolder: true }] : plan;
	const places = movedTo ? [movedTo] : putAside ? [message, takenAway.place ?? message] : [message];
	for (const { folder, uidValidity, uid } of places) {
		const target = { account: session.account, folder, uidValidity, uid, messageId: message.messageId || null };
		// "Leave as it was" allows no mark at all.
		for (const action of afterSuccess ? withWitness(complete, witnessOf(settings, message.folder)) : complete) {
			try {
				await session.tidy(target, action);
			} catch (error) {
				if (!(error instanceof MailboxError) || !(SETTLED.has(error.code) || (movedTo && (await isWithoutFolder(session, error, folder))))) throw error;
			}
		}
	}
	await journal.finish(scope, message, now().toISOString());
}

/** The folder that the message was put into has been removed since, and the message with it. */
async function isWithoutFolder(session: MailboxSession, error: MailboxError, folder: string): Promise<boolean> {
	return error.code === 'FOLDER_MISSING' && !(await session.listFolders()).some(({ path }) => path === folder);
}
