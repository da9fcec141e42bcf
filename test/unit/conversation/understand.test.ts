import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { understandEmail, type UnderstandingKnowledge } from '../../../helpdesk/conversation/understand';
import { facts, part } from './facts';

const knowledge: UnderstandingKnowledge = { signer: createTicketSigner('a secret of the store, long enough'), ownAddresses: ['support@desk.example'], systemId: 'desk-1' };

test('a reply becomes an item with its new text, its class and its evidence', () => {
	const parsed = { facts: facts({ subject: 'Re: TT15 [ Ticket Id : 1483 ] Printer', text: 'It works now.\n\nOn 1 Nov 2026, Support wrote:\n> Try again.' }), attachments: [], reportParts: [] };
	const item = understandEmail(parsed, knowledge);
	expect(item).toMatchObject({
		subject: 'Re: TT15 [ Ticket Id : 1483 ] Printer',
		reply: { text: 'It works now.' },
		automatic: { class: 'human', mayAnswer: true },
		bounce: null,
		verdict: {},
		isDuplicate: false,
		language: null,
	});
	expect(item.ticket.evidence.map(({ kind }) => kind)).toEqual(['referenced-by', 'ticket-id', 'ticket-number']);
	expect(understandEmail(parsed, knowledge)).toEqual(item);
});

test("an own mark of the mail's template ends the reply", () => {
	const parsed = { facts: facts({ text: 'Thanks!\n\n=== write above, please ===\nold text' }), attachments: [], reportParts: [] };
	expect(understandEmail(parsed, { ...knowledge, replyMarks: ['=== write above, please ==='] }).reply.text).toBe('Thanks!');
});

test('a bounce becomes an item that says who was not reached', () => {
	const headers = { 'content-type': ['multipart/report; report-type=delivery-status'] };
	const reportParts = [part('message/delivery-status', 'Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1')];
	expect(understandEmail({ facts: facts({ headers }), attachments: [], reportParts }, knowledge)).toMatchObject({
		automatic: { class: 'bounce', isAutomatic: true, mayAnswer: false },
		bounce: { status: '5.1.1', hard: true, recipient: 'a@b.example' },
	});
});

test('a mail without sender, subject and text becomes an item too', () => {
	const empty = facts({ from: { address: '', name: '' }, subject: '', text: '', html: '', messageId: '<gen-1@mail-helpdesk.invalid>' });
	expect(understandEmail({ facts: empty, attachments: [], reportParts: [] }, knowledge)).toMatchObject({
		automatic: { class: 'human', mayAnswer: false },
		reply: { text: '' },
		ticket: { evidence: [] },
	});
});

test('a picture that only the quoted part shows is marked, one in the new text is not', () => {
	const image = (contentId: string) => ({ binary: '', fileName: `${contentId}.png`, mimeType: 'image/png', size: 1, sha256: '', inline: true, contentId, inQuote: false });
	const html =
		'<div dir="ltr">See <img src="cid:new" /></div><br /><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">' +
		'On Mon, 2 Mar 2026 at 10:00, Support &lt;support@desk.example&gt; wrote:<br /></div><blockquote class="gmail_quote"><img src="cid:old" /> Hello</blockquote></div>';
	const item = understandEmail({ facts: facts({ html, text: 'See\n\nOn Mon, 2 Mar 2026 at 10:00, Support <support@desk.example> wrote:\n> Hello', attachments: [image('new'), image('old')] }), attachments: [], reportParts: [] }, knowledge);
	expect(item.attachments.map(({ contentId, inQuote }) => [contentId, inQuote])).toEqual([['new', false], ['old', true]]);
});

test('the language is that of the new text', () => {
	const text = 'Dobrý deň, tlačiareň nám stále nefunguje. Ďakujem\n\nOn 1 Nov 2026, Support wrote:\n> Please try it again and tell us what you have seen.';
	expect(understandEmail({ facts: facts({ text }), attachments: [], reportParts: [] }, knowledge).language).toBe('sk');
});
