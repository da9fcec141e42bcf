import type { ImapFlow } from 'imapflow';
import { readAnswersOurselves, type FetchAnswers } from './fetchAnswers';
import type { MailboxAccount } from './MailboxAccount';
import type { FolderInfo } from './MailboxSession';

/** What the commands of one signed-in session share. One command at a time uses it: see `createQueue`. */
export interface Connection {
	readonly client: ImapFlow;
	readonly account: MailboxAccount;
	/** `user@host`. */
	readonly name: string;
	/** UIDVALIDITY of each folder when `openFolder` last reported it, by the name the caller uses. */
	readonly reported: Map<string, string>;
	/** The name the caller uses -> the server's, where they differ in case, separator or prefix. */
	readonly aliases: Map<string, string>;
	/** Folders whose STATUS the server refused, by the name the caller uses, and until when it is not asked again (ms). */
	readonly withoutStatus: Map<string, number>;
	/** As last listed; null before that and after a folder was created or found missing. */
	folders: FolderInfo[] | null;
	/** Set by a SELECT that no search followed yet: the view of the folder is fresh. */
	justSelected: boolean;
	/** Sizes from the last calls of `fetchEnvelopes`, by `folder uidValidity uid`; saves a round trip before the bytes are read. */
	readonly sizes: Map<string, number>;
	/** The shortest time in which the server began to answer a FETCH; null before the first. */
	soonestMs: number | null;
	/** Response code (RFC 5530) of the last command that the server refused, or empty. imapflow answers `false` and drops it. */
	refusal: string;
	readonly answers: FetchAnswers;
}

export function createConnection(client: ImapFlow, account: MailboxAccount, name: string): Connection {
	const connection: Connection = {
		client,
		account,
		name,
		reported: new Map(),
		aliases: new Map(),
		withoutStatus: new Map(),
		folders: null,
		justSelected: false,
		sizes: new Map(),
		soonestMs: null,
		refusal: '',
		answers: readAnswersOurselves(client),
	};
	client.on('response', ({ response, code }) => {
		connection.refusal = response.toUpperCase() === 'OK' ? '' : (code ?? '').toUpperCase();
	});
	return connection;
}

/** True when the server has the extension by name or as part of IMAP4rev2 (RFC 9051 appendix E). */
export function offers(client: ImapFlow, extension: 'ESEARCH' | 'MOVE' | 'UIDPLUS' | 'IDLE' | 'UNSELECT'): boolean {
	const onlyRev2 = client.capabilities.has('IMAP4rev2') && !client.capabilities.has('IMAP4rev1');
	return client.capabilities.has(extension) || client.enabled.has('IMAP4REV2') || onlyRev2;
}

/** Runs tasks one after another, in the order of their coming; a failed one does not stop the next. */
export function createQueue(): { run<T>(task: () => Promise<T>): Promise<T>; busy(): boolean } {
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;
	return {
		async run(task) {
			waiting += 1;
			const mine = last.then(task, task);
			last = mine.catch(() => undefined);
			try {
				return await mine;
			} finally {
				waiting -= 1;
			}
		},
		busy: () => waiting > 0,
	};
}
