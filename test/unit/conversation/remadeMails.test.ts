import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { readItem } from '../../../corpus/readItem';
import type { Email } from '../../../helpdesk/email/Email';
import { AUTOMATIC_MAILS, PEOPLES_MAILS } from '../../fixtures/conversations/automaticMails';
import { CLIENT_MAILS } from '../../fixtures/conversations/clientHtml';
import { conversationFixtures } from '../../fixtures/conversations/conversations';
import { REMAKES } from '../../support/remadeMail';
import { TEXT_REMAKES } from '../../support/remadeText';

const INDEX = join(__dirname, '../../../../shared/corpus/index.json');
const folded = (text: string): string => text.replace(/[\s\ufeff]+/gu, ' ').trim().normalize('NFC');
/** A mail without a Message-ID is given one made of its bytes, which are others now. */
const named = (id: string): string => id.replace(/<gen-[^>]*>/, '<gen>');

/** What must not depend on how a mail is written. Texts that are files are files in other bytes. */
function understoodOf(email: Email) {
	const { subject, from, replyTo, to, cc, date, messageId, references, automatic, bounce, reply, ticket, partial, security, calendar, language, attachments } = email;
	return {
		...{ subject, from, replyTo, to, cc, date, references, bounce, partial, security, calendar, language },
		messageId: named(messageId),
		automatic: automatic.class,
		mayAnswer: automatic.mayAnswer,
		reply: folded(reply.text),
		method: reply.method,
		evidence: ticket.evidence.map(({ kind, value }) => `${kind} ${named(value)}`),
		attachments: attachments.map(({ fileName, mimeType, inline, sha256 }) => ({ fileName, mimeType, inline, sha256: /^(?:text|message)\//.test(mimeType) ? '' : sha256 })),
	};
}

const isRawBinary = (source: Buffer): boolean => /^content-transfer-encoding:\s*binary/im.test(source.toString('latin1'));

interface Named {
	name: string;
	source: Buffer;
}

async function differences(mails: readonly Named[]): Promise<{ tried: number; different: object[] }> {
	const different: object[] = [];
	let tried = 0;
	for (const { name, source } of mails) {
		const first = understoodOf((await readItem('rfc822', source)).email);
		for (const [change, remake] of Object.entries(REMAKES)) {
			const made = change.startsWith('line ends') && isRawBinary(source) ? null : remake(source);
			if (made === null) continue;
			tried++;
			const now = understoodOf((await readItem('rfc822', made)).email);
			if (JSON.stringify(now) !== JSON.stringify(first)) different.push({ name, change, first, now });
		}
	}
	return { tried, different };
}

async function textDifferences(bodies: readonly { name: string; body: string; isHtml: boolean }[]): Promise<{ tried: number; different: object[] }> {
	const different: object[] = [];
	let tried = 0;
	const replyOf = async (body: string, isHtml: boolean): Promise<string> => folded((await readItem(isHtml ? 'html-body' : 'text-body', Buffer.from(body))).email.reply.text);
	for (const { name, body, isHtml } of bodies) {
		const first = await replyOf(body, isHtml);
		for (const [change, remake] of Object.entries(TEXT_REMAKES)) {
			const made = remake(body, isHtml);
			if (made === null) continue;
			tried++;
			const now = await replyOf(made, isHtml);
			if (now !== first) different.push({ name, change, first, now });
		}
	}
	return { tried, different };
}

const written = ({ name, head, body }: { name: string; head: string; body: string }): Named => {
	const type = head.includes('MIME-Version') ? '' : 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n';
	return { name, source: Buffer.from(`${head}\nTo: support@desk.example\nDate: Tue, 5 Mar 2024 10:12:00 +0100\n${type}\n${body}\n`.replace(/\n/g, '\r\n')) };
};

describe('a mail that is written in other bytes is understood the same', () => {
	const conversations = conversationFixtures('<answered@desk.example>');

	test('mails of people, in every program and language', async () => {
		const { tried, different } = await differences(conversations.filter((_, index) => index % 8 === 0));
		expect(different).toEqual([]);
		expect(tried).toBeGreaterThan(300);
	}, 120_000);

	test('mails of machines, and those of people that look like them', async () => {
		const { tried, different } = await differences([...AUTOMATIC_MAILS, ...PEOPLES_MAILS].map(written));
		expect(different).toEqual([]);
		expect(tried).toBeGreaterThan(300);
	}, 120_000);

	test('bodies of every mail program', async () => {
		const { tried, different } = await textDifferences(CLIENT_MAILS.map(({ client, html }) => ({ name: client, body: html, isHtml: true })));
		expect(different).toEqual([]);
		expect(tried).toBeGreaterThan(300);
	}, 120_000);
});

describe('so is a mail of a corpus of real mails', () => {
	if (!existsSync(INDEX)) {
		test('was not measured: it is not at ../shared/corpus', () => {
			console.warn('No corpus at ../shared/corpus: no real mail was written anew.');
			expect(existsSync(INDEX)).toBe(false);
		});
		return;
	}

	test('whole mails', async () => {
		const mails = readCorpus(INDEX).filter(({ kind }) => kind === 'rfc822').map(({ id, input }) => ({ name: id, source: input }));
		const { tried, different } = await differences(mails.filter((_, index) => index % 8 === 0));
		expect(different).toEqual([]);
		expect(tried).toBeGreaterThan(300);
	}, 240_000);

	test('bodies alone', async () => {
		const bodies = readCorpus(INDEX).filter(({ kind }) => kind.endsWith('-body')).map(({ id, kind, input }) => ({ name: id, body: input.toString('utf8'), isHtml: kind === 'html-body' }));
		const { tried, different } = await textDifferences(bodies);
		expect(different).toEqual([]);
		expect(tried).toBeGreaterThan(300);
	}, 240_000);
});
