import type { FetchMessageObject } from 'imapflow';

/** What is read of an answer to FETCH; what was not asked for is left out. */
export type FetchAnswer = Pick<FetchMessageObject, 'seq' | 'uid' | 'size' | 'flags' | 'internalDate' | 'emailId' | 'headers' | 'source'>;

const START = /^\* (\d{1,10}) FETCH \(/i;
/** One item with what follows it. Of the header only chosen fields: their literal cannot be taken for the message, or the piece of it that was asked for. */
const ITEM =
	/(?:UID (?<uid>\d{1,10})|RFC822\.SIZE (?<size>\d{1,15})|FLAGS \((?<flags>[^()"{}]*)\)|INTERNALDATE "(?<date>[^"\\]{1,40})"|MODSEQ \(\d{1,20}\)|EMAILID \((?<emailid>[\w-]{1,255})\)|X-GM-MSGID (?<gmail>\d{1,20})|BODY\[(?<fields>|HEADER\.FIELDS \([\w\x20"-]*\))\](?:<\d{1,10}>)? \{(?<bytes>\d{1,10})\}\r\n)(?<end> ?\)$| ?)/iy;
const MORE_THAN_ASCII = /[^\t\r\n\x20-\x7e]/;

/**
 * Reads an answer that consists of nothing but what a session asks for again and again (RFC 9051 section 7.5.2). Null for everything else, and for what is
 * not written in the usual way: such an answer is left to imapflow, which takes every form, but five times as long.
 */
export function readFetchAnswer(line: Buffer, literals: readonly Buffer[]): FetchAnswer | null {
	const text = line.toString('latin1');
	const start = START.exec(text);
	if (!start || MORE_THAN_ASCII.test(text)) return null;
	const answer: FetchAnswer = { seq: Number(start[1]), uid: 0 };
	let used = 0;
	ITEM.lastIndex = start[0].length;
	for (;;) {
		const groups = ITEM.exec(text)?.groups;
		if (!groups) return null;
		const { uid, size, flags, date, emailid, gmail, fields, bytes, end } = groups;
		const emailId = emailid ?? gmail;
		if (uid !== undefined) answer.uid = Number(uid);
		else if (size !== undefined) answer.size = Number(size);
		else if (flags !== undefined) answer.flags = new Set(flags.split(' ').filter((flag) => flag !== ''));
		else if (date !== undefined) answer.internalDate = new Date(date);
		else if (emailId !== undefined) answer.emailId = emailId;
		else if (fields !== undefined) {
			const literal = literals[used++];
			if (literal?.length !== Number(bytes)) return null;
			if (fields === '') answer.source = literal;
			else answer.headers = literal;
		}
		if (end?.endsWith(')')) return answer.uid > 0 && used === literals.length ? answer : null;
	}
}
