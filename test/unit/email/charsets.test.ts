import iconv from 'iconv-lite';
import { guessByRuns } from '../../../helpdesk/email/charsetGuessRuns';
import { parse } from './sources';

const TEXTS = {
	chinese: '您好，办公室的打印机坏了，请尽快派人来修理。谢谢您的帮助。',
	traditional: '您好，辦公室的印表機壞了，請盡快派人來修理。謝謝您的幫忙。',
	japanese: 'こんにちは。事務所のプリンターが動きません。修理をお願いします。',
	korean: '안녕하세요 사무실 프린터가 고장 났습니다 빨리 수리해 주세요 감사합니다',
	russian: 'Здравствуйте, принтер в офисе не печатает. Спасибо',
	slovak: 'Dobrý deň, tlačiareň v kancelárii nám už týždeň netlačí, ďakujem',
	german: 'Guten Tag, der Drucker im Büro druckt größere Blätter nicht, schöne Grüße',
	french: "Bonjour, l'imprimante du bureau ne marche plus, à bientôt, j'espère",
};

const head = (text: string, type: string): Buffer =>
	Buffer.concat([Buffer.from('From: '), Buffer.from(`${type}Subject: `), Buffer.from(text, 'latin1'), Buffer.from('\r\n\r\n'), Buffer.from(text, 'latin1')]);

const raw = (text: string, charset: string, type = ''): Buffer => head(iconv.encode(text, charset).toString('latin1'), `a@example.com\r\n${type}`);

const LABELLED: readonly (readonly [string, string, string])[] = [
	['gb2312', TEXTS.chinese, 'gb2312'],
	['GBK', TEXTS.chinese, 'gbk'],
	['gb18030', TEXTS.chinese, 'gb18030'],
	['big5', TEXTS.traditional, 'big5'],
	['ks_c_5601-1987', TEXTS.korean, 'euc-kr'],
	['Shift_JIS', TEXTS.japanese, 'shift_jis'],
	['euc-jp', TEXTS.japanese, 'euc-jp'],
	['windows-1251', TEXTS.russian, 'windows-1251'],
	['koi8-r', TEXTS.russian, 'koi8-r'],
	['windows-1250', TEXTS.slovak, 'windows-1250'],
	['iso8859_2', TEXTS.slovak, 'iso-8859-2'],
	['cp850', TEXTS.german, 'cp850'],
	['cp437', TEXTS.german, 'cp437'],
	['utf-7', TEXTS.german, 'utf-7'],
	['unicode-1-1-utf-7', TEXTS.russian, 'utf-7'],
];

describe('a body and a raw header', () => {
	it.each(LABELLED)('in %s, as the body declares', async (label, text, charset) => {
		const { facts } = await parse(raw(text, charset, `Content-Type: text/plain; charset="${label}"\r\n`));
		expect(facts.text).toBe(text);
		// UTF-7 is plain ASCII in a header, where nothing says that it is meant.
		if (charset !== 'utf-7') expect(facts.subject).toBe(text);
	});

	const UNDECLARED: readonly (readonly [string, string])[] = [
		['gb2312', TEXTS.chinese],
		['big5', TEXTS.traditional],
		['shift_jis', TEXTS.japanese],
		['euc-jp', TEXTS.japanese],
		['euc-kr', TEXTS.korean],
		['windows-1251', TEXTS.russian],
		['koi8-r', TEXTS.russian],
		['windows-1250', TEXTS.slovak],
		['windows-1252', TEXTS.german],
		['windows-1252', TEXTS.french],
		['utf-8', TEXTS.slovak],
	];

	it.each(UNDECLARED)('in %s that nothing declares', async (charset, text) => {
		const { facts } = await parse(raw(text, charset));
		expect(facts.subject).toBe(text);
		expect(facts.text).toBe(text);
	});

	it.each(['us-ascii', 'x-unknown', 'unknown-8bit', 'utf-8', 'default_charset'])('in GB2312 that is called %s', async (label) => {
		const { facts } = await parse(raw(TEXTS.chinese, 'gb2312', `Content-Type: text/plain; charset=${label}\r\n`));
		expect(facts.text).toBe(TEXTS.chinese);
	});

	it('in Shift-JIS that is called ISO-2022-JP', async () => {
		const { facts } = await parse(raw(TEXTS.japanese, 'shift_jis', 'Content-Type: text/plain; charset=iso-2022-jp\r\n'));
		expect(facts.text).toBe(TEXTS.japanese);
	});

	it('in a charset that only a part of the message names', async () => {
		const short = iconv.encode('ľšč ťž', 'iso-8859-2').toString('latin1');
		const type = 'Content-Type: multipart/mixed; boundary=b\r\n';
		const { facts } = await parse(Buffer.from(`${type}Subject: ${short}\r\n\r\n--b\r\nContent-Type: text/plain;\r\n charset="iso-8859-2"\r\n\r\n${short}\r\n--b--`, 'latin1'));
		expect(facts).toMatchObject({ subject: 'ľšč ťž', text: 'ľšč ťž' });
	});
});

it('reads ISO-2022-JP, labelled and not', async () => {
	const shifted = Buffer.from('\u001b$B%W%j%s%?!<\u001b(B OK', 'latin1');
	for (const type of ['Content-Type: text/plain; charset=iso-2022-jp\r\n', '']) {
		const { facts } = await parse(Buffer.concat([Buffer.from(`From: a@example.com\r\n${type}Subject: `), shifted, Buffer.from('\r\n\r\n'), shifted]));
		expect([facts.subject, facts.text]).toEqual(['プリンター OK', 'プリンター OK']);
	}
});

it('guesses nothing from a few accented letters', () => {
	for (const text of ['née Müller', 'žltý kôň', 'ÄÖÜ äöü', 'naïve café', 'ééé', TEXTS.german, TEXTS.french]) {
		expect(guessByRuns(iconv.encode(text, 'windows-1252'))).toBeNull();
	}
	expect(guessByRuns(iconv.encode(TEXTS.slovak, 'windows-1250'))).toBeNull();
});
