import { decodeBytes } from '../../../helpdesk/email/charset';
import { decodeHeaderText, oneLine } from '../../../helpdesk/email/encodedWords';

const latin1 = (bytes: Buffer): string => bytes.toString('latin1');

describe('decoding header text', () => {
	it.each([
		['=?utf-8?Q?Nefunguje_tla=C4=8Diare=C5=88?=', 'Nefunguje tlačiareň'],
		['=?UTF-8?B?VMO2csO2dHQ=?= n=?x', 'Törött n=?x'],
		['=?iso-8859-1?q?K=E4ytt=F6ongelma?=', 'Käyttöongelma'],
		['=?windows-1250?Q?=BElut=FD_k=F4=F2?=', 'ľlutý kôň'],
		['=?ISO-8859-2?Q?Zam=F3wienie_=B6=F1?=', 'Zamówienie śń'],
		['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
		['=?gb2312?B?xOO6ww==?=', '你好'],
		['=?shift_jis?B?g2WDWINn?=', 'テスト'],
		['=?utf-8*sk?Q?=C5=BElt=C3=BD?=', 'žltý'],
		['plain text', 'plain text'],
		['a =?utf-8?Q?b?= c', 'a b c'],
		['=?utf-8?Q?What??=', 'What?'],
		['=?utf-8?Q?two words?=', 'two words'],
	])('reads %s', (raw, expected) => {
		expect(decodeHeaderText(raw)).toBe(expected);
	});

	it('joins neighbouring words before decoding, because senders split characters between them', () => {
		expect(decodeHeaderText('=?utf-8?B?xb7E?=\t =?utf-8?B?vg==?=')).toBe('žľ');
	});

	it('decodes each word of ISO-2022-JP by itself', () => {
		expect(decodeHeaderText('=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?= =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=')).toBe('テストテスト');
	});

	it('repairs raw 8-bit text: UTF-8 first, then windows-1250 or windows-1252', () => {
		expect(decodeHeaderText(latin1(Buffer.from('Škoda ťažká', 'utf8')))).toBe('Škoda ťažká');
		expect(decodeHeaderText(latin1(Buffer.from([0x4b, 0xf6, 0x6c, 0x6e])))).toBe('Köln');
		expect(decodeHeaderText(latin1(Buffer.from([0x70, 0x72, 0xe1, 0x63, 0x61, 0x20, 0xbe, 0x75, 0x64, 0xed])))).toBe('práca ľudí');
	});

	it('does not throw at unknown charsets and broken words', () => {
		expect(decodeHeaderText('=?x-nonsense?Q?caf=C3=A9?=')).toBe('café');
		expect(decodeHeaderText('=?utf-8?B?@@@@?=')).toBe('');
		expect(decodeHeaderText('=?utf-8?Q?=ZZ?= =?utf-8?X?abc?=')).toBe('=ZZ =?utf-8?X?abc?=');
	});

	it('makes one line of control characters', () => {
		expect(oneLine(' a\r\nBcc: evil@example.com\u0000\tb ')).toBe('a Bcc: evil@example.com b');
	});
});

describe('decoding bytes', () => {
	it('believes valid UTF-8 more than a label that senders put by habit', () => {
		expect(decodeBytes(Buffer.from('Grüße', 'utf8'), 'iso-8859-1')).toBe('Grüße');
		expect(decodeBytes(Buffer.from('メール', 'utf8'), 'iso-2022-jp')).toBe('メール');
	});

	it('falls back to windows-1252 where the text is not the UTF-8 it claims to be', () => {
		expect(decodeBytes(Buffer.from('Gr\xfc\xdfe \x96 5 \x80', 'latin1'), 'utf-8')).toBe('Grüße – 5 €');
	});

	it('keeps UTF-8 that was cut in the middle of a character', () => {
		const bytes = Buffer.from('Žltá ľalia pod ťažkým', 'utf8');
		expect(decodeBytes(bytes.subarray(0, bytes.length - 3), '')).toMatch(/^Žltá ľalia pod ťažk/);
	});

	it('tells Polish and Czech from Italian and Danish', () => {
		expect(decodeBytes(Buffer.from('d\xb3ugo si\xea', 'latin1'), '')).toBe('długo się');
		expect(decodeBytes(Buffer.from('p\xf8\xedli\x9a', 'latin1'), '')).toBe('příliš');
		expect(decodeBytes(Buffer.from('pi\xf9 tardi luned\xec', 'latin1'), '')).toBe('più tardi lunedì');
		expect(decodeBytes(Buffer.from('k\xf8b af \xe6bler', 'latin1'), '')).toBe('køb af æbler');
	});

	it('drops a byte order mark', () => {
		expect(decodeBytes(Buffer.from('\ufeffabc', 'utf8'), 'utf-8')).toBe('abc');
	});
});
