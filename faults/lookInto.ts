import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { simpleParser } from 'mailparser';
import type { DovecotServer, MaildirMessage } from '../test/support/dovecot';
import { ALL_FOLDERS } from './mails';

/** A copy of a mail in the mailbox, read from the server's files. */
export interface Copy {
	folder: string;
	flags: string[];
	source: string;
}

/** Looks into mailbox, store and outgoing mail past everything that is being tested: files, plain SQL, raw mails. */
export interface Eyes {
	/** Every message in every folder. */
	copies(): Copy[];
	/** Rows of a query on the store; none while there is no store yet. */
	rows<Row>(sql: string, ...values: string[]): Row[];
	close(): void;
}

export function openEyes(dovecot: DovecotServer, storeFile: string): Eyes {
	let store: DatabaseSync | null = null;
	const statements = new Map<string, StatementSync>();
	const texts = new WeakMap<Buffer, string>();
	const textOf = (source: Buffer) => {
		const text = texts.get(source) ?? source.toString('latin1');
		texts.set(source, text);
		return text;
	};
	const statement = (opened: DatabaseSync, sql: string) => {
		const prepared = statements.get(sql) ?? opened.prepare(sql);
		statements.set(sql, prepared);
		return prepared;
	};
	return {
		copies: () => ALL_FOLDERS.flatMap((folder) => filesOf(dovecot, folder).map(({ flags, source }) => ({ folder, flags, source: textOf(source) }))),
		rows<Row>(sql: string, ...values: string[]) {
			try {
				if (!store && existsSync(storeFile)) store = new DatabaseSync(storeFile, { readOnly: true });
				return (store ? statement(store, sql).all(...values) : []) as Row[];
			} catch (error) {
				// Locked for the moment, or its tables are not made yet.
				if ((error as { code?: string }).code === 'ERR_SQLITE_ERROR') return [];
				throw error;
			}
		},
		close() {
			store?.close();
			store = null;
			statements.clear();
		},
	};
}

/** The server renames a file when its flags change: then the folder is read again. */
function filesOf(dovecot: DovecotServer, folder: string): MaildirMessage[] {
	for (let tries = 0; ; tries += 1) {
		try {
			return dovecot.messages(folder);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === 20) throw error;
		}
	}
}

/** An acknowledgement as the customer's program reads it. */
export interface Acknowledgement {
	to: string;
	subject: string;
	messageId: string;
	text: string;
}

export async function readAcknowledgement(raw: Buffer): Promise<Acknowledgement> {
	const mail = await simpleParser(raw);
	const to = [mail.to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address ?? ''));
	return { to: to.join(' '), subject: mail.subject ?? '', messageId: mail.messageId ?? '', text: mail.text ?? '' };
}
