import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { readCorpus } from '../../../corpus/CorpusEntry';
import type { ParsedEmail } from '../../../helpdesk/email/Email';
import { bytesOf, parse } from './sources';

const FIXTURES = join(__dirname, '../../fixtures/email');
const INDEX = join(__dirname, '../../../../shared/corpus/index.json');

interface Found {
	theirs: ParsedMail;
	ours: ParsedEmail;
	source: string;
}

type Attachment = ParsedMail['attachments'][number];

const letters = (text: string): string => text.normalize('NFC').replace(/[\s\p{Cc}]+/gu, '');
const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const holes = (text: string): number => (text.match(/\ufffd|ï¿½|Ã/g) ?? []).length;
const linesOf = (text: string): string[] => text.split('\n').map(letters).filter((line) => line.length > 3);

/** Every line of the one stands in one of the others, white space aside. */
function standsIn(text: string, others: readonly string[]): boolean {
	const haystacks = others.map(letters);
	return linesOf(text).every((line) => haystacks.some((haystack) => haystack.includes(line)));
}



/** Where we read something else than mailparser, and why that loses nothing. Each row says when it applies; what no row explains fails the test. */
const SUBJECTS: Readonly<Record<string, (found: Found) => boolean>> = {
	'mailparser could not decode it, we could': ({ theirs, ours }) => holes(theirs.subject ?? '') > holes(ours.facts.subject),
	'of several Subject fields mailparser takes the last, we the first, which readers of mail show': ({ source }) => (source.match(/^subject:/gim) ?? []).length > 1,
};

const TEXTS: Readonly<Record<string, (found: Found) => boolean>> = {
	'mailparser could not decode it, we could': ({ theirs, ours }) => holes(theirs.text ?? '') > holes(ours.facts.text),
	'mailparser appends the machine-readable part of a report to the text, for us it is a report part': ({ ours }) => ours.reportParts.length > 0,
	'messages of a digest are text to mailparser, files to us': ({ ours, source }) => /multipart\/digest/i.test(source) && ours.attachments.length > 0,
	'later texts with a name or as attachments are text to mailparser, files to us': ({ theirs, ours }) => {
		const texts = ours.attachments.filter(({ info }) => info.mimeType.startsWith('text/')).map(bytesOf).flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('latin1')]);
		return standsIn(theirs.text ?? '', [ours.facts.text, ...texts]);
	},
	'delimiters that lie inside a part of the same name are read by us as parts': ({ theirs, ours }) => /^--\w/m.test(theirs.text ?? '') && !/^--\w/m.test(ours.facts.text),
};

const ATTACHMENTS: Readonly<Record<string, (found: Found, attachment: Attachment) => boolean>> = {
	'parts of a report are report parts for us': ({ ours }, { contentType }) => ours.reportParts.some(({ mimeType }) => mimeType === contentType),
	'renderings for other programs beside the text itself are left out': (_, { contentType }) => /^text\/(?:enriched|richtext|watch-html|x-amp-html)$/.test(contentType),
	'a text without a usable type is the body for us': ({ ours }, { contentType }) => !/^[\w.+-]+\/[\w.+-]+$/.test(contentType) && ours.facts.text !== '',
	'base64 that is none: the bytes differ, the file is there': ({ ours }, { contentType }) => ours.attachments.some(({ info }) => info.mimeType === contentType),
};

function explain(rows: Readonly<Record<string, (found: Found, attachment: Attachment) => boolean>>, found: Found, attachment: Attachment): string | undefined {
	return Object.entries(rows).find(([, applies]) => applies(found, attachment))?.[0];
}

const NO_ATTACHMENT = {} as Attachment;

/** What mailparser found of one mail and we did not: explained by a row (counted) or not (listed). */
async function compare(id: string, bytes: Buffer, counts: Map<string, number>): Promise<string[]> {
	const theirs = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
	const ours = await parse(bytes, { receivedAt: null, keepSignatures: true });
	const found: Found = { theirs, ours, source: bytes.toString('latin1') };
	const lost: string[] = [];
	const note = (what: string, rows: typeof ATTACHMENTS, attachment = NO_ATTACHMENT): void => {
		const reason = explain(rows, found, attachment);
		if (reason === undefined) lost.push(`${id}: ${what}`);
		else counts.set(`${what}: ${reason}`, (counts.get(`${what}: ${reason}`) ?? 0) + 1);
	};
	if (letters(theirs.subject ?? '') !== letters(ours.facts.subject)) note('subject', SUBJECTS);
	const sender = theirs.from?.value[0]?.address?.toLowerCase() ?? '';
	if (sender !== '' && sender !== ours.facts.from.address) note('sender', {});
	if (!standsIn(theirs.text ?? '', [ours.facts.text])) note('text', TEXTS);
	const digests = new Set(ours.attachments.map(({ info }) => info.sha256));
	for (const attachment of theirs.attachments) if (!digests.has(digest(attachment.content))) note(`attachment ${attachment.contentType}`, ATTACHMENTS, attachment);
	return lost;
}

async function compareAll(mails: Iterable<readonly [string, Buffer]>): Promise<string[]> {
	const counts = new Map<string, number>();
	const lost: string[] = [];
	for (const [id, bytes] of mails) lost.push(...(await compare(id, bytes, counts)));
	for (const [reason, count] of counts) process.stdout.write(`beside mailparser: ${String(count)} x ${reason}\n`);
	return lost;
}

describe('nothing that mailparser finds is lost', () => {
	it('in the mails of the project', async () => {
		const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.eml'));
		expect(files.length).toBeGreaterThan(0);
		expect(await compareAll(files.map((file) => [file, readFileSync(join(FIXTURES, file))] as const))).toEqual([]);
	});

	if (existsSync(INDEX)) {
		it('in a corpus of real mails', async () => {
			const mails = readCorpus(INDEX).filter(({ kind }) => kind === 'rfc822');
			expect(await compareAll(mails.map(({ id, input }) => [id, input] as const))).toEqual([]);
		});
	} else {
		it('was not compared on a corpus of real mails: it is not at ../shared/corpus', () => {
			console.warn('No corpus at ../shared/corpus: compared on the mails of the project only.');
			expect(existsSync(INDEX)).toBe(false);
		});
	}
});
