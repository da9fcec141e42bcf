import type { Envelope, TidyAction } from '../mailbox/MailboxSession';

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
	/** By which the server itself tells the message, see `identityOnServer` of the scanner; null where it has nothing such. */
	serverId: string | null;
	/** Plain words, no text of the message. */
	lastError: string;
	/** Id of the scanner run that holds it in state `running`. */
	owner: string | null;
}

/** A message as a look at its folder finds it. */
export type FoundMessage = Pick<JournalMessage, 'uid' | 'messageId'> & Partial<Pick<JournalMessage, 'serverId'>>;

/** What a message is in every mailbox; scanners that have said nothing since `aliveSince` do not count with what they have not finished. */
export interface SharedMessage {
	id: string;
	aliveSince: string;
}

/** `handled`: it is done. `in hand`: that is not decided yet. */
export type Elsewhere = 'handled' | 'in hand' | 'nowhere';

/** A message put aside, with the scanner that has it. */
export interface QuarantinedMessage extends JournalMessage {
	scope: string;
	/** Name and account of the scanner; empty when it never ran since the store knows them. */
	scanner: string;
	account: string;
}

/** How much a scanner has on its hands. */
export interface JournalCounts {
	waiting: number;
	/** Those of the waiting that have failed before. */
	retrying: number;
	running: number;
	acknowledging: number;
	quarantined: number;
	/** When the message that has been due for longest became due; null when none waits. */
	dueSince: string | null;
}

/** What a scanner last said of itself. `health` is JSON of its making. */
export interface ScannerState {
	scope: string;
	name: string;
	account: string;
	health: string;
	updatedAt: string;
	/** Somebody asked for a look at this time; answered when `lookedAt` is not before it. */
	askedAt: string | null;
	lookedAt: string | null;
}

/** A failure that a node noted for a message although n8n may call the execution a success ("continue on fail"). */
export interface NodeFailure {
	node: string;
	message: string;
	fault: 'message' | 'world' | 'settings';
}

/** Where a message lies in its mailbox. Empty `uidValidity` and UID 0 when only the folder is known. */
export interface MessagePlace {
	folder: string;
	uidValidity: string;
	uid: number;
	/** The scanner itself has put it there, as a message that is put aside. */
	putAside?: boolean;
}

/** A message that a node took away before its execution had ended: what a retry needs to find it again. */
export interface TakenAway {
	/** As the message was read. */
	envelope: Envelope;
	/** Where it was put; null when it was deleted for good. */
	place: MessagePlace | null;
	/** Its raw bytes, kept when it could not be found again otherwise. */
	source: Buffer | null;
}

