import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SentMail } from '../runner/smtpSink';
import { CONVERSATION } from './conversation';
import { composeMail } from './mailTemplate';
import { OptionError } from './options';

/** A mail to be put into the mailbox. */
export interface MailToDeliver {
	name: string;
	/** For the progress line; empty when there is nothing to say. */
	what: string;
	/** The mail whose acknowledgement this one is composed from. */
	answers: string | null;
	/** INTERNALDATE; null: now. */
	receivedAt: Date | null;
	compose(acknowledgement: SentMail | null): Buffer;
}

/** The demo's own conversation; `unique` keeps its Message-IDs apart from those of other runs. */
export function conversationMails(folder: string, unique: string): MailToDeliver[] {
	return CONVERSATION.map(({ file, what, answers }) => {
		const template = readFileSync(join(folder, file), 'utf8');
		return {
			name: file,
			what,
			answers: answers ?? null,
			receivedAt: null,
			compose: (acknowledgement) => composeMail(template, { unique, now: new Date(), acknowledgement }),
		};
	});
}

function listFolder(folder: string): string[] {
	try {
		return readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.eml')).sort();
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		const why: Record<string, string> = { ENOENT: 'does not exist', ENOTDIR: 'is not a folder', EACCES: 'may not be read' };
		throw new OptionError(`The folder ${folder} ${why[code ?? ''] ?? 'cannot be read'}.`);
	}
}

function readMail(path: string): Buffer {
	try {
		if (!statSync(path).isFile()) throw new OptionError(`${path} is not a file.`);
		return readFileSync(path);
	} catch (error) {
		throw error instanceof OptionError ? error : new OptionError(`The file ${path} cannot be read.`);
	}
}

/**
 * The .eml files of a folder, sorted by name, byte for byte except for line ends: IMAP knows only CRLF.
 * Throws `OptionError` when the folder or one of the files cannot be read, or when there is no .eml file.
 */
export function folderMails(folder: string): MailToDeliver[] {
	const names = listFolder(folder);
	if (names.length === 0) throw new OptionError(`There are no .eml files in ${folder}.`);
	return names.map((name) => {
		const source = readMail(join(folder, name));
		return { name, what: '', answers: null, receivedAt: null, compose: () => withCrlf(source) };
	});
}

/** Every line end becomes CRLF; all other bytes stay as they are, whatever character set they are in. */
export function withCrlf(source: Buffer): Buffer {
	const text = source.toString('latin1');
	return Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}
