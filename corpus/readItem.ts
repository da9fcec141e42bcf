import type { SourceContext } from '../helpdesk/email/Email';
import { readEmail, type ReadEmail } from '../helpdesk/reading/readEmail';
import type { InputKind } from './CorpusEntry';

const ACCOUNT = { host: 'imap.example.com', user: 'support', address: 'support@helpdesk.example' };

/** Later than any mail of a corpus, so that no date counts as one of the future, and always the same. */
const RECEIVED = new Date('2026-01-01T00:00:00Z');

const KNOWLEDGE = { signer: null, ownAddresses: [ACCOUNT.address], systemId: '' };

/** The fields under which a body that comes without a message is read. */
const FIELDS_OF_BODY: Readonly<Record<InputKind, string>> = {
	rfc822: '',
	headers: '',
	'text-body': 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
	'html-body': 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
};

function contextOf(size: number): SourceContext {
	return {
		mailbox: { name: 'Corpus', account: 'support@imap.example.com', address: ACCOUNT.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: true },
		receivedAt: RECEIVED,
		flags: [],
		size,
		partial: null,
		// Expectations name every file of a mail, also the signature that a help desk has no use for.
		keepSignatures: true,
	};
}

/** A header that stands alone is cut down to what it is about; where it says neither who wrote nor what, somebody wrote it all the same. */
function framed(kind: InputKind, input: Buffer): Buffer {
	const lacksSender = kind === 'headers' && !/^(?:from|subject)[ \t]*:/im.test(input.toString('latin1'));
	return Buffer.concat([Buffer.from(lacksSender ? 'From: somebody@example.com\r\n' : FIELDS_OF_BODY[kind]), input]);
}

/** Sends an input the way of every mail: bytes are parsed, and the item is made of what they say. Given nothing but the input and its kind. */
export async function readItem(kind: InputKind, input: Buffer): Promise<ReadEmail> {
	const source = framed(kind, input);
	return await readEmail({ source, context: contextOf(source.length), account: ACCOUNT }, KNOWLEDGE);
}
