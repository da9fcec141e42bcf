import { extractReply } from '../../../helpdesk/conversation/replyText';
import { linesOfHtml } from '../../../helpdesk/conversation/replyHtmlLines';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { ATTRIBUTION_LINES, HEADER_BLOCKS } from '../../fixtures/conversations/attributionLines';
import { CLIENT_MAILS } from '../../fixtures/conversations/clientHtml';
import { conversationFixtures } from '../../fixtures/conversations/conversations';
import { DESK } from '../../fixtures/conversations/situations';

interface Bodies {
	text: string;
	html: string;
}

async function bodiesOf(source: Buffer): Promise<Bodies> {
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: DESK.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const context = { mailbox, receivedAt: new Date('2024-03-05T10:30:00Z'), flags: [], size: source.length, partial: null };
	const { facts } = await parseEmail(source, context, { host: 'mail.desk.example', user: 'support', address: DESK.address });
	return { text: facts.text, html: facts.html };
}

/** Every body of the fixtures, text and HTML also alone. */
async function everyBody(): Promise<Bodies[]> {
	const whole = await Promise.all(conversationFixtures('<answered@desk.example>').map(({ source }) => bodiesOf(source)));
	const clients = CLIENT_MAILS.map(({ html }) => ({ text: '', html: sanitizeMailHtml(html) }));
	const lines = [...ATTRIBUTION_LINES, ...HEADER_BLOCKS].map(([, line]) => ({ text: `Yes.\n\n${line}\n\n> No.\n`, html: '' }));
	return [...whole, ...whole.map(({ text }) => ({ text, html: '' })), ...whole.map(({ html }) => ({ text: '', html })), ...clients, ...lines];
}

const words = (text: string): string[] => text.replace(/[>|]/gu, ' ').split(/\s+/u).filter((word) => word !== '');
const shown = (html: string): string => linesOfHtml(html).lines.join(() => true);

describe('whatever the mail', () => {
	let bodies: Bodies[] = [];
	beforeAll(async () => {
		bodies = await everyBody();
	});

	test('there is a new text where there is any text, and of the mail’s own words only', () => {
		expect(bodies.length).toBeGreaterThan(1_000);
		const broken = bodies.filter(({ text, html }) => {
			const all = words(`${text}\n${shown(html)}`);
			const known = new Set(all);
			const reply = extractReply({ text, html });
			return (all.length > 0 && reply.text.trim() === '') || words(reply.text).some((word) => !known.has(word)) || words(shown(reply.html)).some((word) => !known.has(word));
		});
		expect(broken).toEqual([]);
	});

	test('no word is lost: it is in the new text, in the signature or in what was left out', () => {
		const broken = bodies.filter(({ text, html }) => {
			if ((text === '') === (html === '')) return false;
			const reply = extractReply({ text, html });
			const found = new Set(words(`${reply.text}\n${reply.signature}\n${reply.elided}`));
			return words(html === '' ? text : shown(html)).some((word) => !found.has(word));
		});
		expect(broken).toEqual([]);
	});

	test('a mail that was cut off anywhere still has a new text', () => {
		const broken = bodies.filter((_, index) => index % 7 === 0).flatMap(({ text, html }) =>
			[1, 2, 3, 4, 5, 6].map((part) => ({ text: text.slice(0, (text.length * part) / 7), html: sanitizeMailHtml(html.slice(0, (html.length * part) / 7)) })).filter((cut) => {
				return words(`${cut.text}${shown(cut.html)}`).length > 0 && extractReply(cut).text.trim() === '';
			}),
		);
		expect(broken).toEqual([]);
	});

	test('a forward is given whole', () => {
		for (const { text, html } of bodies) expect(words(extractReply({ text, html, forwards: true }).text)).toEqual(words(text.trim() === '' ? shown(html) : text));
	});

	test('a paragraph that the sender indented below an answer is no quote', () => {
		const broken = bodies.filter(({ text, html }) => {
			if (text !== '') return false;
			const indented = `<div>I ask for this:</div><blockquote style="margin-left:40px">A new printer.</blockquote>${html}`;
			return !/^I ask for this:\s+(?:> )?A new printer\./u.test(extractReply({ text: '', html: indented }).text);
		});
		expect(broken).toEqual([]);
	});
});
