import { classifyMail } from '../../../helpdesk/conversation/automatic';
import { readBounce } from '../../../helpdesk/conversation/bounce';
import { collectEvidence } from '../../../helpdesk/conversation/evidence';
import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import type { EmailFacts, ReportPart } from '../../../helpdesk/email/Email';
import { processorMs } from '../../support/processorMs';
import { facts, part } from './facts';

const signer = createTicketSigner('a secret of the store, long enough');
const signed = (ticketId: string, unique = 'u'): string => signer.messageId({ ticketId, unique, domain: 'desk.example' });

function evidence(changes: Partial<EmailFacts>, parts: ReportPart[] = [], with_ = signer as typeof signer | null) {
	const mail = facts(changes);
	const automatic = classifyMail(mail, parts, { addresses: ['support@desk.example'], signer: with_, systemId: 'desk-1' });
	return collectEvidence(mail, parts, automatic, readBounce(mail, parts), with_).map(({ kind, value, confidence, where }) => [kind, value, confidence, where]);
}

const OWN_ID = ['referenced-by', '<one@example.com>', 0.9, 'Message-ID'];

test('a first mail is evidence only for a reply to it that was handled before', () => {
	expect(evidence({})).toEqual([OWN_ID]);
	expect(evidence({ messageId: '<gen-0123@mail-helpdesk.invalid>' })).toEqual([]);
});

test('all kinds come in their order: signatures, looked-up ids, the subject', () => {
	expect(
		evidence({
			inReplyTo: signed('3'),
			references: ['<first@example.com>', signed('1'), signed('2')],
			to: [{ address: `support+${signer.token('4')}@desk.example`, name: '' }],
			text: `> reference ${signer.token('5')}`,
			subject: 'Re: TT86 [ Ticket Id : 0195 ] x',
		}),
	).toEqual([
		['signed-message-id', '3', 1, 'In-Reply-To'],
		['signed-message-id', '2', 1, 'References'],
		['signed-message-id', '1', 1, 'References'],
		['signed-token', '4', 1, 'To'],
		['signed-token', '5', 0.95, 'Body'],
		['message-id', signed('3'), 0.9, 'In-Reply-To'],
		['message-id', signed('2'), 0.9, 'References'],
		['message-id', signed('1'), 0.9, 'References'],
		['message-id', '<first@example.com>', 0.9, 'References'],
		OWN_ID,
		['ticket-id', '195', 0.6, 'Subject'],
		['ticket-number', 'TT86', 0.55, 'Subject'],
	]);
});

test('a forged or altered signature is a mere Message-ID, to be looked up like any other', () => {
	const forged = signed('3').replace('t.3.', 't.4.');
	expect(evidence({ inReplyTo: forged })).toEqual([['message-id', forged, 0.9, 'In-Reply-To'], OWN_ID]);
	expect(evidence({ to: [{ address: `support+${signer.token('3').replace('t-3', 't-4')}@desk.example`, name: '' }] })).toEqual([OWN_ID]);
});

test('without a secret nothing is signed', () => {
	expect(evidence({ inReplyTo: signed('3') }, [], null)).toEqual([['message-id', signed('3'), 0.9, 'In-Reply-To'], OWN_ID]);
});

test('at most 32 ids count, the newest, each once', () => {
	const references = Array.from({ length: 500 }, (_, index) => `<${index}@example.com>`);
	const ids = evidence({ references: [...references, '<499@example.com>'], headers: { references: [references.join('\r\n ')] } }).filter(([kind]) => kind === 'message-id');
	expect(ids.map(([, value]) => value)).toEqual(references.slice(-32).reverse());
});

test('ids are read from headers that a gateway broke', () => {
	const id = signed('3');
	const broken = { headers: { 'in-reply-to': [`&lt;${id.slice(1, -1)}&gt;`], references: [`<a@b.example> ${id.slice(0, 9)}\r\n ${id.slice(9)}`] } };
	expect(evidence(broken)).toEqual([
		['signed-message-id', '3', 1, 'In-Reply-To'],
		['message-id', id, 0.9, 'In-Reply-To'],
		['message-id', '<a@b.example>', 0.9, 'References'],
		OWN_ID,
	]);
});

describe('a signed token', () => {
	const token = signer.token('17x195');

	test.each(['to', 'cc', 'bcc', 'deliveredTo'] as const)('is found in an address of %s', (field) => {
		expect(evidence({ [field]: [{ address: `support+a+${token}@desk.example`, name: '' }] })).toContainEqual(['signed-token', '17x195', 1, expect.any(String)]);
	});

	test.each(['x-original-to', 'envelope-to'])('is found in %s', (header) => {
		expect(evidence({ headers: { [header]: [`<support+${token.toUpperCase()}@desk.example>`] } })).toContainEqual(['signed-token', '17x195', 1, expect.any(String)]);
	});

	test('is found in text and HTML, and where a line was broken within it', () => {
		const wrapped = [token, `${token.slice(0, 12)}\n${token.slice(12)}`, `> ${token.slice(0, 20)}\r\n> > ${token.slice(20)}`, `${token.slice(0, 20)}=\r\n${token.slice(20)}`];
		for (const text of wrapped) expect(evidence({ text: `Hello\n${text} there` })).toContainEqual(['signed-token', '17x195', 0.95, 'Body']);
		expect(evidence({ text: '', html: `<span data-x="${token}"></span>` })).toContainEqual(['signed-token', '17x195', 0.95, 'Body']);
	});
});

describe('reports', () => {
	const headers = { 'content-type': ['multipart/report; report-type=delivery-status'] };

	test('point at the mail they are about, by a signature if it was ours', () => {
		const parts = [part('message/delivery-status', 'Final-Recipient: rfc822; a@b.example\nAction: failed'), part('text/rfc822-headers', `Message-ID: ${signed('3')}`)];
		expect(evidence({ headers }, parts)).toEqual([
			['signed-message-id', '3', 1, 'Original-Message-ID'],
			['original-message-id', signed('3'), 0.9, 'Original-Message-ID'],
			OWN_ID,
		]);
	});

	test('of a reading do so as well', () => {
		expect(evidence({}, [part('message/disposition-notification', 'Original-Message-ID: <sent@desk.example>')])).toContainEqual(['original-message-id', '<sent@desk.example>', 0.9, 'Original-Message-ID']);
	});

	test('are not what a person forwards as an attachment', () => {
		expect(evidence({}, [part('message/rfc822', `Message-ID: ${signed('3')}\n\nx`)])).toEqual([OWN_ID]);
	});
});

test("our own mail and Vtiger's notices to staff point at nothing", () => {
	expect(evidence({ subject: 'Respond to Ticket ID## 217 ## in Customer Portal - URGENT', inReplyTo: signed('217') })).toEqual([]);
	expect(evidence({ subject: 'Ticket Number : TT86 x' })).toEqual([]);
	expect(evidence({ messageId: signed('3'), subject: 'TT86 [ Ticket Id : 195 ]' })).toEqual([]);
});

test('hostile mails are read in little time', () => {
	const pieces = ['t-a', 't-1-', 't-', '<t.1', '\n> ', '+', '&lt;', '@'];
	const took = processorMs(() => {
		for (const piece of pieces) {
			const long = piece.repeat(Math.ceil(300_000 / piece.length));
			evidence({ text: long, html: long, subject: long, inReplyTo: long, references: [long], headers: { references: [long], 'x-original-to': [long] }, to: [{ address: `${long}@x`, name: '' }] });
		}
	});
	expect(took).toBeLessThan(5000);
});
