import type { Readable } from 'node:stream';
import type { SetAside } from '../email/Email';

/** A folder as the server lists it. */
export interface FolderInfo {
	/** The name to use in every call, decoded. */
	path: string;
	/** `\Inbox`, `\Sent`, `\Trash` ... or empty. */
	specialUse: string;
	/** False for a folder that only holds other folders. */
	selectable: boolean;
}

export interface FolderState {
	path: string;
	/** As decimal text. */
	uidValidity: string;
	uidNext: number;
	messages: number;
}

/** What the server knows of a message beside its bytes. */
export interface Arrival {
	uid: number;
	/** RFC822.SIZE in bytes. */
	size: number;
	flags: string[];
	/** INTERNALDATE. */
	receivedAt: Date | null;
	/**
	 * What the server itself tells the message by, under every label, after a move and after a renumbering: X-GM-MSGID on Gmail, EMAILID where the server has OBJECTID
	 * (RFC 8474). Left out elsewhere.
	 */
	serverId?: string;
}

/** What the server says of a message without its bytes: enough to order and to group messages. */
export interface Envelope extends Arrival {
	messageId: string | null;
	inReplyTo: string | null;
	references: string[];
	/** Lower-case address, or empty. */
	from: string;
}

/** Which messages of a folder are asked for; conditions are joined by AND. */
export interface UidQuery {
	/** Only UIDs above this one (the server's echo of the last UID is filtered out). */
	above?: number;
	/** Only UIDs up to this one; together with `above`. */
	upTo?: number;
	unseen?: boolean;
	/** INTERNALDATE at or after this moment (exact, not by day). */
	since?: Date;
	messageId?: string;
	/** `serverId` of the message; finds nothing on a server that has none. */
	serverId?: string;
	/** Only messages that carry this keyword. */
	keyword?: string;
}

/** What to do with a message, and how it is told apart from a stranger with the same UID. */
export interface MessageTarget {
	/** `user@host` of the item; refused with `MESSAGE_MISMATCH` unless it is this session's. */
	account: string;
	folder: string;
	uidValidity: string;
	uid: number;
	/** Null when the mail has none of its own; then only a matching UIDVALIDITY is accepted. */
	messageId: string | null;
}

export type TidyAction =
	| { kind: 'move'; folder: string; createFolder: boolean }
	| { kind: 'copy'; folder: string; createFolder: boolean }
	| { kind: 'delete'; forGood: boolean }
	/** With a keyword set in the same command, where the folder keeps it. */
	| { kind: 'mark-read'; keyword?: string }
	| { kind: 'mark-unread' }
	| { kind: 'flag' }
	| { kind: 'unflag' }
	/** Where the folder keeps no new keywords, nothing is done and `note` says so. */
	| { kind: 'keyword'; keyword: string };

/** What was done, and how it was verified. Doing it again when it is already so is `done` with `already: true`. */
export interface TidyResult {
	action: TidyAction['kind'];
	done: boolean;
	already: boolean;
	/** Where the message lies now; null when it is gone for good. */
	folder: string | null;
	uid: number | null;
	uidValidity: string | null;
	/** `COPYUID`, `search`, `flags` or `gone`. */
	verifiedBy: string;
	/** What could not be done although the action counts as done, in plain words. */
	note?: string;
}

/** The bytes of a message, or as many of them as were asked for. */
export interface MessageSource {
	source: Buffer;
	envelope: Arrival;
	/** null, or `oversize`: then `source` is the original header with the text part as its only body. */
	partial: string | null;
	/** The first 2048 bytes of the original body (BODY[TEXT]), only when `partial` is set: the identity of the message is made from them. */
	bodyPrefix?: Buffer;
	/** What was left out of `source` because it is large: see `splitter` in `email/setAside.ts`. */
	setAside?: SetAside[];
	/** The whole message, where something was set aside. Whoever has it gives it back. */
	spool?: Spooled;
}

/** A message in a temporary file. Reading rejects with `TEMPORARY_FILE`, also once it was given back. */
export interface Spooled {
	/** In bytes. */
	readonly length: number;
	/** All of it, in memory. */
	whole(): Promise<Buffer>;
	/** Its bytes as they came; or, decoded, those of a file that was set aside. */
	stream(file?: SetAside): Readable;
	/** Gives the file back, also for a second time. Never rejects. */
	release(): Promise<void>;
}

/** Which messages are read into a file instead of into memory. */
export interface Spooling {
	/** Those of more bytes. */
	over: number;
	/** Bytes of one command; 1 MB. */
	piece?: number;
}

/**
 * One signed-in connection. Every method rejects with `MailboxError` and never returns a false success: imapflow's `false` is an error here.
 * Commands run one after another; calls may overlap. After `closed` has fired the session is dead: make a new one.
 */
export interface MailboxSession {
	/** `user@host`. */
	readonly account: string;
	readonly alive: boolean;
	listFolders(): Promise<FolderInfo[]>;
	/** Opens it anew, so that all is as of now. Rejects with `FOLDER_MISSING`, naming what looks like it. */
	openFolder(path: string): Promise<FolderState>;
	/**
	 * The same by one STATUS, without opening the folder; the folder that is open is left. Some servers say here what was so a while ago. Null when it cannot be had
	 * in this way (the folder is missing, the server refuses STATUS or leaves out a part of it): `openFolder` tells why.
	 */
	folderStatus(path: string): Promise<FolderState | null>;
	/** Ascending. */
	findUids(path: string, query: UidQuery): Promise<number[]>;
	/** In ascending order of UID; UIDs that are gone are left out. */
	fetchEnvelopes(path: string, uids: number[]): Promise<Envelope[]>;
	/** As `fetchEnvelopes`, with no more than what a message is noted by: for many, of which few are read soon. */
	fetchArrivals(path: string, uids: number[]): Promise<Array<Arrival & Pick<Envelope, 'messageId'>>>;
	/**
	 * BODY.PEEK[]: never changes \Seen. Messages after it among the envelopes fetched last are read in the same round trip (4 MB at most) and given out when they
	 * are asked for within ten seconds. Over `maxBytes` only headers and text come, with `partial: 'oversize'`. With `spooling`, of a large message only what is not set
	 * aside comes into memory, and the caller gives `spool` back. Rejects with `MESSAGE_GONE`.
	 */
	fetchSource(path: string, uid: number, maxBytes: number, spooling?: Spooling): Promise<MessageSource>;
	tidy(target: MessageTarget, action: TidyAction): Promise<TidyResult>;
	append(path: string, source: Buffer, flags: string[], options?: { createFolder?: boolean; receivedAt?: string | null }): Promise<void>;
	/** One round trip; rejects with `TIMEOUT` when the server does not answer within `timeoutMs`. */
	noop(timeoutMs: number): Promise<void>;
	/** Closes politely, within two seconds; never rejects. */
	close(): Promise<void>;
}

/** Watches one folder by IDLE on a connection of its own. */
export interface FolderWatcher {
	close(): Promise<void>;
}
