import { parseStructured } from '../../../helpdesk/email/parameters';

describe('structured header values', () => {
	it.each([
		['text/plain; charset="utf-8"; format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
		['TEXT/HTML;CHARSET = US-ASCII (comment)', 'text/html', { charset: 'US-ASCII (comment)' }],
		['text/plain charset=iso-8859-1', 'text/plain', { charset: 'iso-8859-1' }],
		["attachment; filename*=UTF-8''Pr%C3%ADloha%20%C4%8D.1.pdf", 'attachment', { filename: 'Príloha č.1.pdf' }],
		["attachment; filename*1*=%20b.pdf; filename*0*=utf-8''%C5%BE", 'attachment', { filename: 'ž b.pdf' }],
		['attachment; filename*0="long "; filename*1="name.txt"', 'attachment', { filename: 'long name.txt' }],
		["attachment; filename=\"fallback.pdf\"; filename*=utf-8''%E2%82%AC.pdf", 'attachment', { filename: '€.pdf' }],
		['attachment; filename="=?utf-8?Q?=C5=BEiados=C5=A5=2Edocx?="', 'attachment', { filename: 'žiadosť.docx' }],
		['attachment; filename=My file.pdf', 'attachment', { filename: 'My file.pdf' }],
		['attachment; filename="a \\"b\\".txt"', 'attachment', { filename: 'a "b".txt' }],
		['attachment; filename="C:\\Temp\\a.txt"', 'attachment', { filename: 'C:\\Temp\\a.txt' }],
		['attachment; filename="semi;colon=1.txt"; size=3', 'attachment', { filename: 'semi;colon=1.txt', size: '3' }],
		['attachment; filename="unclosed', 'attachment', { filename: 'unclosed' }],
		['', '', {}],
		[';;;=;=', '', {}],
	])('reads %s', (raw, value, parameters) => {
		expect(parseStructured(raw)).toEqual({ value, parameters });
	});

	it('reads raw 8-bit names', () => {
		const raw = Buffer.from('attachment; filename="účet.pdf"', 'utf8').toString('latin1');
		expect(parseStructured(raw).parameters).toEqual({ filename: 'účet.pdf' });
	});

	it('cannot be made to touch the prototype of objects', () => {
		const { parameters } = parseStructured('a; __proto__=x; constructor=y; __proto__*0=z');
		expect(parameters).toEqual({});
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
	});

	it('reads at most 300 parameters', () => {
		const raw = `a; ${Array.from({ length: 5_000 }, (_, index) => `p${String(index)}=1`).join('; ')}`;
		expect(Object.keys(parseStructured(raw).parameters)).toHaveLength(300);
	});
});
