import type { TidyAction } from '../mailbox/MailboxSession';

/**
 * The scanner's durable memory. `scope` names one scanner's view of one mailbox (workflow, node and account), so that two triggers on one mailbox
 * do not steal each other's messages. All times are ISO 8601 in UTC and come from the caller.
 */
export interface FolderCursor {
	folder: string;
	uidValidity: string;
	/** Every UID up to here is known: handled, or one of the journal's messages. */
	contiguousUid: number;
	/** INTERNALDATE of the newest message seen; used to find the place again after a change of UIDVALIDITY. */
	newestReceivedAt: string | null;
}

export type MessageState =
	/** Found, to be delivered at or after `nextTryAt`. */
	| 'waiting'
	/** An execution is running. */
	| 'running'
	/** The workflow succeeded; what is to be done in the mailbox is not finished. */
	| 'acknowledging'
	| 'quarantined';

export interface JournalMessage {
	folder: string;
	uidValidity: string;
	uid: number;
	state: MessageState;
	/** Executions started so far. */
	attempts: number;
	nextTryAt: string;
	/** `mailbox.key`; null until the bytes were read once. */
	key: string | null;
	messageId: string | null;
	/** Plain words, no text of the message. */
	lastError: string;
	/** Id of the scanner run that holds it in state `running`. */
	owner: string | null;
}

/** A failure that a node noted for a message although n8n may call the execution a success ("continue on fail"). */
export interface NodeFailure {
	node: string;
	message: string;
	fault: 'message' | 'world' | 'settings';
}

export interface Journal {
	cursor(scope: string, folder: string): Promise<FolderCursor | null>;
	/** Remembers new messages and moves the cursor in one transaction. Messages that are already known are left as they are. */
	discover(scope: string, cursor: FolderCursor, found: Array<{ uid: number; messageId: string | null }>, at: string): Promise<void>;
	/** When this scope was first started; written once, on the first call. */
	startedAt(scope: string, at: string): Promise<string>;
	/** Waiting messages that are due, oldest UID first, at most `limit`; `folders` only. */
	due(scope: string, folders: string[], at: string, limit: number): Promise<JournalMessage[]>;
	/** The earliest `nextTryAt` of any waiting message, or null. */
	nextDueAt(scope: string): Promise<string | null>;
	inState(scope: string, state: MessageState): Promise<JournalMessage[]>;
	/** waiting -> running, one more attempt, failures and requests of an earlier attempt forgotten. False when somebody else took it. */
	start(scope: string, message: JournalMessage, key: string, messageId: string, owner: string): Promise<boolean>;
	/** running -> waiting, to be tried again. `countAttempt` false takes the attempt back (a fault of the world). */
	retry(scope: string, message: JournalMessage, nextTryAt: string, error: string, countAttempt: boolean): Promise<void>;
	quarantine(scope: string, message: JournalMessage, error: string): Promise<void>;
	/** quarantined -> waiting with attempts 0. */
	release(scope: string, key: string, at: string): Promise<boolean>;
	/** running -> acknowledging. */
	succeed(scope: string, message: JournalMessage): Promise<void>;
	/** Forgets the row and keeps the key as handled. */
	finish(scope: string, message: JournalMessage, at: string): Promise<void>;
	/** Forgets the row without an effect: the message is gone from the server, or is a copy of a handled one. */
	drop(scope: string, message: JournalMessage): Promise<void>;
	isHandled(scope: string, key: string): Promise<boolean>;
	/** Puts messages of dead owners from `running` back to `waiting`; their attempt stays counted. */
	recover(scope: string, liveOwners: string[], at: string): Promise<number>;
	/** By nodes, for the message with this key: */
	noteFailure(key: string, failure: NodeFailure): Promise<void>;
	failures(key: string): Promise<NodeFailure[]>;
	/** Records what is to be done in the mailbox at acknowledgement; false when no scanner has this message in hand. */
	requestTidy(key: string, action: TidyAction): Promise<boolean>;
	tidyRequests(key: string): Promise<TidyAction[]>;
}
