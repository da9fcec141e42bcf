/** What the mailbox of the comparison holds, per hundred messages. */
export const MIX = [
	{ kind: 'text', share: 70 },
	{ kind: 'html', share: 20 },
	{ kind: 'file', share: 8 },
	{ kind: 'bigFile', share: 2 },
] as const;

export type Kind = (typeof MIX)[number]['kind'];

const WORDS = (
	'order invoice printer delivery customer account password error please thank you regards tomorrow screen number window update street ' +
	'answer question support attached document machine colour button network version contract payment receipt meeting because without ' +
	'Größe für straße über café naïve señor'
).split(' ');

/** Numbers from 0 up to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The kind of message number `index`: in every hundred the same shares, mixed. */
export function kindOf(index: number): Kind {
	let position = (index * 37) % 100;
	for (const { kind, share } of MIX) {
		if (position < share) return kind;
		position -= share;
	}
	return 'text';
}

/** One message of the mailbox; the same for the same number. */
export function benchMail(index: number): Buffer {
	const random = seeded(index + 1);
	const write: Record<Kind, () => string> = {
		text: () => textMail(index, random),
		html: () => htmlMail(index, random),
		file: () => fileMail(index, random, 100_000, 'report.pdf', 'application/pdf'),
		bigFile: () => fileMail(index, random, 1_000_000, 'photo.jpg', 'image/jpeg'),
	};
	return Buffer.from(write[kindOf(index)]().replaceAll('\n', '\r\n'), 'utf8');
}

/** A short message, for scans where only the number counts. */
export function smallMail(index: number): Buffer {
	return Buffer.from(`${header(index, 'text/plain; charset=utf-8', '8bit')}\nMessage ${index}.\n`.replaceAll('\n', '\r\n'), 'utf8');
}

function header(index: number, contentType: string, encoding: string): string {
	const thread = index % 4 === 3 ? `In-Reply-To: <bench-${index - 1}@mail.example>\nReferences: <bench-${index - 1}@mail.example>\n` : '';
	return `Return-Path: <customer${index % 500}@customers.example>
Received: from mx.customers.example (mx.customers.example [192.0.2.${index % 250}])
	by mail.example with ESMTPS id bench${index}; Mon, 02 Nov 2026 10:00:00 +0000
From: "Customer ${index % 500}" <customer${index % 500}@customers.example>
To: Support <support@example.com>
Subject: ${thread ? 'Re: ' : ''}Question ${index - (thread ? 1 : 0)} about my order
Date: Mon, 02 Nov 2026 ${String(8 + (index % 10)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00 +0000
Message-ID: <bench-${index}@mail.example>
${thread}MIME-Version: 1.0
Content-Type: ${contentType}
${encoding ? `Content-Transfer-Encoding: ${encoding}\n` : ''}`;
}

function sentences(random: () => number, characters: number): string {
	const lines: string[] = [];
	for (let length = 0; length < characters; ) {
		const words = Array.from({ length: 10 }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '');
		const line = `${words.join(' ')}.`;
		lines.push(line);
		length += line.length + 1;
	}
	return lines.join('\n');
}

function quoted(random: () => number, characters: number): string {
	return `On Mon, 2 Nov 2026 at 08:00, Support <support@example.com> wrote:\n${sentences(random, characters).replace(/^/gm, '> ')}`;
}

function textMail(index: number, random: () => number): string {
	const body = `Hello,\n\n${sentences(random, 800)}\n\nKind regards\nCustomer ${index % 500}\n\n${quoted(random, 500)}\n`;
	return `${header(index, 'text/plain; charset=utf-8', '8bit')}\n${body}`;
}

function htmlBody(random: () => number, characters: number): string {
	const rows = sentences(random, characters * 0.45)
		.split('\n')
		.map((line, row) => {
			const link = row % 5 === 0 ? `<a href="https://shop.example/item/${row}?from=mail" target="_blank">${line}</a>` : line;
			return `<tr><td style="padding:4px 8px;color:#333333;font-family:Arial" class="cell" valign="top"><span>${link}</span></td></tr>`;
		});
	return `<html><head><style>td { color: red }</style></head><body><div dir="ltr"><p>Hello,</p><table border="0" width="600">
${rows.join('\n')}
</table><p><img src="https://shop.example/logo.png" alt="Logo" width="120"></p></div>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 2 Nov 2026 at 08:00, Support &lt;<a href="mailto:support@example.com">support@example.com</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${sentences(random, 800).replaceAll('\n', '<br>\n')}</blockquote></div></body></html>
`;
}

function htmlMail(index: number, random: () => number): string {
	const boundary = `=_alternative_${index}`;
	return `${header(index, `multipart/alternative; boundary="${boundary}"`, '')}
--${boundary}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello,

${sentences(random, 1_000)}

--${boundary}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

${quotedPrintable(htmlBody(random, 7_500))}
--${boundary}--
`;
}

function fileMail(index: number, random: () => number, bytes: number, fileName: string, type: string): string {
	const boundary = `=_mixed_${index}`;
	const content = Buffer.alloc(bytes);
	for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE(Math.floor(random() * 4_294_967_296), at);
	return `${header(index, `multipart/mixed; boundary="${boundary}"`, '')}
--${boundary}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello,

${sentences(random, 600)}

--${boundary}
Content-Type: ${type}; name="${fileName}"
Content-Disposition: attachment; filename="${fileName}"
Content-Transfer-Encoding: base64

${content.toString('base64').replace(/.{76}/g, '$&\n')}
--${boundary}--
`;
}

function quotedPrintable(text: string): string {
	const encoded = [...Buffer.from(text, 'utf8')].map((byte) => {
		if (byte === 0x0a) return '\n';
		return byte === 0x3d || byte > 0x7e || byte < 0x20 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte);
	});
	return encoded
		.join('')
		.split('\n')
		.map((line) => line.replace(/(?:[^=]|=[0-9A-F]{2}){1,72}(?=.)/g, '$&=\n'))
		.join('\n');
}
