import type { AttachmentBytes, Email } from '../email/Email';
import type { Spooled, TidyAction } from '../mailbox/MailboxSession';

export interface ScannerSettings {
	/** Names this scanner's memory in the journal: workflow, node, account. */
	scope: string;
	/** Name that the user gave it (M1). */
	name: string;
	folders: string[];
	/** `new`: everything that arrives, read elsewhere or not. `unread`: unread at the moment of the scan. */
	scan: 'new' | 'unread';
	firstStart: 'only-new' | 'unread' | 'everything';
	/** What counts as one message where a mail lies in several folders, or in several mailboxes whose scanners have `store` here and the same store. */
	once: 'mailbox' | 'folder' | 'store';
	afterSuccess: TidyAction | null;
	/** Executions at once. */
	concurrency: number;
	/** Messages in one execution. One that has failed before always goes alone. */
	messagesPerExecution: number;
	/** One to work with, the others to watch folders. */
	connections: number;
	pollSeconds: number;
	/** Over this many bytes only headers and text are read. */
	maxBytes: number;
	/** Waits before the next tries of a message at fault; when they are used up it is quarantined. */
	retrySeconds: number[];
	/** Where messages that are put aside go; empty: they stay where they are. */
	quarantineFolder: string;
	keepSource: boolean;
	trustedAuthserv: string[];
	/** The workflow handles errors itself: failures noted by nodes are not counted. */
	ignoreNodeFailures: boolean;
	/** Say so when no mail came for so long; 0 for never. */
	alarmAfterHours: number;
}

/** A message on its way into the workflow. */
export interface ScannedMessage {
	email: Email;
	attachments: AttachmentBytes[];
	/** The raw bytes; without what was set aside, where there is a `spool`. */
	source: Buffer;
	/** The whole message, where it is large: valid until the delivery has ended. */
	spool?: Spooled;
	/** See `MessageSource`. */
	bodyPrefix?: Buffer;
	/** 1 for the first execution. */
	attempt: number;
}

/** How an execution ended. */
export type DeliveryOutcome = { ok: true } | { ok: false; error: string; fault: 'message' | 'world' };

/** What the scanner needs of whoever runs the workflow (n8n's trigger context, or a test). */
export interface ScannerHost {
	/** Starts one execution with these messages and resolves when it has ended. Never rejects. */
	deliver(messages: ScannedMessage[]): Promise<DeliveryOutcome>;
	/** A message was given up for now: shown as a failed execution. */
	quarantined(message: { email: Email | null; folder: string; uid: number }, error: string): void;
	/** Connection or intake changed state; rarely, see `createHealth`. */
	health(state: ScannerHealth): void;
}

export interface ScannerHealth {
	scanner: string;
	connected: boolean;
	/** Since when `connected` has been what it is. */
	since: string;
	/** Plain words: what fails. Empty when all is well. */
	problem: string;
	/** INTERNALDATE of the newest message that was seen. */
	lastMessageAt: string | null;
	waiting: number;
	running: number;
	/** Those of the waiting that have failed before. */
	retrying: number;
	quarantined: number;
	/** For how long the oldest message has been due. */
	lagSeconds: number;
	/** No mail came for longer than the mailbox is allowed to be silent. */
	silent: boolean;
	/** How far a long first scan has come, in plain words; empty otherwise. */
	progress: string;
}
