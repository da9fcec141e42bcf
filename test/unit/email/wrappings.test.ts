import { expandRtf } from '../../../helpdesk/email/rtfCompressed';
import { readRtf } from '../../../helpdesk/email/rtfText';
import { readTnef } from '../../../helpdesk/email/tnef';
import { splitUuencoded } from '../../../helpdesk/email/uuencode';
import type { ParsedEmail } from '../../../helpdesk/email/Email';
import { bytesOf, mail, parse } from './sources';
import { appleFile, attribute, encryptedEnvelope, longProperty, namedProperty, plainRtf, properties, property, signedEnvelope, tnef, tnefFile, unicode, uuencoded } from './wrapped';

const names = ({ facts }: ParsedEmail): string[] => facts.attachments.map(({ fileName }) => fileName);
const contents = ({ attachments }: ParsedEmail): string[] => attachments.map((file) => bytesOf(file).toString());

function mixed(...parts: string[][]): Buffer {
	return mail('From: a@example.com', 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((lines) => ['--b', ...lines]), '--b--', '');
}

const base64 = (content: Buffer): string => content.toString('base64').replace(/(.{76})/g, '$1\r\n');
const winmail = (content: Buffer): string[] => ['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Transfer-Encoding: base64', '', base64(content)];

describe('winmail.dat', () => {
	const message = tnef(
		attribute(1, 0x69007, Buffer.from([0xe2, 0x04, 0, 0, 0, 0, 0, 0])),
		attribute(1, 0x2800c, Buffer.from('Pr\u00edloha je tu.\r\n\u0000', 'latin1')),
		tnefFile('ZMLUVA~1.PDF', Buffer.from('%PDF-1'), namedProperty('Name', Buffer.from('x')), unicode(0x3707, 'Zmluva č. 7.pdf')),
		tnefFile('logo.png', Buffer.from('png'), unicode(0x370e, 'image/png'), unicode(0x3712, 'logo@x')),
	);

	it('gives the files that Outlook packed, with their long names and types, and the text where the mail has no other', async () => {
		const parsed = await parse(mixed(winmail(message)));
		expect(names(parsed)).toEqual(['Zmluva č. 7.pdf', 'logo.png']);
		expect(contents(parsed)).toEqual(['%PDF-1', 'png']);
		expect(parsed.facts.attachments.map(({ mimeType, contentId }) => [mimeType, contentId])).toEqual([
			['application/pdf', ''],
			['image/png', 'logo@x'],
		]);
		expect(parsed.facts.text).toBe('Príloha je tu.');
	});

	it('does not replace the text that the mail has', async () => {
		const parsed = await parse(mixed(['Content-Type: text/plain', '', 'The text of the mail'], winmail(message)));
		expect(parsed.facts.text).toBe('The text of the mail');
		expect(names(parsed)).toHaveLength(2);
	});

	it('is known by its name where its type says nothing', async () => {
		const parsed = await parse(mixed(['Content-Type: application/octet-stream; name=winmail.dat', 'Content-Transfer-Encoding: base64', '', base64(message)]));
		expect(names(parsed)).toEqual(['Zmluva č. 7.pdf', 'logo.png']);
	});

	it('gives its HTML, sanitised, and HTML that was packed into RTF', async () => {
		const html = tnef(attribute(1, 0x69003, properties(longProperty(0x3fde, 65001), property(0x1013, 0x102, Buffer.from('<p>Dobrý deň<script>x</script></p>')))));
		expect((await parse(mixed(winmail(html)))).facts).toMatchObject({ html: '<p>Dobrý deň</p>', text: 'Dobrý deň' });
		const rtf = plainRtf("{\\rtf1\\ansi\\ansicpg1250\\fromhtml1 {\\fonttbl{\\f0 Arial;}}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 \\'8aun\\'e8\\u283 ?\\htmlrtf }\\htmlrtf0 & <{\\*\\htmltag72 </p>}}");
		const packed = tnef(attribute(1, 0x69003, properties(property(0x1009, 0x102, rtf))));
		expect((await parse(mixed(winmail(packed)))).facts.html).toBe('<p>Šunčě&amp; &lt;</p>');
	});

	it('gives the text of RTF', async () => {
		const rtf = plainRtf('{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}Hello\\par \\{you\\}\\tab there}');
		expect((await parse(mixed(winmail(tnef(attribute(1, 0x69003, properties(property(0x1009, 0x102, rtf)))))))).facts.text).toBe('Hello\n{you}\tthere');
	});

	it('shows the text and the files of a message that is attached in it', () => {
		const inner = tnef(attribute(1, 0x18004, Buffer.from('Inner/subject\u0000')), attribute(1, 0x2800c, Buffer.from('inner text\u0000')), tnefFile('a.txt', Buffer.from('a')));
		const outer = tnef(tnefFile('', Buffer.alloc(0), longProperty(0x3705, 5), property(0x3701, 0x0d, Buffer.concat([Buffer.alloc(16), inner]))));
		expect(readTnef(outer)?.files.map(({ name, content }) => [name, content.toString()])).toEqual([
			['Inner-subject.txt', 'inner text'],
			['a.txt', 'a'],
		]);
	});

	it('gives what stands before the damage, stays a file where it is none, and never throws', async () => {
		for (let length = 0; length < message.length; length += 7) readTnef(message.subarray(0, length));
		expect(readTnef(message.subarray(0, message.length - 60))?.files.map(({ name }) => name)).toContain('Zmluva č. 7.pdf');
		expect(names(await parse(mixed(winmail(Buffer.from('no such thing')))))).toEqual(['winmail.dat']);
		expect(names(await parse(mixed(winmail(tnef()))))).toEqual(['winmail.dat']);
		const counts = tnef(attribute(1, 0x69003, Buffer.from('ffffffff0210001effffffffffffffff', 'hex')), attribute(2, 0x69002, Buffer.alloc(0)));
		expect(readTnef(counts)).toMatchObject({ text: '', html: '', files: [] });
	});
});

