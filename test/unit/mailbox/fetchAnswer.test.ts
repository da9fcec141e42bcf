import { readFetchAnswer } from '../../../helpdesk/mailbox/fetchAnswer';

const read = (line: string, ...literals: string[]) => readFetchAnswer(Buffer.from(line), literals.map((literal) => Buffer.from(literal)));

describe('an answer to FETCH that is read without imapflow', () => {
	it('has number, size, flags, date and bytes, in any order', () => {
		const answer = read('* 12 FETCH (UID 7 RFC822.SIZE 5 FLAGS (\\Seen $Label1) INTERNALDATE "02-Nov-2026 10:00:00 +0100" MODSEQ (17) BODY[] {5}\r\n)', 'a)\r\nb');
		expect(answer).toEqual({ seq: 12, uid: 7, size: 5, flags: new Set(['\\Seen', '$Label1']), internalDate: new Date('2026-11-02T09:00:00Z'), source: Buffer.from('a)\r\nb') });
		expect(read('* 1 FETCH (BODY[] {1}\r\n FLAGS () uid 9)', 'x')).toEqual({ seq: 1, uid: 9, flags: new Set(), source: Buffer.from('x') });
	});

	it('may hold a piece of the message', () => {
		expect(read('* 1 FETCH (UID 9 BODY[]<1048576> {2}\r\n)', 'xy')).toEqual({ seq: 1, uid: 9, source: Buffer.from('xy') });
	});

	it('keeps the chosen fields of the header apart from the whole message', () => {
		const line = '* 3 FETCH (UID 4 BODY[HEADER.FIELDS (MESSAGE-ID FROM)] {4}\r\n BODY[] {2}\r\n)';
		expect(read(line, 'head', 'me')).toMatchObject({ headers: Buffer.from('head'), source: Buffer.from('me') });
		expect(read('* 3 FETCH (UID 4 BODY[HEADER.FIELDS ("MESSAGE-ID" "FROM")] {0}\r\n)', '')).toMatchObject({ headers: Buffer.alloc(0) });
	});

	it("has the server's own number of the message, of Gmail or of RFC 8474", () => {
		expect(read('* 1 FETCH (UID 7 X-GM-MSGID 1278455344230334865)')).toEqual({ seq: 1, uid: 7, emailId: '1278455344230334865' });
		expect(read('* 1 FETCH (EMAILID (M6d99ac3275bb4e) UID 7)')).toEqual({ seq: 1, uid: 7, emailId: 'M6d99ac3275bb4e' });
	});

	it.each([
		['another answer', '* 12 EXISTS', []],
		['a tagged one', 'A1 OK FETCH completed', []],
		['an answer without a UID', '* 1 FETCH (FLAGS (\\Seen))', []],
		['an item that it does not know', '* 1 FETCH (UID 1 ENVELOPE NIL)', []],
		['bytes in quotes', '* 1 FETCH (UID 1 BODY[] "x")', []],
		['no bytes', '* 1 FETCH (UID 1 BODY[] NIL)', []],
		['a part', '* 1 FETCH (UID 1 BODY[1] {1}\r\n)', ['x']],
		['a piece of a part', '* 1 FETCH (UID 1 BODY[1]<0> {1}\r\n)', ['x']],
		['a literal of another length', '* 1 FETCH (UID 1 BODY[] {2}\r\n)', ['x']],
		['a literal that is missing', '* 1 FETCH (UID 1 BODY[] {1}\r\n)', []],
		['a literal too many', '* 1 FETCH (UID 1)', ['x']],
		['an answer that breaks off', '* 1 FETCH (UID 1 FLAGS (', []],
		['something behind it', '* 1 FETCH (UID 1) BODY[] {1}\r\n)', ['x']],
		['flags with 8-bit characters', '* 1 FETCH (UID 1 FLAGS (k\u00e4se))', []],
	])('leaves to imapflow %s', (_what, line, literals) => {
		expect(read(line, ...literals)).toBeNull();
	});

	it('takes no long time over a long line without an end', () => {
		expect(read(`* 1 FETCH (UID 1 FLAGS (${'a '.repeat(500_000)}`)).toBeNull();
	});
});
