import { normaliseAddress, parseAddresses, parseRecipients } from '../../../helpdesk/email/addresses';
import { domainOf, isFreemailDomain } from '../../../helpdesk/email/freemail';

describe('addresses', () => {
	it.each([
		['Anna Nováková <Anna.Novakova@Example.SK>', [{ address: 'anna.novakova@example.sk', name: 'Anna Nováková' }]],
		['=?utf-8?Q?M=C3=BCller=2C_Hans?= <hans@example.de>', [{ address: 'hans@example.de', name: 'Müller, Hans' }]],
		['"=?utf-8?B?xaB0ZWZhbg==?=" <s@example.sk>', [{ address: 's@example.sk', name: 'Štefan' }]],
		['Team: a@example.com, B <b@example.com>;', [{ address: 'a@example.com', name: '' }, { address: 'b@example.com', name: 'B' }]],
		['undisclosed-recipients:;', []],
		['x@xn--mnchen-3ya.example', [{ address: 'x@münchen.example', name: '' }]],
		['MAILER-DAEMON', [{ address: '', name: 'MAILER-DAEMON' }]],
		['<MAILER-DAEMON>', [{ address: '', name: 'MAILER-DAEMON' }]],
		['=?utf-8?B?Rm9vIDxmb29AZXhhbXBsZS5jb20+?=', [{ address: 'foo@example.com', name: 'Foo' }]],
		['', []],
		['<>', []],
	])('reads %s', (text, expected) => {
		expect(parseAddresses(Buffer.from(text, 'utf8').toString('latin1'))).toEqual(expected);
	});

	it('does not make two addresses of an encoded comma', () => {
		expect(parseAddresses('=?utf-8?Q?a=40evil.example=2C_b?= <real@example.com>')).toEqual([{ address: 'real@example.com', name: 'a@evil.example, b' }]);
	});

	it('gives each recipient once over several headers, and only those with an address', () => {
		expect(parseRecipients(['A <a@example.com>', 'a@EXAMPLE.com, nobody, b@example.com'])).toEqual([
			{ address: 'a@example.com', name: 'A' },
			{ address: 'b@example.com', name: '' },
		]);
	});

	it('survives hostile lists', () => {
		for (const raw of ['('.repeat(10_000), '<'.repeat(10_000), '"'.repeat(9_999), 'a:'.repeat(10_000), ','.repeat(10_000), 'a@'.repeat(10_000)]) {
			expect(Array.isArray(parseAddresses(raw))).toBe(true);
		}
	});

	it('takes line breaks out of an address', () => {
		expect(normaliseAddress('a@example.com\r\nBcc:b@example.com')).toBe('a@example.combcc:b@example.com');
	});
});

describe('domains', () => {
	it('reads the domain of an address in Unicode', () => {
		expect(domainOf('a@XN--mnchen-3ya.example')).toBe('münchen.example');
		expect(domainOf('"a@b"@example.com.')).toBe('example.com');
		expect(domainOf('nobody')).toBe('');
	});

	it('knows providers where anybody gets an address', () => {
		for (const domain of ['gmail.com', 'GMX.de', 'azet.sk', 'seznam.cz', 'wp.pl', 'luukku.com', 'qq.com.']) expect(isFreemailDomain(domain)).toBe(true);
		for (const domain of ['example.com', 'mail.example.com', '']) expect(isFreemailDomain(domain)).toBe(false);
	});
});