describe('compressed RTF', () => {
	/** The example of MS-OXRTFCP 4.1.1. */
	const EXAMPLE = Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423'
		+ '20af32068656c090020627705b06c647d0a800fa0', 'hex');

	it('expands the example of its specification', () => {
		expect(expandRtf(EXAMPLE).toString()).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
	});

	it('never gives more than nine times its bytes, whatever size it claims', () => {
		const claim = Buffer.from(EXAMPLE);
		claim.writeUInt32LE(0xffffffff, 4);
		expect(expandRtf(claim).length).toBeLessThanOrEqual(EXAMPLE.length * 9);
		for (let length = 0; length < EXAMPLE.length; length++) expandRtf(EXAMPLE.subarray(0, length));
		const full = Buffer.concat([EXAMPLE.subarray(0, 16), Buffer.alloc(600_000, 0xff)]);
		full.writeUInt32LE(0x7fffffff, 4);
		expect(expandRtf(full).length).toBeLessThanOrEqual(4_000_000);
	});

	it('is read however deep its groups are, and however they end', () => {
		expect(readRtf(Buffer.from(`{\\rtf1 ${'{'.repeat(200_000)}deep${'}'.repeat(200_000)} end}`)).text).toBe('deep end');
		expect(readRtf(Buffer.from('{\\rtf1 }}}} beyond')).text).toBe('');
		expect(readRtf(Buffer.from("{\\rtf1 a\\'zz\\u99999999 b\\bin9999999999 c")).text).toContain('a');
		expect(readRtf(Buffer.from('no rtf'))).toEqual({ text: '', html: '' });
	});
});

