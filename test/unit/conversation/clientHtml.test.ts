import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { CLIENT_MAILS } from '../../fixtures/conversations/clientHtml';

const ADDRESS = 'support@desk.example';

/** As the whole way of a mail makes it: the HTML is sanitised before the new text is looked for. */
async function understood(html: string, { subject = 'Re: Ticket', text = '' } = {}) {
	const head = ['From: a@client.example', `To: ${ADDRESS}`, `Subject: ${subject}`, 'MIME-Version: 1.0'];
	const part = (type: string, content: string): string[] => [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: 8bit', '', content];
	const alternative = ['Content-Type: multipart/alternative; boundary=x', '', '--x', ...part('text/plain', text), '--x', ...part('text/html', html), '--x--'];
	const source = Buffer.from([...head, ...(text === '' ? part('text/html', html) : alternative)].join('\r\n'));
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: ADDRESS, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const parsed = await parseEmail(source, { mailbox, receivedAt: new Date('2024-03-05T10:30:00Z'), flags: [], size: source.length, partial: null }, { host: 'mail.desk.example', user: 'support', address: ADDRESS });
	return understandEmail(parsed, { signer: null, ownAddresses: [ADDRESS], systemId: 'desk-1' });
}

const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();

describe('the HTML of an answer', () => {
	test.each(CLIENT_MAILS)('of $client gives what was typed', async ({ html, reply }) => {
		const email = await understood(html);
		expect(folded(email.reply.text)).toBe(reply);
	});

	test.each(CLIENT_MAILS)('of $client passed on by a forward is kept whole', async ({ html }) => {
		const email = await understood(html, { subject: 'Fwd: Ticket' });
		expect(folded(email.reply.text)).toBe(folded(email.text));
	});
});

describe('a paragraph that the sender indented', () => {
	const typed = ['The law says:', 'Nobody shall.', 'What do you say?'];

	test.each([[[0, 1, 2]], [[0, 1]], [[1, 2]]])('is kept, wherever it stands (%j)', async (order) => {
		const html = order.map((i) => (i === 1 ? `<blockquote>${typed[i]}</blockquote>` : `<div>${typed[i]}</div>`)).join('');
		const wanted = order.map((i) => typed[i]).join(' ');
		expect(folded((await understood(html)).reply.text)).toBe(wanted);
		const text = order.map((i) => (i === 1 ? `> ${typed[i]}` : typed[i])).join('\r\n\r\n');
		expect(folded((await understood(html, { text })).reply.text)).toBe(wanted);
	});
});
