import type { FolderState } from '../mailbox/MailboxSession';
import type { FolderCursor } from '../store/Journal';

export interface StatusPolls {
	/** The next look opens this folder, or all where none is named: somebody says that there is something in it, or asks for certainty. */
	open(folder?: string): void;
	/** Whether this look has to open the folder. Asked once for each look, because it counts them. */
	mustOpen(folder: string): boolean;
}

/** Looks at a folder of which one opens it. */
const ONE_IN = 10;
/** Where looks are rare, the folder is opened sooner than that. */
const OPEN_AGAIN_MS = 15 * 60_000;

/**
 * Which looks are content with a STATUS of the folder. It costs the server less than SELECT, and tells whether there can be something new; but some servers answer
 * it from a cache. So a folder is opened at the first look, at least at every tenth, after 15 minutes, and whenever `open` was called for it.
 */
export function createStatusPolls(now: () => Date): StatusPolls {
	const opened = new Map<string, { at: number; looks: number }>();
	return {
		open(folder) {
			if (folder === undefined) opened.clear();
			else opened.delete(folder);
		},
		mustOpen(folder) {
			const at = now().getTime();
			const last = opened.get(folder);
			if (last && last.looks < ONE_IN && at - last.at < OPEN_AGAIN_MS) {
				last.looks += 1;
				return false;
			}
			opened.set(folder, { at, looks: 1 });
			return true;
		},
	};
}

/**
 * Whether a folder of which the server says this holds nothing but what the cursor has passed. Anything else (UIDs counted anew, UIDNEXT further on, or gone back)
 * is for the look that opens the folder to understand: STATUS never decides what is to be done.
 */
export function saysNothingNew({ uidValidity, uidNext }: FolderState, cursor: FolderCursor): boolean {
	return uidValidity === cursor.uidValidity && uidNext === cursor.contiguousUid + 1;
}
