import { normaliseMessageId, parseMessageIds } from '../../../helpdesk/email/messageIds';

describe('Message-IDs', () => {
	it.each([
		['<a@example.com> <b@example.com>', ['<a@example.com>', '<b@example.com>']],
		['<a@example.com><b@example.com>,<a@example.com>', ['<a@example.com>', '<b@example.com>']],
		['a@example.com b@example.com', ['<a@example.com>', '<b@example.com>']],
		['<a.long.id.that\t was.folded@example.com>', ['<a.long.id.thatwas.folded@example.com>']],
		['Your message of Tuesday <x@example.com> "Re: a"', ['<x@example.com>']],
		['Your message of Tuesday', []],
		['<no-at-sign>', ['<no-at-sign>']],
		['<lost-bracket@example.com <next@example.com>', ['<lost-bracket@example.com>', '<next@example.com>']],
		['<open@example.com', ['<open@example.com>']],
		['<> < >', []],
		['', []],
	])('reads %j', (value, expected) => {
		expect(parseMessageIds(value)).toEqual(expected);
	});

	it('keeps the first and the latest when there are more than 200', () => {
		const ids = Array.from({ length: 1_000 }, (_, index) => `<${String(index)}@example.com>`);
		const read = parseMessageIds(ids.join(' '));
		expect(read).toHaveLength(200);
		expect([read[0], read[1], read.at(-1)]).toEqual(['<0@example.com>', '<801@example.com>', '<999@example.com>']);
	});

	it('shortens a hostile id the same way wherever it stands', () => {
		const long = `<${'x'.repeat(1_000_000)}@example.com>`;
		const short = normaliseMessageId(long);
		expect(short).toMatch(/^<long-[0-9a-f]{32}@mail-helpdesk\.invalid>$/);
		expect(parseMessageIds(`<${'x'.repeat(1_000)}@example.com>`)).toEqual([normaliseMessageId(`${'x'.repeat(1_000)}@example.com`)]);
	});

	it('takes line breaks and control characters out', () => {
		expect(normaliseMessageId('<a\r\nBcc: b\u0000@example.com>')).toBe('<aBcc:b@example.com>');
	});
});
