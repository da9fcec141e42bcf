import { safeFileName, uniqueNames } from '../../../helpdesk/email/fileNames';

describe('file names', () => {
	it.each([
		['Faktúra 2026.pdf', 'Faktúra 2026.pdf'],
		['u\u0301c\u030cet.pdf', 'účet.pdf'],
		['../../etc/passwd', 'passwd'],
		['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
		['..', ''],
		['/', ''],
		['.htaccess', 'htaccess'],
		['a\u0000b\r\nc.txt', 'abc.txt'],
		['invoice\u202egpj.exe', 'invoicegpj.exe'],
		['a<b>:"c|?*.txt', 'a_b___c___.txt'],
		['con.txt', '_con.txt'],
		['name. . ', 'name'],
		['', ''],
	])('makes %j safe', (name, expected) => {
		expect(safeFileName(name)).toBe(expected);
	});

	it('cuts long names to 180 bytes and keeps the extension', () => {
		const name = safeFileName(`${'ž'.repeat(5_000)}.pdf`);
		expect(safeFileName(`${'ž'.repeat(500)}.pdf`)).toMatch(/^ž+\.pdf$/);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
	});

	it('gives each name once, without regard to case, and stays linear over many equal ones', () => {
		const unique = uniqueNames();
		expect(['a.pdf', 'A.pdf', 'a.pdf', 'a-2.pdf', 'b'].map(unique)).toEqual(['a.pdf', 'A-2.pdf', 'a-3.pdf', 'a-2-2.pdf', 'b']);
		const many = Array.from({ length: 20_000 }, () => unique('same.txt'));
		expect(new Set(many).size).toBe(20_000);
	});
});
