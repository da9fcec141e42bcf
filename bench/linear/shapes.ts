/** Makes a hostile mail of about so many bytes. */
export type Maker = (bytes: number) => Buffer;

const HEAD = 'From: somebody@example.com\r\nTo: support@helpdesk.example\r\nSubject: x\r\n';
const TEXT = `${HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n`;
const HTML = `${HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n`;

/** The unit as often as it fits, so that a tenth of the bytes is a tenth of the work. */
const repeat = (head: string, unit: string, tail = ''): Maker => (bytes) => Buffer.from(head + unit.repeat(Math.ceil(bytes / unit.length)) + tail);

/** Half of the bytes one unit, half the other: opening tags and then as many closing ones. */
const bracket = (head: string, open: string, inside: string, close: string): Maker => (bytes) => {
	const times = Math.ceil(bytes / (open.length + close.length));
	return Buffer.from(head + open.repeat(times) + inside + close.repeat(times));
};

function nestedMultiparts(bytes: number): Buffer {
	const levels = Math.ceil(bytes / 1_000);
	const filler = 'text of a part\r\n'.repeat(57);
	const open = Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n${filler}--b${level}\r\n`);
	return Buffer.from(`${HEAD}${open.join('')}\r\nat the bottom\r\n`);
}

function recipients(bytes: number): Buffer {
	const list = Array.from({ length: Math.ceil(bytes / 100) }, (_, index) => `"Person with quite a long name, number ${index}" <person.${index}@quite-a-long-name-of-a-company.example>`);
	return Buffer.from(`From: somebody@example.com\r\nTo: ${list.join(',\r\n ')}\r\n\r\ntext`);
}

function quotesDeeper(bytes: number): Buffer {
	return Buffer.from(TEXT + Array.from({ length: Math.ceil(Math.sqrt(bytes * 2)) }, (_, depth) => `${'>'.repeat(depth)}\r\n`).join(''));
}

/** Everything that has been known to make some mail reader slow, by name. */
export const SHAPES: Readonly<Record<string, Maker>> = {
	quote_lines: repeat(TEXT, '> quoted\r\n'),
	bare_quote_marks: repeat(TEXT, '>\r\n'),
	one_line_of_quote_marks: repeat(TEXT, '>'),
	quotes_ever_deeper: quotesDeeper,
	attribution_lines: repeat(TEXT, 'On Tue, Mar 3, 2026 at 10:12 AM Jana <jana@example.com> wrote:\r\n'),
	beginnings_of_attributions: repeat(TEXT, 'On Tue, Mar 3, 2026 at 10:12 AM Jana\r\n'),
	header_lines_in_text: repeat(TEXT, 'From: a\r\nSent: b\r\n'),
	separators: repeat(TEXT, '-----Original Message-----\r\n'),
	signature_rules: repeat(TEXT, 'x\r\n____\r\n-- \r\n'),
	empty_lines: repeat(`${TEXT}text`, '\r\n', 'end'),
	one_word: repeat(TEXT, 'a'),
	blanks: repeat(`${TEXT}a`, ' ', 'b'),
	at_signs: repeat(TEXT, 'a@'),
	addresses: repeat(TEXT, '<a@b.example> '),
	flowed_lines: repeat(`${HEAD}Content-Type: text/plain; format=flowed\r\n\r\n`, 'flows on \r\n'),
	uuencode_beginnings: repeat(TEXT, 'begin 644 a.bin\r\n'),
	uuencode_lines: repeat(`${TEXT}begin 644 a.bin\r\n`, "M86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A\r\n"),
	nested_blockquotes: bracket(HTML, '<blockquote type="cite">', 'q', '</blockquote>'),
	html_elements_deep: bracket(HTML, '<div>', 'x', '</div>'),
	unclosed_elements: repeat(HTML, '<div><b>'),
	unclosed_cells: repeat(`${HTML}<table>`, '<tr><td>x'),
	closed_but_never_opened: repeat(HTML, '<p></div><td></tr>'),
	formatting_crossed: bracket(HTML, '<b>', 'x', '</i>'),
	lists_of_empty_items: repeat(`${HTML}<ul>`, '<li></li>', '</ul>'),
	lists_in_lists: bracket(HTML, '<ul><li>', 'x', '</li></ul>'),
	empty_paragraphs: repeat(HTML, '<p><br></p>'),
	line_breaks: repeat(HTML, '<br>'),
	huge_attribute: repeat(`${HTML}<p title="`, 'abc ', '">x</p>'),
	many_attributes: repeat(`${HTML}<a `, 'b=c ', '>x</a>'),
	huge_style: repeat(`${HTML}<div style="`, 'border-top:', '">x</div>'),
	links: repeat(HTML, '<a href="https://example.com/">x</a>'),
	less_than_signs: repeat(HTML, '<'),
	ampersands: repeat(HTML, '&amp'),
	comments: repeat(HTML, '<!--'),
	half_comments: repeat(HTML, '<!-- - - '),
	outlook_lines: repeat(HTML, '<div style="border-top:solid #E1E1E1 1.0pt">a'),
	one_long_header: (bytes) => Buffer.from(`From: a@example.com\r\nSubject: ${'word '.repeat(Math.ceil(bytes / 5))}\r\n\r\nx`),
	folded_header: (bytes) => Buffer.from(`From: a@example.com\r\nReferences: <a@b>${'\r\n <a@example.com>'.repeat(Math.ceil(bytes / 18))}\r\n\r\nx`),
	many_headers: (bytes) => Buffer.from(`From: a@example.com\r\n${'X-Some: value\r\n'.repeat(Math.ceil(bytes / 15))}\r\nx`),
	recipients,
	quotes_in_address: (bytes) => Buffer.from(`From: ${'"'.repeat(bytes)}\r\n\r\nx`),
	comments_in_address: (bytes) => Buffer.from(`From: ${'('.repeat(bytes)}\r\n\r\nx`),
	encoded_words: (bytes) => Buffer.from(`From: a@example.com\r\nSubject: ${'=?utf-8?Q?=C5=BE?= '.repeat(Math.ceil(bytes / 19))}\r\n\r\nx`),
	parameters: (bytes) => Buffer.from(`From: a@example.com\r\nContent-Type: text/plain${'; a*0*=b'.repeat(Math.ceil(bytes / 8))}\r\n\r\nx`),
	nested_parts: nestedMultiparts,
	many_parts: repeat(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n`, `--b\r\nContent-Type: image/png\r\n\r\n${'a'.repeat(400)}\r\n`),
	like_delimiters: repeat(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n`, '--c\r\n'),
	base64_garbage: repeat(`${HEAD}Content-Transfer-Encoding: base64\r\n\r\n`, 'YW=J\u0001j=\r\n'),
	quoted_printable_garbage: repeat(`${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n`, '=\t=ZZ='),
	raw_8_bit: (bytes) => Buffer.concat([Buffer.from(HEAD + '\r\n'), Buffer.alloc(bytes, Buffer.from([0xe8, 0xf1, 0x20]))]),
	delivery_status: repeat(`${HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n`, 'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n', '--b--'),
	bounce_words: repeat('From: mailer-daemon@example.com\r\nSubject: Mail delivery failed\r\n\r\n', 'user unknown mailbox <a@b.example>: 5.1. \r\n'),
};
