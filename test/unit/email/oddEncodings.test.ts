import { mail, parse } from './sources';

/** What people write into subjects, names and names of files. */
const TEXTS = ['Účet č. 4711', 'Grüße aus Köln', 'Zażółć gęślą jaźń', 'ääkköset öljy', '请求 帮助', 'プリンター 故障', 'Привет мир', 'a, b; c: d', 'quote " and \\ back', '50% off_now =?x', 'Ticket [ Ticket Id : 1483 ]', '👍🏽 emoji', 'très long '.repeat(12).trim()];
const FILES = ['Účtenka č. 4711.pdf', 'Grüße.txt', '请求帮助.docx', 'プリンター.png', 'ääkköset öljy.xlsx', 'a;b=c.txt', "it's 100%.csv", `${'very long name '.repeat(8).trim()}.pdf`, 'emoji 👍.jpg'];
/** Names that would do harm, and what becomes of them. */
const HARMFUL: ReadonlyArray<readonly [string, string]> = [['..\\..\\evil.exe', 'evil.exe'], ['../../etc/passwd', 'passwd'], ['con.txt', '_con.txt'], ['rtl\u202egnp.exe', 'rtlgnp.exe']];

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
const isPlain = (byte: number): boolean => /[0-9A-Za-z]/.test(String.fromCharCode(byte));
const quoted = (bytes: Buffer): string => Array.from(bytes, (byte) => (isPlain(byte) ? String.fromCharCode(byte) : byte === 32 ? '_' : `=${hex(byte)}`)).join('');
const percent = (bytes: Buffer): string => Array.from(bytes, (byte) => (isPlain(byte) || byte === 46 ? String.fromCharCode(byte) : `%${hex(byte)}`)).join('');
const slashed = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;

/** Pieces of whole characters, at most so many bytes long. */
function pieces(text: string, size: number): Buffer[] {
	const list = [''];
	for (const char of text) {
		if (Buffer.byteLength(`${list.at(-1) ?? ''}${char}`) > size) list.push('');
		list.push(`${list.pop() ?? ''}${char}`);
	}
	return list.map((piece) => Buffer.from(piece));
}

/** Pieces that end anywhere, also within a character, as careless senders cut them. */
const torn = (text: string, size: number): Buffer[] => Array.from({ length: Math.ceil(Buffer.byteLength(text) / size) }, (_, index) => Buffer.from(text).subarray(index * size, index * size + size));

/** Ways in which a header's text is written. */
const WORDS: Readonly<Record<string, (text: string) => string>> = {
	'base64, folded': (text) => pieces(text, 40).map((piece) => `=?UTF-8?B?${piece.toString('base64')}?=`).join('\r\n '),
	'quoted-printable, folded': (text) => pieces(text, 12).map((piece) => `=?utf-8?q?${quoted(piece)}?=`).join('\r\n '),
	'base64, torn within characters': (text) => torn(text, 31).map((piece) => `=?utf-8?B?${piece.toString('base64')}?=`).join('\r\n '),
	'quoted-printable, torn within characters': (text) => torn(text, 11).map((piece) => `=?utf-8?Q?${quoted(piece)}?=`).join(' '),
	'base64 with a language (RFC 2231)': (text) => pieces(text, 40).map((piece) => `=?UTF-8*en?B?${piece.toString('base64')}?=`).join(' '),
	'base64 without its padding': (text) => pieces(text, 40).map((piece) => `=?UTF-8?B?${piece.toString('base64').replace(/=+$/, '')}?=`).join(' '),
	'base64 of UTF-16': (text) => pieces(text, 30).map((piece) => `=?utf-16be?B?${Buffer.from(piece.toString(), 'utf16le').swap16().toString('base64')}?=`).join('\r\n\t'),
};

/** RFC 2231 in pieces; none ends within `%C3`. */
function continued(text: string, parameter: string): string {
	const tokens = percent(Buffer.from(text)).match(/(?:%..|[^%]){1,14}/g) ?? [];
	return tokens.map((piece, index) => `${parameter}*${String(index)}*=${index === 0 ? "UTF-8''" : ''}${piece}`).join(';\r\n ');
}

/** Ways in which the name of a file is written. */
const PARAMETERS: Readonly<Record<string, (text: string, parameter: string) => string>> = {
	'RFC 2231': (text, parameter) => `${parameter}*=UTF-8''${percent(Buffer.from(text))}`,
	'RFC 2231 with a language': (text, parameter) => `${parameter}*=utf-8'en'${percent(Buffer.from(text))}`,
	'RFC 2231 in pieces': continued,
	'an encoded word in quotes': (text, parameter) => `${parameter}="${WORDS['base64, folded']?.(text) ?? ''}"`,
	'encoded words in quotes, quoted-printable': (text, parameter) => `${parameter}="${WORDS['quoted-printable, folded']?.(text) ?? ''}"`,
	'raw UTF-8 in quotes': (text, parameter) => `${parameter}=${slashed(text)}`,
};

const PLACES: ReadonlyArray<readonly [inType: boolean, inDisposition: boolean]> = [[true, false], [false, true], [true, true]];
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim().normalize('NFC');

async function namesOf(file: string, write: (text: string, parameter: string) => string): Promise<string[]> {
	return Promise.all(
		PLACES.map(async ([inType, inDisposition]) => {
			const type = `Content-Type: application/octet-stream${inType ? `;\r\n ${write(file, 'name')}` : ''}`;
			const disposition = `Content-Disposition: attachment${inDisposition ? `;\r\n ${write(file, 'filename')}` : ''}`;
			const { facts } = await parse(mail('From: a@b.example', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x', '--b', type, disposition, '', 'abc', '--b--', ''));
			return facts.attachments.map(({ fileName }) => fileName).join('|');
		}),
	);
}

describe.each(Object.entries(WORDS))('text of a header in %s', (_way, write) => {
	test.each(TEXTS)('is read as subject and as name of the sender: %s', async (text) => {
		const { facts } = await parse(mail(`From: ${write(text)} <Anna@B.example>`, `Subject: ${write(text)}`, '', 'x'));
		expect(facts.subject).toBe(folded(text));
		expect(facts.from).toEqual({ name: folded(text), address: 'anna@b.example' });
		const inQuotes = await parse(mail(`From: "${write(text)}" <anna@b.example>`, '', 'x'));
		expect(inQuotes.facts.from).toEqual({ name: folded(text), address: 'anna@b.example' });
	});
});

test.each(TEXTS)('raw UTF-8 is read as it is: %s', async (text) => {
	const { facts } = await parse(mail(`From: ${slashed(text)} <anna@b.example>`, `Subject: ${text}`, '', 'x'));
	expect(facts).toMatchObject({ subject: folded(text), from: { name: folded(text), address: 'anna@b.example' } });
});

describe.each(Object.entries(PARAMETERS))('the name of a file in %s', (_way, write) => {
	test.each(FILES)('is read from either field: %s', async (file) => {
		expect(await namesOf(file, write)).toEqual([file, file, file]);
	});

	test.each(HARMFUL)('is made harmless: %j', async (file, safe) => {
		expect(await namesOf(file, write)).toEqual([safe, safe, safe]);
	});
});
