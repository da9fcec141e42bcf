import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, bytesOf, mail, parse, rawMail } from './sources';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/email', name));

describe('mails as customers send them', () => {
	it('reads a Slovak mail in quoted-printable with text and HTML', async () => {
		const { facts, attachments } = await parse(fixture('slovak-alternative.eml'), { size: 1234, flags: ['\\Seen'] });
		expect(facts).toMatchObject({
			messageId: '<CAF-sk-001@mail.example.sk>',
			subject: 'Nefunguje mi tlačiareň – prosím o pomoc',
			from: { address: 'jana.kovacova@example.sk', name: 'Jana Kováčová' },
			to: [{ address: 'support@example.com', name: 'Podpora' }],
			cc: [{ address: 'vedúci@žltý.example', name: '' }],
			replyTo: [{ address: 'jana@example.sk', name: '' }],
			deliveredTo: [{ address: 'support@example.com', name: '' }, { address: 'help@example.com', name: '' }],
			date: '2026-03-02T08:15:30.000Z',
			dateOffset: 60,
			receivedAt: '2026-03-02T10:00:00.000Z',
			inReplyTo: '<t.1483.abc@mail-helpdesk.example>',
			references: ['<first@example.sk>', '<t.1483.abc@mail-helpdesk.example>'],
			size: 1234,
			flags: ['\\Seen'],
			partial: null,
		});
		expect(facts.text).toBe('Dobrý deň,\n\ntlačiareň na 3. poschodí nefunguje, ťukanie nepomáha.\n\nS pozdravom\nJana Kováčová');
		expect(facts.html).toContain('<p>Dobrý deň,</p>');
		expect(facts.html).not.toMatch(/script|tracker\.example\/open\.gif" src/);
		expect(facts.mailbox).toMatchObject({ name: 'Support', uid: 7, test: false });
		expect(facts.mailbox.key).toMatch(/^[0-9a-f]{64}$/);
		expect(facts.headers['x-priority']).toEqual(['1 (Highest)']);
		expect(facts.headers['received']).toHaveLength(2);
		expect(attachments).toEqual([]);
	});

	it('reads a Finnish mail in base64 and ISO-8859-1 with an attachment', async () => {
		const { facts, attachments } = await parse(fixture('finnish-attachment.eml'));
		expect(facts.subject).toBe('VS: Laskutusosoite ja äänestys');
		expect(facts.from).toEqual({ address: 'matti.meikalainen@example.fi', name: 'Matti Meikäläinen' });
		expect(facts.text.trim()).toBe('Hei,\n\nlähetän liitteenä uuden laskutusosoitteen.\n\nTerveisin Matti');
		expect(attachments.map(({ info }) => [info.fileName, info.mimeType, info.inline])).toEqual([['Laskutusosoite (päivitetty).txt', 'text/plain', false]]);
		expect(bytesOf(attachments[0]).toString('utf8')).toBe('Esimerkkikatu 1\n00100 Helsinki\n');
		expect(facts.attachments[0]).toEqual(attachments[0]?.info);
		expect(attachments[0]?.info).toMatchObject({ size: 31, sha256: '44feb8fb56d67d1489ce4f6d30c1e9d53abe925ef14855f85ad7b979344fe733', binary: '', inQuote: false, contentId: '' });
	});

	it('reads a German mail with raw 8-bit header and body and no charset at all', async () => {
		const source = rawMail('From: J\xfcrgen Gr\xfc\xdfer <j@example.de>', 'Subject: Dr\xfccker \x96 st\xf6rt', 'To: support@example.com', '', 'Der Dr\xfccker kostet 5 \x80.');
		const { facts } = await parse(source);
		expect(facts.subject).toBe('Drücker – stört');
		expect(facts.from.name).toBe('Jürgen Grüßer');
		expect(facts.text).toBe('Der Drücker kostet 5 €.');
		expect(facts.headers['subject']).toEqual(['Drücker – stört']);
	});

	it('reads a Polish mail whose HTML shows a picture by Content-ID', async () => {
		const { facts, attachments } = await parse(fixture('polish-related.eml'));
		expect(facts.subject).toBe('Odp: Zamówienie nr 15 – źle wydrukowane');
		expect(facts.html).toContain('<img alt="zdjęcie" src="cid:foto1@example.pl" />');
		expect(facts.text).toContain('Dzień dobry,\n\nprzesyłam zdjęcie');
		expect(attachments.map(({ info }) => [info.fileName, info.inline, info.contentId])).toEqual([
			['zdjęcie.png', true, 'foto1@example.pl'],
			['umowa końcowa.pdf', false, ''],
		]);
	});

	it('keeps a forwarded message as a file named after its subject', async () => {
		const { facts, attachments, reportParts } = await parse(fixture('english-forward.eml'));
		expect(facts.text).toBe('Please see the mail below.');
		expect(attachments.map(({ info }) => [info.fileName, info.mimeType])).toEqual([['Order 15-16 late.eml', 'message/rfc822']]);
		expect(bytesOf(attachments[0]).toString()).toMatch(/^From: Bob[^]*original text\r\n--g--\r\n$/);
		expect(reportParts.map((part) => [part.mimeType, part.parameters])).toEqual([['message/rfc822', {}]]);
		expect(reportParts[0]?.text).toContain('Message-ID: <order15@example.org>');
		expect(reportParts[0]?.text).not.toContain('original text');
	});

	it('reads a bounce into its human text and its reports, without files', async () => {
		const { facts, attachments, reportParts } = await parse(fixture('bounce.eml'));
		expect(facts.text).toContain('could not be delivered');
		expect(attachments).toEqual([]);
		expect(reportParts.map((part) => part.mimeType)).toEqual(['message/delivery-status', 'text/rfc822-headers']);
		expect(reportParts[0]?.text).toContain('Status: 5.1.1');
		expect(reportParts[1]?.text).toContain('Message-ID: <t.1483.abc@mail-helpdesk.example>');
	});
});

describe('who wrote it', () => {
	it.each([
		[['From: a@example.org', 'Reply-To: b@example.org'], 'a@example.org', ''],
		[['Reply-To: B <b@example.org>', 'Sender: c@example.org'], 'b@example.org', 'B'],
		[['From:', 'Sender: c@example.org', 'Return-Path: <d@example.org>'], 'c@example.org', ''],
		[['From: Web form', 'Return-Path: <d@example.org>'], 'd@example.org', 'Web form'],
		[['Return-Path: <>'], '', ''],
		[['From: MAILER-DAEMON (Mail Delivery System)', 'Return-Path: <>'], '', 'MAILER-DAEMON'],
		[['From: Ann via Support <support@example.com>', 'X-Original-From: Ann <ann@example.org>'], 'ann@example.org', 'Ann'],
		[['From: mallory@evil.example', 'X-Original-From: Ann <ann@example.org>'], 'mallory@evil.example', ''],
	])('reads %j', async (lines, address, name) => {
		const { facts } = await parse(mail(...lines, 'Subject: x', '', 'text'));
		expect(facts.from.address).toBe(address);
		expect(facts.from.name).toContain(name);
	});

	it('believes the DMARC verdict of a trusted server only', async () => {
		const source = mail('Authentication-Results: mx.example.com; dmarc=fail header.from=example.org', 'From: a@example.org', '', 'x');
		expect((await parse(source)).facts.authentication).toBeNull();
		expect((await parse(source, { trustedAuthserv: ['mx.example.com'] })).facts.authentication).toEqual({ dmarc: 'fail', by: 'mx.example.com' });
	});
});

describe('bodies', () => {
	const withBody = (type: string, ...body: string[]): Buffer => mail('From: a@example.org', `Content-Type: ${type}`, '', ...body);

	it('makes text of a mail that has HTML only', async () => {
		const { facts } = await parse(withBody('text/html; charset=utf-8', '<p>Dobrý deň</p><p><b>prosím</b> pomoc</p>'));
		expect(facts.text).toBe('Dobrý deň\n\nprosím pomoc');
		expect(facts.html).toBe('<p>Dobrý deň</p><p><b>prosím</b> pomoc</p>');
	});

	it('takes the HTML when the text alternative is blank', async () => {
		const { facts } = await parse(withBody('multipart/alternative; boundary=b', '--b', 'Content-Type: text/plain', '', ' ', '--b', 'Content-Type: text/html', '', '<p>real</p>', '--b--'));
		expect(facts.text).toBe('real');
	});

	it('joins the lines that format=flowed broke, and leaves quotes and the signature mark apart', async () => {
		const { facts } = await parse(withBody('text/plain; format=flowed; delsp=no', 'one ', 'line', '> quoted ', '> line', 'end', '-- ', 'Ann'));
		expect(facts.text).toBe('one line\n> quoted line\nend\n-- \nAnn');
	});

	it('puts text before, between and after files together', async () => {
		const source = withBody('multipart/mixed; boundary=b', '--b', '', 'first', '--b', 'Content-Type: image/png', '', 'x', '--b', 'Content-Type: text/plain', '', 'second', '--b--', 'epilogue');
		const { facts, attachments } = await parse(source);
		expect(facts.text).toBe('first\nsecond');
		expect(attachments).toHaveLength(1);
	});

	it('keeps the pieces of HTML that Apple Mail puts around a file', async () => {
		const source = withBody(
			'multipart/alternative; boundary=a', '--a', 'Content-Type: text/plain', '', 'before', 'after', '--a', 'Content-Type: multipart/mixed; boundary=m', '',
			'--m', 'Content-Type: text/html', '', '<p>before</p>', '--m', 'Content-Type: application/pdf; name=a.pdf', '', '%PDF', '--m', 'Content-Type: text/html', '', '<p>after</p>', '--m--', '--a--',
		);
		const { facts, attachments } = await parse(source);
		expect(facts.text).toBe('before\nafter');
		expect(facts.html).toBe('<p>before</p>\n<p>after</p>');
		expect(attachments.map(({ info }) => info.fileName)).toEqual(['a.pdf']);
	});

	it('escapes plain text that stands beside HTML', async () => {
		const source = withBody('multipart/mixed; boundary=b', '--b', 'Content-Type: text/html', '', '<p>a</p>', '--b', 'Content-Type: text/plain', '', '<script>x</script>', '--b--');
		expect((await parse(source)).facts.html).toBe('<p>a</p>\n<div>&lt;script&gt;x&lt;/script&gt;</div>');
	});

	it('finds the parts when the boundary is not named, or another one is used', async () => {
		for (const type of ['multipart/mixed', 'multipart/mixed; boundary=other']) {
			const { facts } = await parse(withBody(type, '--real', 'Content-Type: text/plain', '', 'text', '--real--'));
			expect(facts.text).toBe('text');
		}
	});

	it('finds the parts of a multipart within one, too, and takes no boundary of the one around it', async () => {
		const wrapped = (...inner: string[]): Buffer => mail('Content-Type: multipart/mixed; boundary=out', '', '--out', 'Content-Type: multipart/mixed; boundary=lost', '', ...inner, '--out--');
		expect((await parse(wrapped('--found', '', 'one', '--found', '', 'two', '--found--'))).facts.text).toBe('one\ntwo');
		expect((await parse(wrapped('no part at all', ''))).facts.text).toBe('no part at all');
	});

	it('reads a raw header in the charset of the body, but not in one of 16 bits', async () => {
		const head = Buffer.from('Subject: Gr\u00fc\u00dfe aus K\u00f6ln\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n', 'latin1');
		const { facts } = await parse(Buffer.concat([head, Buffer.from('Hallo', 'utf16le')]));
		expect(facts).toMatchObject({ subject: 'Grüße aus Köln', text: 'Hallo' });
	});

	it('allows blanks after a boundary, and reads on when the last one is missing', async () => {
		const { facts } = await parse(withBody('multipart/mixed; boundary="b b"', '--b b  ', '', 'text', '--b b', 'Content-Type: text/html', '', '<p>more'));
		expect(facts.text).toBe('text\nmore');
		expect(facts.partial).toBeNull();
	});

	it('keeps the text of a multipart without any part, and says that it is broken', async () => {
		const { facts } = await parse(withBody('multipart/mixed; boundary=b', 'Just text.'));
		expect(facts).toMatchObject({ text: 'Just text.', partial: 'broken-mime' });
	});

	it('reads an invitation as text with a calendar report', async () => {
		const source = withBody('multipart/alternative; boundary=b', '--b', 'Content-Type: text/plain', '', 'Accepted', '--b', 'Content-Type: text/calendar; method=REPLY', '', 'BEGIN:VCALENDAR', '--b--');
		const { facts, attachments, reportParts } = await parse(source);
		expect(facts.text).toBe('Accepted');
		expect(attachments).toEqual([]);
		expect(reportParts).toEqual([{ mimeType: 'text/calendar', parameters: { method: 'reply' }, text: 'BEGIN:VCALENDAR' }]);
	});

	it('takes NUL out of text, which PostgreSQL cannot store', async () => {
		expect((await parse(withBody('text/plain', 'a\u0000b'))).facts.text).toBe('ab');
	});
});

describe('names of files', () => {
	const attach = async (...lines: string[]): Promise<string[]> => {
		const { attachments } = await parse(mail('From: a@example.org', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'text', '--b', ...lines, '', 'x', '--b--'));
		return attachments.map(({ info }) => info.fileName);
	};

	it.each([
		[['Content-Type: application/pdf', "Content-Disposition: attachment; filename*0*=utf-8''%C3%BA%C4%8D; filename*1=et.pdf"], 'účet.pdf'],
		[['Content-Type: application/pdf; name="=?iso-8859-2?Q?=FA=E8et=2Epdf?="'], 'účet.pdf'],
		[['Content-Type: application/pdf; name=b.pdf', 'Content-Disposition: attachment; filename=a.pdf'], 'a.pdf'],
		[['Content-Type: image/png', 'Content-Location: https://example.com/img/logo%20a.png?x=1'], 'logo a.png'],
		[['Content-Type: image/png'], 'file-1.png'],
		[['Content-Type: application/x-unknown'], 'file-1.bin'],
		[['Content-Type: application/pdf', 'Content-Disposition: attachment; filename="../../../etc/cron.d/evil"'], 'evil'],
		[['Content-Type: text/plain', 'Content-Disposition: attachment'], 'file-1.txt'],
		[['Content-Disposition: attachment; filename=noctype.zip'], 'noctype.zip'],
		[['Content-Type: message/rfc822', '', 'Subject: =?utf-8?Q?Star=C3=A1_objedn=C3=A1vka/2?=', 'From: b@example.org'], 'Stará objednávka-2.eml'],
		[['Content-Type: application/pdf', 'Content-Disposition: attachment; filename="u\u0301c\u030cet.pdf"'], 'účet.pdf'],
		[['Content-Type: application/pdf', "Content-Disposition: attachment; filename*=iso-8859-2'sk'%FA%E8et.pdf; filename=x.pdf"], 'účet.pdf'],
		[['Content-Type: application/pdf', 'Content-Disposition: attachment; filename="con.pdf"'], '_con.pdf'],
	])('reads %j', async (lines, expected) => {
		expect(await attach(...lines)).toEqual([expected]);
	});
});

describe('what is not there', () => {
	it('makes an item of nothing', async () => {
		const { facts, attachments, reportParts } = await parse(Buffer.alloc(0));
		expect(facts).toMatchObject({ subject: '', from: { address: '', name: '' }, to: [], text: '', html: '', date: null, dateOffset: null, inReplyTo: null, references: [], size: 0, partial: null });
		expect(facts.messageId).toMatch(/^<gen-[0-9a-f]{32}@mail-helpdesk\.invalid>$/);
		expect([attachments, reportParts]).toEqual([[], []]);
	});

	it('leaves out the file that was cut off when only the start of the message was fetched', async () => {
		const lines = ['From: a@example.org', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'the text', '--b', 'Content-Type: image/png; name=a.png', '', 'aaaa'];
		const cut = await parse(mail(...lines), { partial: 'oversize' });
		expect(cut.facts).toMatchObject({ text: 'the text', partial: 'oversize', attachments: [] });
		expect((await parse(mail(...lines))).facts.attachments).toHaveLength(1);
	});

	it('gives an oversize message, of which only the text was fetched, the key of the whole one', async () => {
		const header = ['From: a@example.org', 'Message-ID: <big@example.org>', 'Subject: big'];
		const body = ['--b', '', 'the text', '--b', 'Content-Type: image/png; name=a.png', '', 'a'.repeat(5_000), '--b--'];
		const whole = await parse(mail(...header, 'Content-Type: multipart/mixed; boundary=b', '', ...body));
		const composed = mail(...header, 'Content-Type: text/plain', '', 'the text');
		const oversize = await parse(composed, { partial: 'oversize', bodyPrefix: mail(...body).subarray(0, 2048) });
		expect(oversize.facts).toMatchObject({ text: 'the text', partial: 'oversize', mailbox: { key: whole.facts.mailbox.key } });
		expect((await parse(composed, { partial: 'oversize' })).facts.mailbox.key).not.toBe(whole.facts.mailbox.key);
	});

	it('gives the header alone when the body takes longer than the budget', async () => {
		const { facts, attachments } = await parse(fixture('polish-related.eml'), {}, { timeBudget: 0 });
		expect(facts).toMatchObject({ subject: 'Odp: Zamówienie nr 15 – źle wydrukowane', text: '', html: '', partial: 'broken-mime' });
		expect(attachments).toEqual([]);
	});

	it('gives the same key whatever was readable', async () => {
		const source = fixture('polish-related.eml');
		const whole = await parse(source);
		const headerOnly = await parse(source, {}, { timeBudget: 0 });
		const elsewhere = await parse(source, { mailbox: { name: 'Other', account: 'x', address: ACCOUNT.address, folder: 'Spam', uid: 99, uidValidity: '5', test: true } });
		expect(headerOnly.facts.mailbox.key).toBe(whole.facts.mailbox.key);
		expect(elsewhere.facts.mailbox.key).toBe(whole.facts.mailbox.key);
	});
});