describe('uuencoded files in a text', () => {
	const DATA = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256));

	it('become attachments, and the text stays without them', async () => {
		const parsed = await parse(mail('From: a@example.com', '', 'Here it is:', '', 'begin 644 správa 1.zip', uuencoded(DATA), '', 'begin 600 b.txt', uuencoded(Buffer.from('b')), 'Regards'));
		expect(names(parsed)).toEqual(['správa 1.zip', 'b.txt']);
		expect(parsed.attachments[0]?.content).toEqual(DATA);
		expect(parsed.facts.attachments.map(({ mimeType }) => mimeType)).toEqual(['application/zip', 'text/plain']);
		expect(parsed.facts.text).toBe('Here it is:\n\n\nRegards');
	});

	it('are decoded where the transfer encoding of a part says so', async () => {
		const parsed = await parse(mixed(['Content-Type: application/zip; name=a.zip', 'Content-Transfer-Encoding: x-uuencode', '', 'begin 644 a.zip', uuencoded(DATA)]));
		expect(parsed.attachments[0]?.content).toEqual(DATA);
	});

	it.each([
		['prose that begins so', 'begin 644 the work\r\nand tell me when it is done.\r\nend'],
		['a block without an end', 'begin 644 a.txt\r\n#86)C'],
		['a block with nothing in it', 'begin 644 a.txt\r\nend'],
		['a quoted block', '> begin 644 a.txt\r\n> #86)C\r\n> end'],
		['a line of data that is too long', `begin 644 a.txt\r\n#86)C${'A'.repeat(50)}\r\nend`],
	])('leave in place %s', async (_, text) => {
		const parsed = await parse(mail('From: a@example.com', '', text));
		expect(names(parsed)).toEqual([]);
		expect(parsed.facts.text).toBe(text.replaceAll('\r\n', '\n'));
	});

	it('give names that are safe and unique', async () => {
		const block = (name: string): string[] => [`begin 644 ${name}`, uuencoded(Buffer.from('x'))];
		expect(names(await parse(mail('From: a@example.com', '', ...block('../../etc/passwd'), ...block('passwd'))))).toEqual(['passwd', 'passwd-2']);
	});

	it('are at most 200', () => {
		expect(splitUuencoded(Buffer.from('begin 644 a\n#86)C\nend\n'.repeat(1_000)))?.files).toHaveLength(200);
	});
});

