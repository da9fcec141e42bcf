import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { base64Decoder, decodeBase64 } from '../../../helpdesk/email/base64';
import { REMAKES } from '../../support/remadeMail';
import { readBothWays, splitIn, type Sizes } from '../../support/setAsideMail';

const FIXTURES = join(__dirname, '../../fixtures/email');
const INDEX = join(__dirname, '../../../../shared/corpus/index.json');

/** The same every time. */
function random(length: number, seed = 1): Buffer {
	const bytes = Buffer.alloc(length);
	for (let index = 0, state = seed; index < length; index++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		bytes[index] = state >>> 16;
	}
	return bytes;
}

const lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n');

/** Longest lines of base64, so that what is written in them is long enough for the sizes of the package. */
function blownUp(source: Buffer): Buffer {
	return Buffer.from(source.toString('latin1').replace(/(?:^[A-Za-z0-9+/]{40,}\r?\n){3,}/gm, (found) => found.repeat(Math.ceil(300_000 / found.length))), 'latin1');
}

const SIZES: readonly Sizes[] = [
	{ piece: 77, least: 200, keep: 1 },
	{ piece: 1_000, least: 400, keep: 200 },
];

async function compareAll(mails: ReadonlyArray<readonly [string, Buffer]>, sizes: readonly Sizes[]) {
	const counts = { equal: 0, whole: 0, different: [] as string[] };
	for (const [name, source] of mails) {
		for (const each of sizes) {
			const { setAside, foundAll, whole, split } = await readBothWays(source, each);
			if (setAside === 0) continue;
			if (!foundAll) counts.whole++;
			else if (isDeepStrictEqual(whole, split)) counts.equal++;
			else counts.different.push(`${name} in pieces of ${each.piece}`);
		}
	}
	return counts;
}

function projectMails(): Array<readonly [string, Buffer]> {
	const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.eml'));
	return files.map((file) => [file, readFileSync(join(FIXTURES, file))] as const);
}

describe('a message whose long bodies were left out is read like the whole one', () => {
	const mails = [...projectMails(), ...(existsSync(INDEX) ? readCorpus(INDEX).filter(({ kind }) => kind === 'rfc822').map(({ id, input }) => [id, input] as const) : [])];

	it('in pieces of any size', async () => {
		const counts = await compareAll(mails, SIZES);
		process.stdout.write(`set aside: ${JSON.stringify(counts)}\n`);
		expect(counts.different).toEqual([]);
		expect(counts.equal).toBeGreaterThan(existsSync(INDEX) ? 80 : 1);
	});

	it('with the sizes of the package', async () => {
		const counts = await compareAll(mails.map(([name, source]) => [name, blownUp(source)] as const), [{ piece: 65_536 }]);
		process.stdout.write(`set aside, blown up: ${JSON.stringify(counts)}\n`);
		expect(counts.different).toEqual([]);
		expect(counts.equal).toBeGreaterThan(existsSync(INDEX) ? 20 : 1);
	});

	it('however it was written', async () => {
		const changes = ['line ends are LF', 'line ends are CRLF', 'two lists of parts hold it, one in the other', 'texts are UTF-8 in base64'];
		const remade = Object.entries(REMAKES).filter(([change]) => changes.includes(change)).flatMap(([change, remake]) =>
			mails.flatMap(([name, source]) => {
				const made = remake(source);
				return made ? [[`${name}, ${change}`, made] as const] : [];
			}),
		);
		const counts = await compareAll(remade, [{ piece: 333, least: 300, keep: 100 }]);
		process.stdout.write(`set aside, remade: ${JSON.stringify(counts)}\n`);
		expect(counts.different).toEqual([]);
	});
});

describe('base64 in pieces', () => {
	it('is decoded as it is at once, whatever its length and its padding', () => {
		for (let digits = 0; digits < 300; digits++) {
			for (const padding of ['', '=', '==']) {
				for (const width of [4, 61, 76]) {
					const text = `${random(400, digits + 1).toString('base64').slice(0, digits)}${padding}`.replace(new RegExp(`.{1,${String(width)}}`, 'g'), '$&\r\n');
					const decoder = base64Decoder();
					const pieces: Buffer[] = [];
					for (const piece of text.match(/[^]{1,7}/g) ?? []) decoder.add(Buffer.from(piece), (some) => void pieces.push(Buffer.from(some)));
					expect(Buffer.concat([...pieces, decoder.end()])).toEqual(decodeBase64(Buffer.from(text)));
				}
			}
		}
	});
});

