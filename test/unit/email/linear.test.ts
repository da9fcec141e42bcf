import { parse } from './sources';

/** Ten times the size may take at most this many times as long: linear work gives about 10, quadratic about 100. */
const MOST = 30;

type Maker = (length: number) => Buffer;

const repeat = (head: string, unit: string, tail = ''): Maker => (length) => Buffer.from(head + unit.repeat(Math.ceil(length / unit.length)) + tail);

const SHAPES: readonly (readonly [string, Maker])[] = [
	['one long header', repeat('Subject: ', 'ab ', '\r\n\r\nx')],
	['a header folded at every word', repeat('References: <a@b>', '\r\n <a@example.com>', '\r\n\r\nx')],
	['many headers', repeat('', 'X-Some: value\r\n', '\r\nx')],
	['many recipients', repeat('To: a@example.com', ', "Some Body" <some.body@example.com>', '\r\n\r\nx')],
	['encoded words in a header', repeat('To: ', '=?utf-8?Q?=C5=BE?= ', '<a@example.com>\r\n\r\nx')],
	['a Content-Type of parameters', repeat('Content-Type: text/plain', '; a=b', '\r\n\r\nx')],
	['a body of short lines', repeat('Subject: x\r\n\r\n', 'a line\r\n')],
	['a body of lines that look like delimiters', repeat('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n', '--c\r\n')],
	['quoted-printable', repeat('Content-Transfer-Encoding: quoted-printable\r\n\r\n', 'a=C3=A4=\r\n')],
	['base64 in one line', repeat('Content-Transfer-Encoding: base64\r\n\r\n', 'YWJj')],
	['flowed lines', repeat('Content-Type: text/plain; format=flowed\r\n\r\n', 'flows on \r\n')],
	['HTML paragraphs', repeat('Content-Type: text/html\r\n\r\n', '<p>some words</p>\r\n')],
	['HTML elements in one another', repeat('Content-Type: text/html\r\n\r\n', '<div><b>')],
	['unclosed table rows', repeat('Content-Type: text/html\r\n\r\n<table>', '<tr><td>x')],
	['elements closed that are not open', repeat('Content-Type: text/html\r\n\r\n', '<p></div><td></tr>')],
	['raw 8-bit text', repeat('Subject: x\r\n\r\n', '\u00e8\u00f1 ')],
	['nested multiparts', repeat('Content-Type: multipart/mixed; boundary=b\r\n\r\n', '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n')],
];

/** Milliseconds of the processor, which do not grow when other programs want it too. */
async function fastestOf(runs: number, source: Buffer): Promise<number> {
	let fastest = Number.POSITIVE_INFINITY;
	for (let run = 0; run < runs; run++) {
		const start = process.cpuUsage();
		await parse(source);
		const used = process.cpuUsage(start);
		fastest = Math.min(fastest, (used.user + used.system) / 1_000);
	}
	return fastest;
}

describe('time grows with the size of a mail and not faster', () => {
	it.each(SHAPES)('%s', async (_, make) => {
		await parse(make(20_000));
		const small = await fastestOf(2, make(100_000));
		const large = await fastestOf(2, make(1_000_000));
		// Below some milliseconds the clock measures the collector rather than the parser.
		expect(large / Math.max(small, 10)).toBeLessThan(MOST);
	});

	it('reads a body of 100,000 lines whole', async () => {
		const { facts } = await parse(repeat('Subject: x\r\n\r\n', 'riadok s textom\r\n')(100_000 * 17));
		expect(facts.text.split('\n')).toHaveLength(100_000);
		expect(facts.partial).toBeNull();
	});
});