describe('S/MIME and PGP', () => {
	const SIGNATURE = ['Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename=smime.p7s', '', 'MIAG'];
	const signed = (...signature: string[]): Buffer =>
		mail('From: a@example.com', 'Content-Type: multipart/signed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'signed text', '--b', ...signature, '--b--');
	const envelope = (content: Buffer): Buffer =>
		mail('From: a@example.com', 'Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Transfer-Encoding: base64', '', base64(content));
	const ENTITY = mail('Content-Type: multipart/mixed; boundary=i', '', '--i', 'Content-Type: text/plain', '', 'text inside', '--i', 'Content-Type: application/pdf; name=a.pdf', '', '%PDF', '--i--');

	it('a detached signature is told of and not offered as a file', async () => {
		const parsed = await parse(signed(...SIGNATURE));
		expect(parsed.facts).toMatchObject({ text: 'signed text', security: { kind: 'signed', format: 'smime' }, partial: null, attachments: [] });
		const pgp = await parse(signed('Content-Type: application/pgp-signature', '', '-----BEGIN PGP SIGNATURE-----'));
		expect(pgp.facts).toMatchObject({ security: { kind: 'signed', format: 'pgp' }, attachments: [] });
	});

	it('a detached signature is a file where it is wanted', async () => {
		const parsed = await parse(signed(...SIGNATURE), { keepSignatures: true });
		expect(names(parsed)).toEqual(['smime.p7s']);
		expect(parsed.facts.security).toEqual({ kind: 'signed', format: 'smime' });
	});

	it('a signature file that somebody attached stays a file', async () => {
		const parsed = await parse(mixed(['Content-Type: text/plain', '', 'see'], ['Content-Type: application/pgp-signature; name=release.tar.gz.asc', '', 'x']));
		expect(names(parsed)).toEqual(['release.tar.gz.asc']);
		expect(parsed.facts.security).toBeNull();
	});

	it.each([false, true])('the content of a signed envelope is read (in pieces of indefinite length: %s)', async (pieces) => {
		const parsed = await parse(envelope(signedEnvelope(ENTITY, pieces)));
		expect(parsed.facts).toMatchObject({ text: 'text inside', security: { kind: 'signed', format: 'smime' }, partial: null });
		expect(names(parsed)).toEqual(['a.pdf']);
	});

	it('an encrypted mail says why its text is missing, and keeps the envelope', async () => {
		const parsed = await parse(envelope(encryptedEnvelope()));
		expect(parsed.facts).toMatchObject({ security: { kind: 'encrypted', format: 'smime' }, partial: 'encrypted' });
		expect(parsed.facts.text).toMatch(/^This message is encrypted \(S\/MIME\)/);
		expect(names(parsed)).toEqual(['smime.p7m']);
	});

	it('an encrypted PGP mail is told of, also where Exchange changed its structure', async () => {
		for (const type of ['multipart/encrypted; protocol="application/pgp-encrypted"', 'multipart/mixed']) {
			const source = mail(
				'From: a@example.com', `Content-Type: ${type}; boundary=b`, '', '--b', 'Content-Type: application/pgp-encrypted', '', 'Version: 1',
				'--b', 'Content-Type: application/octet-stream; name=encrypted.asc', '', '-----BEGIN PGP MESSAGE-----', '--b--',
			);
			const parsed = await parse(source);
			expect(parsed.facts).toMatchObject({ security: { kind: 'encrypted', format: 'pgp' }, partial: 'encrypted' });
			expect(names(parsed)).toEqual(['encrypted.asc']);
		}
	});

	it('armour in the text: a clear signature is taken off, an encrypted block stays to be copied', async () => {
		const clear = await parse(
			mail('From: a@example.com', '', '-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA256', '', 'My printer is broken.', '- -- ', 'Jana', '-----BEGIN PGP SIGNATURE-----', '', 'iQ', '-----END PGP SIGNATURE-----', ''),
		);
		expect(clear.facts).toMatchObject({ text: 'My printer is broken.\n-- \nJana', security: { kind: 'signed', format: 'pgp' }, partial: null });
		const sealed = await parse(mail('From: a@example.com', '', '-----BEGIN PGP MESSAGE-----', '', 'hQ', '-----END PGP MESSAGE-----'));
		expect(sealed.facts).toMatchObject({ security: { kind: 'encrypted', format: 'pgp' }, partial: 'encrypted' });
		expect(sealed.facts.text).toContain('-----BEGIN PGP MESSAGE-----');
		const quoted = await parse(mail('From: a@example.com', '', 'What is this?', '> -----BEGIN PGP MESSAGE-----', '> hQ'));
		expect(quoted.facts.security).toBeNull();
	});

	it('broken envelopes stay files', async () => {
		const whole = signedEnvelope(ENTITY, true);
		for (let length = 0; length < whole.length; length += 3) await parse(envelope(whole.subarray(0, length)));
		expect(names(await parse(envelope(Buffer.from('3080'.repeat(50_000), 'hex'))))).toEqual(['smime.p7m']);
		expect(names(await parse(envelope(Buffer.from('3084ffffffff06', 'hex'))))).toEqual(['smime.p7m']);
	});

	it('envelopes in envelopes are opened five deep and then kept', async () => {
		let entity = ENTITY;
		for (let level = 0; level < 20; level++) entity = mail('Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Transfer-Encoding: base64', '', base64(signedEnvelope(entity)));
		expect(names(await parse(entity))).toEqual(['smime.p7m']);
	});
});

describe('files of a Mac', () => {
	const double = appleFile(0x00051607, [[9, Buffer.alloc(32)], [2, Buffer.from('fork')]]);

	it('the data fork of an AppleDouble is offered, the resource fork is not', async () => {
		const source = mail(
			'From: a@example.com', 'Content-Type: multipart/appledouble; boundary=b', '', '--b', 'Content-Type: application/applefile; name="._a.pdf"', 'Content-Transfer-Encoding: base64', '', base64(double),
			'--b', 'Content-Type: application/pdf; name=a.pdf', '', '%PDF', '--b--',
		);
		const parsed = await parse(source);
		expect(names(parsed)).toEqual(['a.pdf']);
		expect(contents(parsed)).toEqual(['%PDF']);
	});

	it('of an AppleSingle the data fork is offered under its own name', async () => {
		const single = appleFile(0x00051600, [[3, Buffer.from('letter.txt')], [1, Buffer.from('data')]]);
		const parsed = await parse(mixed(['Content-Type: application/applefile', 'Content-Transfer-Encoding: base64', '', base64(single)]));
		expect(names(parsed)).toEqual(['letter.txt']);
		expect(contents(parsed)).toEqual(['data']);
	});

	it('what only says that it is one stays a file', async () => {
		const lies = appleFile(0x00051600, [[1, Buffer.from('x')]]);
		lies.writeUInt32BE(0xfffffff0, 30);
		for (const content of [Buffer.from('nothing of the kind, but long enough'), lies.subarray(0, 20)]) {
			expect(names(await parse(mixed(['Content-Type: application/applefile; name=a.bin', 'Content-Transfer-Encoding: base64', '', base64(content)])))).toEqual(['a.bin']);
		}
		expect(names(await parse(mixed(['Content-Type: application/applefile; name=a.bin', 'Content-Transfer-Encoding: base64', '', base64(lies)])))).toEqual([]);
	});
});