export interface Journal {
	cursor(scope: string, folder: string): Promise<FolderCursor | null>;
	/** Remembers new messages and moves the cursor in one transaction. Messages that are already known are left as they are. */
	discover(scope: string, cursor: FolderCursor, found: FoundMessage[], at: string, cursorMayGoBack?: boolean): Promise<void>;
	/** All rows that are known by this key, in any state. */
	withKey(scope: string, key: string): Promise<JournalMessage[]>;
	/** The key of the message that the server tells by this, handled already or read once; null when it was never read. */
	keyOnServer(scope: string, serverId: string): Promise<string | null>;
	/**
	 * The message lies in another place now: its row goes there with state, attempts and key, in place of a row that is there already. Does nothing
	 * when that row has been started.
	 */
	relocate(scope: string, message: JournalMessage, place: Pick<JournalMessage, 'folder' | 'uidValidity' | 'uid'>): Promise<void>;
	/** The server counts UIDs from `fromUid` anew under the same UIDVALIDITY: rows from there on get `name` as theirs, and count as outdated. */
	outdate(scope: string, folder: string, uidValidity: string, fromUid: number, name: string): Promise<void>;
	counts(scope: string, at: string): Promise<JournalCounts>;
	/** Of all scanners, or of one; with the place where each lies now, as far as it is known. */
	quarantinedMessages(scope?: string): Promise<QuarantinedMessage[]>;
	/** By the scanner: */
	saveState(state: Pick<ScannerState, 'scope' | 'name' | 'account' | 'health' | 'updatedAt'>): Promise<void>;
	states(): Promise<ScannerState[]>;
	/** Asks a scanner, in whatever process it runs, to look for mail. */
	askForLook(scope: string, at: string): Promise<void>;
	/** The scanner has begun a look at this time, and finished it. */
	looked(scope: string, at: string): Promise<void>;
	/** When this scope was first started; written once, on the first call. */
	startedAt(scope: string, at: string): Promise<string>;
	/** Waiting messages that are due, oldest UID first, at most `limit`; `folders` only. */
	due(scope: string, folders: string[], at: string, limit: number): Promise<JournalMessage[]>;
	/** The earliest `nextTryAt` of any waiting message, or of those due after a moment; null when there is none. */
	nextDueAt(scope: string, after?: string): Promise<string | null>;
	inState(scope: string, state: MessageState): Promise<JournalMessage[]>;
	/**
	 * waiting -> running, one more attempt, failures and requests of an earlier attempt forgotten. False when somebody else took it: also when another scanner has the
	 * message that all mailboxes know by `shared.id`, see `elsewhere`.
	 */
	start(scope: string, message: JournalMessage, key: string, messageId: string, owner: string, shared?: SharedMessage): Promise<boolean>;
	/** What other scanners that share their messages have done with this one, in their mailboxes. */
	elsewhere(scope: string, message: JournalMessage, shared: SharedMessage): Promise<Elsewhere>;
	/** running -> waiting, to be tried again. `countAttempt` false takes the attempt back (a fault of the world). */
	retry(scope: string, message: JournalMessage, nextTryAt: string, error: string, countAttempt: boolean): Promise<void>;
	quarantine(scope: string, message: JournalMessage, error: string): Promise<void>;
	/** quarantined -> waiting with attempts 0. */
	release(scope: string, key: string, at: string): Promise<boolean>;
	/** running -> acknowledging. */
	succeed(scope: string, message: JournalMessage): Promise<void>;
	/** Forgets the row and keeps the key as handled. */
	finish(scope: string, message: JournalMessage, at: string): Promise<void>;
	/** Forgets the row without an effect: the message is gone from the server, or is a copy of a handled one. A waiting copy inherits its attempts. */
	drop(scope: string, message: JournalMessage): Promise<void>;
	isHandled(scope: string, key: string): Promise<boolean>;
	/** Puts messages of dead owners from `running` back to `waiting`; their attempt stays counted. */
	recover(scope: string, liveOwners: string[], at: string): Promise<number>;
	/** Scanners of other processes may work with this journal too. */
	shared: boolean;
	/** A run of a scanner is alive: counts its number up, from 1. */
	beat(owner: string): Promise<void>;
	/** The numbers of all runs that have not ended. */
	beats(): Promise<Map<string, number>>;
	/** A run has nothing in hand any more, or is taken for dead. */
	endRun(owner: string): Promise<void>;
	/** By nodes, for the message with this key: */
	noteFailure(key: string, failure: NodeFailure): Promise<void>;
	failures(key: string): Promise<NodeFailure[]>;
	/** Records what is to be done in the mailbox at acknowledgement; false when no scanner has this message in hand. */
	requestTidy(key: string, action: TidyAction): Promise<boolean>;
	tidyRequests(key: string): Promise<TidyAction[]>;
	/**
	 * Notes, before a node takes a message away at once, where it will be or what its bytes are; called again with its new UID. What is null keeps
	 * what was noted before. False when no scanner has this message in hand. Forgotten with the message's row.
	 */
	noteTakenAway(key: string, note: TakenAway): Promise<boolean>;
	takenAway(key: string): Promise<TakenAway | null>;
	/**
	 * Notes where the scanner puts a message that is put aside: the intended place (UID 0) before it does, the true one afterwards. False, and nothing noted, when
	 * the message is not put aside any more, or lies elsewhere by now.
	 */
	notePutAside(scope: string, key: string, envelope: Envelope, place: MessagePlace): Promise<boolean>;
}
