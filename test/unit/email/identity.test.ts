import { contentHash, identify, messageKey } from '../../../helpdesk/email/identity';
import { ACCOUNT, mail } from './sources';

const HEADER = [
	'Date: Mon, 2 Mar 2026 09:00:00 +0100',
	'From: =?utf-8?Q?J=C3=A1n?= <jan@example.sk>',
	'To: support@example.com',
	'Subject: Nefunguje',
	' tlačiareň',
];
const WITH_ID = mail(...HEADER, 'Message-ID: <one@example.sk>', '', 'Dobrý deň,', 'nefunguje mi tlačiareň.');
const WITHOUT_ID = mail('Received: from a by b; Mon, 2 Mar 2026 09:00:01 +0100', ...HEADER, '', 'Dobrý deň');

describe('identity of a message', () => {
	it('has not changed since the first version, or stored claims would no longer match', () => {
		expect(identify(WITH_ID, ACCOUNT)).toEqual({
			messageId: '<one@example.sk>',
			contentHash: 'd607cf97e1cb8cdd876c67f13e705065897bfd1d1e362a3f04923d4d9d04ad36',
			key: '318be0d503cd3faec1c257dc43bbe9d42c0073ea177187bea521377ede19eec5',
		});
		expect(identify(WITHOUT_ID, ACCOUNT)).toEqual({
			messageId: '<gen-1b30ae19800b27ff1f33ed112660bde8@mail-helpdesk.invalid>',
			contentHash: '1b30ae19800b27ff1f33ed112660bde8c6ea65fc0c6a7900a5de15a937bcd8fc',
			key: '0202e24b1e2b31015571c3d59bead9d382b317dbdadee3860017caf77a95a6e9',
		});
	});

	it('names the mailbox without regard to the case of host and address, but with that of the user', () => {
		const key = messageKey(ACCOUNT, '<a@example.com>', 'hash');
		expect(messageKey({ ...ACCOUNT, host: 'IMAP.Example.com', address: 'Support@Example.com' }, '<a@example.com>', 'hash')).toBe(key);
		expect(messageKey({ ...ACCOUNT, user: 'Support' }, '<a@example.com>', 'hash')).not.toBe(key);
		expect(messageKey({ ...ACCOUNT, address: 'sales@example.com' }, '<a@example.com>', 'hash')).not.toBe(key);
	});

	it('cannot be confused by moving text from one part of the key to the next', () => {
		expect(messageKey({ host: 'a', user: 'b"', address: 'c' }, '', 'h')).not.toBe(messageKey({ host: 'a', user: 'b', address: '"c' }, '', 'h'));
		expect(messageKey({ host: 'ab', user: 'c', address: '' }, '', 'h')).not.toBe(messageKey({ host: 'a', user: 'bc', address: '' }, '', 'h'));
	});

	it('is the same for the whole message and for its header with the start of its body', () => {
		const long = Buffer.concat([WITH_ID, Buffer.from('\r\n' + 'řádek textu\r\n'.repeat(5_000))]);
		const start = long.subarray(0, long.indexOf('\r\n\r\n') + 4 + 2048);
		expect(identify(start, ACCOUNT)).toEqual(identify(long, ACCOUNT));
	});

	it('does not depend on line ends, folding or trailing white space', () => {
		const base = contentHash(mail('Subject: a b', 'From: x@example.com', '', 'text', 'more'));
		expect(contentHash(Buffer.from('Subject: a\n\tb\nFrom:   x@example.com\n\ntext\nmore\n\n\n'))).toBe(base);
	});

	it('differs when the sender reuses a Message-ID for another text', () => {
		const first = mail('Message-ID: <same@example.com>', 'Subject: parcel 1', '', 'one');
		const second = mail('Message-ID: <same@example.com>', 'Subject: parcel 2', '', 'two');
		expect(identify(first, ACCOUNT).messageId).toBe(identify(second, ACCOUNT).messageId);
		expect(identify(first, ACCOUNT).key).not.toBe(identify(second, ACCOUNT).key);
	});

	it('makes a Message-ID from the content where there is none, and tells equal texts apart by the topmost Received', () => {
		const monday = identify(WITHOUT_ID, ACCOUNT);
		const tuesday = identify(Buffer.from(WITHOUT_ID.toString().replace('Received: from a by b; Mon, 2', 'Received: from a by b; Tue, 3')), ACCOUNT);
		expect(monday.messageId).toBe(`<gen-${monday.contentHash.slice(0, 32)}@mail-helpdesk.invalid>`);
		expect(tuesday.key).not.toBe(monday.key);
	});

	it('does not look at Received when the mail has a Message-ID: copies travel different ways', () => {
		const withReceived = Buffer.concat([Buffer.from('Received: from elsewhere; Tue, 3 Mar 2026 09:00:00 +0100\r\n'), WITH_ID]);
		expect(identify(withReceived, ACCOUNT)).toEqual(identify(WITH_ID, ACCOUNT));
	});

	it.each([
		['empty', Buffer.alloc(0)],
		['NUL bytes', Buffer.alloc(5_000)],
		['a Message-ID of 1 MB', Buffer.from(`Message-ID: <${'a'.repeat(1_000_000)}>\n\n`)],
	])('exists for %s', (_, source) => {
		const identity = identify(source, ACCOUNT);
		expect(identity.key).toMatch(/^[0-9a-f]{64}$/);
		expect(identity.messageId.length).toBeLessThan(600);
	});
});
