import { openMailbox, tidyAtOnce, HelpdeskError } from '../../helpdesk';
import type { Email, Journal, MailboxAccount, TidyAction, TidyResult } from '../../helpdesk';

export interface TidyChoices {
	action: TidyAction;
	/** Leave it to the trigger, which does it when the execution has succeeded. */
	afterSuccess: boolean;
	simulate: boolean;
}

/** What the item says about the tidying. */
export type TidyReport =
	| { action: TidyAction['kind']; status: 'simulated' | 'recorded'; folder: string; reason: string }
	| (TidyResult & { status: 'done' });

function targetOf(action: TidyAction): string {
	return 'folder' in action ? action.folder : '';
}

function needsFolder(action: TidyAction): TidyAction {
	if ('folder' in action && !action.folder) {
		throw new HelpdeskError('NO_TARGET_FOLDER', 'No folder is chosen', { fault: 'settings', remedy: 'Choose the folder to move or copy the message to.' });
	}
	return action;
}

/**
 * Tidies one message. By default the wish is recorded and the trigger carries it out at acknowledgement; where no trigger has the message in
 * hand, or at the user's choice, it is done at once and verified, and the journal learns where the message is, for a retry. `account` is only asked for when the mailbox is really opened.
 */
export async function tidyMessage(journal: Journal, account: () => Promise<MailboxAccount>, email: Email, choices: TidyChoices): Promise<TidyReport> {
	const action = needsFolder(choices.action);
	const shown = { action: action.kind, folder: targetOf(action) };
	if (choices.simulate) return { ...shown, status: 'simulated', reason: 'Test: nothing was changed' };
	const opened = await account();
	if (opened.readOnly) return { ...shown, status: 'simulated', reason: 'The credential is read only' };
	if (choices.afterSuccess && (await journal.requestTidy(email.mailbox.key, action))) {
		return { ...shown, status: 'recorded', reason: 'Done by the trigger when the execution has succeeded' };
	}
	const session = await openMailbox(opened);
	try {
		const result = await tidyAtOnce({ session, account: opened, journal }, email, action);
		if (result) return { ...result, status: 'done' };
		await journal.requestTidy(email.mailbox.key, action);
		return { ...shown, status: 'recorded', reason: 'The message is too large to be kept for a retry: done by the trigger when the execution has succeeded' };
	} finally {
		await session.close();
	}
}
