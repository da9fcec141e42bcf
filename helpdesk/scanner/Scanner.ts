import type { AttachmentBytes, Email } from '../email/Email';
import type { TidyAction } from '../mailbox/MailboxSession';

export interface ScannerSettings {
	/** Names this scanner's memory in the journal: workflow, node, account. */
	scope: string;
	/** Name that the user gave it (M1). */
	name: string;
	folders: string[];
	/** `new`: everything that arrives, read elsewhere or not. `unread`: unread at the moment of the scan. */
	scan: 'new' | 'unread';
	firstStart: 'only-new' | 'unread' | 'everything';
	afterSuccess: TidyAction | null;
	concurrency: number;
	pollSeconds: number;
	/** Over this many bytes only headers and text are read. */
	maxBytes: number;
	/** Waits before the next tries of a message at fault; when they are used up it is quarantined. */
	retrySeconds: number[];
	keepSource: boolean;
	quarantineFolder: string;
	trustedAuthserv: string[];
	/** The workflow handles errors itself: failures noted by nodes are not counted. */
	ignoreNodeFailures: boolean;
}

/** A message on its way into the workflow. */
export interface ScannedMessage {
	email: Email;
	attachments: AttachmentBytes[];
	/** The raw bytes. */
	source: Buffer;
	/** 1 for the first execution. */
	attempt: number;
}

/** How an execution ended. */
export type DeliveryOutcome = { ok: true } | { ok: false; error: string; fault: 'message' | 'world' };

/** What the scanner needs of whoever runs the workflow (n8n's trigger context, or a test). */
export interface ScannerHost {
	/** Starts one execution and resolves when it has ended. Never rejects. */
	deliver(message: ScannedMessage): Promise<DeliveryOutcome>;
	/** A message was given up for now: shown as a failed execution. */
	quarantined(message: { email: Email | null; folder: string; uid: number }, error: string): void;
	/** Connection and intake changed state; for logs and, later, the health output. */
	health(state: ScannerHealth): void;
}

export interface ScannerHealth {
	connected: boolean;
	/** Plain words: what fails, and since when. Empty when all is well. */
	problem: string;
	since: string;
}
