import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { CONVERSATION } from '../../../demo/conversation';
import { conversationMails, folderMails, withCrlf } from '../../../demo/mailSources';
import { composeMail, encodeHeaderText, mailDate } from '../../../demo/mailTemplate';
import type { SentMail } from '../../../runner/smtpSink';

const acknowledgement: SentMail = {
	from: 'support@nordlicht.example',
	to: ['jana@kunde.example'],
	headerTo: ['jana@kunde.example'],
	subject: 'TT1 [ Ticket Id : 1 ] Tlačiareň NL-200 netlačí faktúry',
	messageId: '<ticket-1@nordlicht.example>',
	inReplyTo: '<question@kunde.example>',
	references: ['<question@kunde.example>'],
	headers: {},
	text: 'Dobrý deň,\n\nprijali sme Vašu požiadavku.\n',
	html: '<p>Dobrý deň</p>',
	raw: Buffer.from('Subject: =?UTF-8?B?VFQx?=\r\nMessage-ID: <ticket-1@nordlicht.example>\r\n\r\nbody\r\n'),
};

const mails = conversationMails(join(__dirname, '../../../demo/mails'), 'u1');
const composed = async (name: string) => {
	const mail = mails.find((each) => each.name === name);
	if (!mail) throw new Error(`no mail ${name}`);
	return await simpleParser(mail.compose(mail.answers ? acknowledgement : null));
};

describe('the mails of the demo', () => {
	it('all name an earlier mail as the one they answer', () => {
		const seen: string[] = [];
		for (const { file, answers } of CONVERSATION) {
			if (answers) expect(seen).toContain(answers);
			seen.push(file);
		}
	});

	it.each(CONVERSATION.map(({ file }) => file))('%s is a whole mail with nothing left to fill in and example domains only', async (file) => {
		const mail = mails.find((each) => each.name === file);
		const source = mail?.compose(mail.answers ? acknowledgement : null).toString('utf8') ?? '';
		expect(source).not.toContain('{{');
		expect(source).not.toMatch(/[^\r]\n/);
		for (const [, domain] of source.matchAll(/@([\w.-]+\.[a-z]{2,})\b/gi)) expect(domain).toMatch(/\.example$/);
		const parsed = await composed(file);
		expect(parsed.from?.value[0]?.address).toMatch(/@/);
		expect(parsed.date?.getTime()).toBeGreaterThan(Date.now() - 60_000);
		expect(parsed.messageId).toContain('u1');
	});

	it('carry a real PDF and a real picture with names in other letters', async () => {
		const [invoice] = (await composed('02-finnish-invoice.eml')).attachments;
		expect(invoice?.filename).toBe('Lasku 2117 äöå.pdf');
		expect(invoice?.content.subarray(0, 5).toString()).toBe('%PDF-');
		const pictures = (await composed('04-polish-screenshot.eml')).attachments;
		expect(pictures.map((each) => each.filename)).toEqual(['logo.png', 'Zrzut ekranu błąd.png']);
		expect(pictures.every((each) => each.content.subarray(1, 4).toString() === 'PNG')).toBe(true);
	});

	it('answer the acknowledgement that arrived: by subject and threading headers, or by the headers alone', async () => {
		const keeping = await composed('08-slovak-reply.eml');
		expect(keeping.subject).toBe(`Re: ${acknowledgement.subject}`);
		expect(keeping.text).toContain('> prijali sme Vašu požiadavku.');
		for (const reply of [keeping, await composed('09-german-reply-other-subject.eml')]) {
			expect(reply.inReplyTo).toBe('<ticket-1@nordlicht.example>');
			expect(reply.references).toEqual(['<question@kunde.example>', '<ticket-1@nordlicht.example>']);
		}
		expect((await composed('09-german-reply-other-subject.eml')).subject).not.toContain('TT1');
	});

	it('bounce with the header of the acknowledgement that could not be delivered', () => {
		const bounce = mails.find((each) => each.name === '12-english-bounce.eml');
		expect(bounce?.compose(acknowledgement).toString()).toContain('text/rfc822-headers\r\n\r\nSubject: =?UTF-8?B?VFQx?=\r\nMessage-ID: <ticket-1@nordlicht.example>\r\n');
	});

	it('cannot be composed without the acknowledgement they answer', () => {
		const reply = mails.find((each) => each.name === '08-slovak-reply.eml');
		expect(() => reply?.compose(null)).toThrow('needs an acknowledgement');
		expect(() => composeMail('{{what}}', { unique: '', now: new Date(), acknowledgement: null })).toThrow('{{what}} is not known');
	});

	it('have dates in the zone of their sender', () => {
		expect(mailDate(new Date('2026-11-21T23:30:05Z'), '+0100')).toBe('Sun, 22 Nov 2026 00:30:05 +0100');
		expect(mailDate(new Date('2026-11-21T23:30:05Z'), '-0530')).toBe('Sat, 21 Nov 2026 18:00:05 -0530');
	});

	it('encode subjects in words of at most 75 characters', async () => {
		const subject = 'Zażółć gęślą jaźń '.repeat(8).trim();
		const encoded = encodeHeaderText(subject);
		expect(encoded.split('\n ').every((word) => word.length <= 75)).toBe(true);
		expect((await simpleParser(`Subject: ${encoded}\n\n`)).subject).toBe(subject);
		expect(encodeHeaderText('plain')).toBe('plain');
	});
});

describe('a folder of .eml files', () => {
	const folder = mkdtempSync(join(tmpdir(), 'demo-mails-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('is read in the order of the names, bytes untouched but for line ends', () => {
		writeFileSync(join(folder, '2.EML'), 'Subject: b\n\nb');
		writeFileSync(join(folder, '1.eml'), Buffer.from([0x53, 0x3a, 0x20, 0xe4, 0x0a, 0x0a, 0xff]));
		writeFileSync(join(folder, 'notes.txt'), 'no mail');
		const read = folderMails(folder);
		expect(read.map((each) => each.name)).toEqual(['1.eml', '2.EML']);
		expect([...(read[0]?.compose(null) ?? [])]).toEqual([0x53, 0x3a, 0x20, 0xe4, 0x0d, 0x0a, 0x0d, 0x0a, 0xff]);
		expect(withCrlf(Buffer.from('a\r\nb\rc\n')).toString()).toBe('a\r\nb\r\nc\r\n');
	});

	it('is refused in plain words when it cannot be used', () => {
		expect(() => folderMails(join(folder, 'none'))).toThrow(`The folder ${join(folder, 'none')} does not exist.`);
		expect(() => folderMails(join(folder, '1.eml'))).toThrow('is not a folder.');
		mkdirSync(join(folder, 'empty'));
		expect(() => folderMails(join(folder, 'empty'))).toThrow('There are no .eml files in');
		mkdirSync(join(folder, 'empty', 'trap.eml'));
		expect(() => folderMails(join(folder, 'empty'))).toThrow('is not a file.');
	});
});
