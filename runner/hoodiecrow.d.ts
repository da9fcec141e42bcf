/** The part of hoodiecrow-imap 2.1 that we use; the package has no types of its own. */
declare module 'hoodiecrow-imap' {
	import type { Server, Socket } from 'node:net';

	namespace hoodiecrow {
		interface Message {
			uid: number;
			flags: string[];
			/** Bytes as latin1 characters. */
			raw: string;
			/** `17-Jul-2026 10:11:12 +0000`. */
			internaldate: string;
			/** With Gmail's extension. */
			'X-GM-MSGID'?: string;
		}

		interface Mailbox {
			path: string;
			flags: string[];
			messages: Message[];
			uidvalidity: number;
			uidnext: number;
			'special-use'?: string;
		}

		interface Connection {
			socket: Socket | null;
		}

		/** One item of a FETCH command. */
		interface FetchItem {
			section?: Array<{ value: string }>;
			partial?: number[];
		}

		type FetchHandler = (connection: Connection, message: Message, query: FetchItem) => unknown;

		interface Options {
			plugins: string[];
			users: Record<string, { password: string; xoauth2?: { accessToken: string; sessionTimeout: number } }>;
			secureConnection?: boolean;
			credentials?: { key: string; cert: string };
			storage: Record<string, unknown>;
		}

		interface ImapServer {
			server: Server;
			users: Options['users'];
			connectionHandlers: Array<(connection: Connection) => void>;
			/** Called for each message that is made, before it is announced. */
			messageHandlers: Array<(connection: Connection | null, message: Message) => void>;
			/** Asked before hoodiecrow's own. */
			fetchHandlers: Record<string, FetchHandler>;
			folderCache: Record<string, Mailbox>;
			registerCapability(name: string): void;
			listen(port: number, host: string, ready: () => void): void;
			getMailbox(path: string): Mailbox | undefined;
			deleteMailbox(path: string): void;
			createMailbox(path: string, mailbox?: Partial<Mailbox>): void;
			appendMessage(path: string, flags: string[], date: Date, raw: string): { message: Message };
		}
	}

	function hoodiecrow(options: hoodiecrow.Options): hoodiecrow.ImapServer;
	export = hoodiecrow;
}

declare module 'hoodiecrow-imap/lib/commands/handlers/fetch' {
	import type { FetchHandler } from 'hoodiecrow-imap';

	const handlers: { 'BODY.PEEK': FetchHandler };
	export = handlers;
}