const FILE = random(300_000);
const head = (...fields: string[]): string => ['From: a@example.org', 'Subject: long', 'MIME-Version: 1.0', ...fields, '', ''].join('\r\n');
const MIXED = head('Content-Type: multipart/mixed; boundary=b');
const file = (body: string, type = 'application/pdf; name=a.pdf', encoding = 'base64'): string => `--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
const text = '--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n';
const LONG = lines(FILE);

/** What becomes of the long body: it stays on the disk, or the message is read as a whole, or nothing was left out in the first place. */
type Way = 'set aside' | 'whole' | 'left in';

const SHAPES: ReadonlyArray<readonly [string, Way, string]> = [
	['a file', 'set aside', `${MIXED}${text}${file(LONG)}--b--\r\n`],
	['several files, with blank lines around them', 'set aside', `${MIXED}${text}${file(LONG)}${file(`\r\n${LONG}\r\n\r\n`)}${file(lines(random(500_000, 3)))}--b--\r\n`],
	['a file with line ends of LF', 'set aside', `${MIXED}${text}${file(LONG)}--b--\r\n`.replaceAll('\r\n', '\n')],
	['a file with both kinds of line ends', 'set aside', `${MIXED}${text}${file(LONG.replace(/A\r\n/g, 'A\n'))}--b--\r\n`],
	['a file without an end of its multipart', 'set aside', `${MIXED}${text}${file(LONG)}`],
	['a file cut off in the middle of a line', 'set aside', `${MIXED}${text}${file(LONG)}`.slice(0, -50)],
	['a message that is nothing but a file', 'set aside', `${head('Content-Type: application/pdf', 'Content-Transfer-Encoding: base64')}${LONG}`],
	['a file without padding', 'set aside', `${MIXED}${file(lines(random(300_001)).replace(/=+/, ''))}--b--`],
	['a text that is a file', 'set aside', `${MIXED}${text}${file(LONG, 'text/csv; name=a.csv')}--b--`],
	['a file deep inside', 'set aside', `${MIXED}--b\r\nContent-Type: multipart/related; boundary=bb\r\n\r\n${file(LONG).replace('--b', '--bb')}--bb--\r\n${text}--b--`],
	['multiparts of the same boundary in one another', 'set aside', `${MIXED}--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${text}${file(LONG)}--b--\r\n${file(LONG)}--b--`],
	['a header of 1 MB', 'set aside', `X-Long: ${'x'.repeat(1_000_000)}\r\n${MIXED}${text}${file(LONG)}--b--`],
	['a boundary that nobody has named', 'set aside', `${head('Content-Type: multipart/mixed')}${text}${file(LONG)}--b--`],
	['a boundary that nobody has named, behind a long run', 'whole', `${head('Content-Type: multipart/mixed')}${LONG}${text}--b--`],
	['a charset that stands too far behind', 'set aside', `${head('Content-Type: multipart/mixed; boundary=b', 'X: \u00e8').replace('long', '\u00e8\u00e9')}${file(LONG)}--b\r\nContent-Type: text/plain; charset=iso-8859-2\r\n\r\n\u00e8\r\n--b--`],
	['a file of which no Content-Transfer-Encoding is told', 'whole', `${MIXED}${file(LONG, 'application/pdf', '7bit')}--b--`],
	['a long body of base64', 'whole', `${MIXED}${file(LONG, 'text/plain')}--b--`],
	['an attached message in base64', 'whole', `${MIXED}${text}${file(lines(Buffer.from(`Subject: inner\r\n\r\n${'x'.repeat(300_000)}`)), 'message/rfc822')}--b--`],
	['a file in an attached message', 'whole', `${MIXED}${text}${file(`${MIXED.replace('boundary=b', 'boundary=c')}${file(LONG).replace('--b', '--c')}--c--`, 'message/rfc822', '7bit')}--b--`],
	['a calendar', 'whole', `${MIXED}${text}${file(LONG, 'text/calendar; name=a.ics')}--b--`],
	['a winmail.dat', 'whole', `${MIXED}${text}${file(LONG, 'application/octet-stream; name=winmail.dat')}--b--`],
	['a signed message', 'whole', `${MIXED}${text}${file(LONG, 'application/octet-stream; name=smime.p7m')}--b--`],
	['an AppleSingle', 'whole', `${MIXED}${text}${file(LONG, 'application/applefile; name=a')}--b--`],
	['a preamble of base64', 'whole', `${MIXED}${LONG}${text}--b--`],
	['base64 behind the end', 'whole', `${MIXED}${text}--b--\r\n${LONG}`],
	['base64 among the fields of the header', 'whole', `From: a@example.org\r\n${LONG}Subject: late\r\n\r\nbody`],
	['base64 without a blank line behind the header', 'whole', `From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n${LONG}`],
	['two files glued together', 'whole', `${MIXED}${file(`${lines(random(300_001))}${lines(random(300_001, 5))}`)}--b--`],
	['a blank line inside of a file', 'whole', `${MIXED}${file(`${LONG}\r\n${LONG}`)}--b--`],
	['a file with 8-bit bytes in it', 'whole', `${MIXED}${file(`${LONG}\u00ff\u00fe\r\n${LONG}`)}--b--`],
	['a file with a delimiter in it', 'whole', `${MIXED}${file(`${LONG}--b\r\n\r\n${LONG}`)}--b--`],
	['a file whose lines end in blanks', 'left in', `${MIXED}${file(LONG.replaceAll('\r\n', ' \r\n'))}--b--`],
	['a file in one line', 'left in', `${MIXED}${file(FILE.toString('base64'))}--b--`],
	['line ends of old Macs', 'left in', `${MIXED}${text}${file(LONG)}--b--`.replaceAll('\r\n', '\r')],
	['the alphabet of addresses', 'left in', `${MIXED}${file(lines(Buffer.alloc(300_000, 0xff)).replaceAll('/', '_'))}--b--`],
	['a text that looks like a marker', 'set aside', `${MIXED}--b\r\n\r\nSetAside${'0'.repeat(40)}\r\n${file(`SetAside${'0'.repeat(40)}`)}${file(LONG)}--b--`],
];

describe('a message with a long body of base64', () => {
	it.each(SHAPES)('%s: %s', async (_, way, message) => {
		const source = Buffer.from(message, 'latin1');
		for (const piece of [65_536, 999, 1_048_576]) {
			const { setAside, foundAll, whole, split } = await readBothWays(source, { piece });
			expect(setAside === 0 ? 'left in' : foundAll ? 'set aside' : 'whole').toBe(way);
			// Without the dump of both, which are long.
			if (way !== 'whole') expect(isDeepStrictEqual(whole, split)).toBe(true);
		}
	});

	it('is left with the beginning of that body, and little more', () => {
		const bytes = random(3_000_000);
		const source = Buffer.from(`${MIXED}${text}${file(lines(bytes))}--b--`);
		const { source: skeleton, setAside } = splitIn(source, { piece: 65_536 });
		expect(skeleton.length).toBeLessThan(70_000);
		expect(setAside).toMatchObject([{ size: 3_000_000, sha256: hash('sha256', bytes) }]);
	});

	it.each([
		['that could be base64 and lines that could not', 'A\n\n'],
		['that end a body of base64', 'A=\n'],
		['of words', 'some words\nword\n'],
	])('takes no more memory than its bytes when it has millions of short lines %s', (_, shape) => {
		const source = Buffer.from(`Subject: short\n\n${shape.repeat(6_000_000 / shape.length)}`);
		const before = process.memoryUsage().heapUsed;
		const { source: skeleton, setAside } = splitIn(source, { piece: 1_048_576 });
		// An object for each line would be hundreds of MB.
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
		expect([setAside, skeleton.equals(source)]).toEqual([[], true]);
	});

	it('leaves other markers for every message', () => {
		const markers = Array.from({ length: 5 }, () => splitIn(Buffer.from(`${MIXED}${file(LONG)}--b--`), { piece: 65_536 }).setAside[0]?.marker);
		expect(new Set(markers).size).toBe(5);
	});
});
