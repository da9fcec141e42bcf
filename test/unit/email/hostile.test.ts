import { mail, parse } from './sources';

const nested = (levels: number): Buffer => {
	const open = Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary=b${String(level)}\r\n\r\n--b${String(level)}\r\n`);
	return Buffer.from(`From: a@example.org\r\nSubject: deep\r\n${open.join('')}\r\nthe text at the bottom\r\n`);
};

const random = (length: number): Buffer => {
	let seed = 12_345;
	return Buffer.from(Array.from({ length }, () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >>> 16).map((value) => value & 0xff));
};

const HOSTILE: readonly (readonly [string, Buffer])[] = [
	['an empty buffer', Buffer.alloc(0)],
	['line ends only', Buffer.from('\r\n\r\n\r\n')],
	['NUL bytes', Buffer.alloc(100_000)],
	['random bytes', random(200_000)],
	['one line of 1 MB', Buffer.alloc(1_000_000, 'a')],
	['a header of 1 MB', Buffer.from(`Subject: ${'a'.repeat(1_000_000)}\r\n\r\nbody`)],
	['a folded header of 1 MB', Buffer.from(`Subject: a\r\n${' b\r\n'.repeat(250_000)}\r\nbody`)],
	['100,000 header fields', Buffer.from(`${'X-A: 1\r\n'.repeat(100_000)}\r\nbody`)],
	['a header that never ends', Buffer.from('Received: x\n'.repeat(50_000))],
	['encoded words that never end', Buffer.from(`Subject: ${'=?utf-8?Q?'.repeat(50_000)}\r\n\r\n`)],
	['10,000 encoded words', Buffer.from(`Subject: ${'=?utf-8?B?xb4=?= '.repeat(10_000)}\r\n\r\n`)],
	['quotes that never end', Buffer.from(`From: ${'"'.repeat(99_999)}\r\nContent-Type: text/plain; name="${'\\'.repeat(99_999)}\r\n\r\nx`)],
	['comments in comments', Buffer.from(`From: ${'('.repeat(50_000)}\r\nTo: ${'a:'.repeat(50_000)}\r\n\r\nx`)],
	['1,000 nested multiparts', nested(1_000)],
	['5,000 nested multiparts', nested(5_000)],
	['20,000 parts', Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--`)],
	['parts without an end of header', Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nX: y\r\n'.repeat(5_000)}`)],
	['boundaries of boundaries', Buffer.from(`Content-Type: multipart/mixed; boundary="--"\r\n\r\n${'------\r\n'.repeat(5_000)}`)],
	['an empty boundary', Buffer.from('Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n--\r\n')],
	['a multipart in itself', Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.repeat(2_000)}`)],
	['base64 that is none', mail('Content-Transfer-Encoding: base64', '', '=====!!!!\u0000'.repeat(10_000))],
	['quoted-printable that is none', mail('Content-Transfer-Encoding: quoted-printable', '', '=\t=ZZ='.repeat(20_000))],
	['unknown charset and encoding', mail('Content-Type: text/plain; charset=x-evil', 'Content-Transfer-Encoding: x-rot13', '', 'abc')],
	['names that reach for prototypes', mail('__proto__: a', 'constructor: b', 'Content-Type: text/plain; __proto__=c', '', 'x')],
	['HTML of open tags', mail('Content-Type: text/html', '', '<b>'.repeat(200_000))],
	['a date like no other', mail(`Date: ${'1'.repeat(100_000)}`, '', 'x')],
];

describe('hostile and broken mails', () => {
	it.each(HOSTILE)('become an item: %s', async (_, source) => {
		const { facts, attachments } = await parse(source);
		expect(facts.mailbox.key).toMatch(/^[0-9a-f]{64}$/);
		expect(facts.messageId).toMatch(/^<[^\s<>]{1,600}>$/);
		expect(facts.subject).not.toMatch(/\p{Cc}/u);
		expect(facts.subject.length).toBeLessThanOrEqual(2_000);
		expect(JSON.stringify(facts.headers).length).toBeLessThan(700_000);
		expect(facts.attachments).toEqual(attachments.map(({ info }) => info));
		expect(new Set(facts.attachments.map((info) => info.fileName)).size).toBe(attachments.length);
	});

	it('reads the text at the bottom of 999 nested multiparts', async () => {
		const { facts } = await parse(nested(999));
		expect(facts).toMatchObject({ subject: 'deep', text: 'the text at the bottom', partial: null });
	});

	it('says so when there are more parts than it reads', async () => {
		const source = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--`);
		expect((await parse(source)).facts.partial).toBe('broken-mime');
	});

	it('reads 10,000 recipients', async () => {
		const list = Array.from({ length: 10_000 }, (_, index) => `Person ${String(index)} <p${String(index)}@example.com>`);
		const { facts } = await parse(Buffer.from(`From: a@example.org\r\nTo: ${list.join(',\r\n ')}\r\n\r\nx`));
		expect(facts.to).toHaveLength(10_000);
		expect(facts.to.at(-1)).toEqual({ address: 'p9999@example.com', name: 'Person 9999' });
		expect(facts.headers['to']?.[0]?.length).toBeLessThanOrEqual(16_384);
	});

	it('does not let a header smuggle another one in', async () => {
		const { facts } = await parse(mail('Subject: =?utf-8?Q?a=0D=0ABcc:_evil=40example.com?=', 'From: =?utf-8?Q?a=0D=0Ab?= <a@example.org>', '', 'x'));
		expect(facts.subject).toBe('a Bcc: evil@example.com');
		expect(facts.from.name).toBe('a b');
		expect(facts.bcc).toEqual([]);
	});

	it('takes over no prototype through header names', async () => {
		const { facts } = await parse(mail('__proto__: polluted', 'constructor: polluted', 'Subject: x', '', 'y'));
		expect(Object.keys(facts.headers)).toEqual(['subject']);
		expect(Object.getPrototypeOf(facts.headers)).toBe(Object.prototype);
	});
});
