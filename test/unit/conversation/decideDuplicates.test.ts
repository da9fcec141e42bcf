import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { decide, defaultPolicy } from '../../../helpdesk/conversation/decide';
import type { Decision } from '../../../helpdesk/conversation/Decision';
import { understandEmail } from '../../../helpdesk/conversation/understand';
import type { Email } from '../../../helpdesk/email/Email';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { found } from './facts';

const ADDRESS = 'support@desk.example';
const signer = createTicketSigner('a secret of the store, long enough');

interface Mail {
	id?: string;
	body: string;
	more?: string[];
	folder?: string;
}

async function read({ id, body, more = [], folder = 'INBOX' }: Mail): Promise<Email> {
	const lines = ['From: Anna <anna@example.com>', `To: ${ADDRESS}`, 'Subject: Parcel', 'Date: Fri, 20 Nov 2026 10:00:00 +0100', ...(id === undefined ? [] : [`Message-ID: ${id}`]), ...more, '', body, ''];
	const source = Buffer.from(lines.join('\r\n'));
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: ADDRESS, folder, uid: 1, uidValidity: '1', test: false };
	const parsed = await parseEmail(source, { mailbox, receivedAt: new Date('2026-11-20T10:30:00Z'), flags: [], size: source.length, partial: null }, { host: 'mail.desk.example', user: 'support', address: ADDRESS });
	return understandEmail(parsed, { signer, ownAddresses: [ADDRESS], systemId: 'desk-1' });
}

/** Handles the mails one after the other, as a desk does that remembers effects by key and mails by Message-ID. */
async function handle(...mails: Mail[]): Promise<Decision[]> {
	const effects = new Map<string, { ticketId: string }>();
	const stored = new Map<string, string>();
	const decisions: Decision[] = [];
	for (const mail of mails) {
		const email = await read(mail);
		const hits = email.ticket.evidence.flatMap((item) => {
			const id = item.kind === 'message-id' ? stored.get(item.value) : undefined;
			return id === undefined ? [] : [found({ id, number: `TT${id}`, evidence: [item] })];
		});
		const decision = decide(email, hits, defaultPolicy({ now: '2026-11-20T12:00:00.000Z', ownAddresses: [ADDRESS] }), { earlierEffect: effects.get(email.mailbox.key) ?? null });
		const ticketId = decision.ticket?.ticket.id ?? String(effects.size + 1);
		if (decision.action === 'create' || decision.action === 'append') {
			effects.set(email.mailbox.key, { ticketId });
			stored.set(email.messageId, ticketId);
		}
		decisions.push(decision);
	}
	return decisions;
}

const ID = '<one@example.com>';
const BY_A = 'Received: from a.example by mx.desk.example; Fri, 20 Nov 2026 10:00:01 +0100';
const BY_B = 'Received: from a.example by mx.desk.example; Fri, 20 Nov 2026 10:07:31 +0100';

const CASES: Array<{ name: string; mails: Mail[]; actions: string[] }> = [
	{ name: 'same id, same content', mails: [{ id: ID, body: 'Where is it?' }, { id: ID, body: 'Where is it?' }], actions: ['create', 'duplicate'] },
	{ name: 'same id, same content, in another folder', mails: [{ id: ID, body: 'Where is it?' }, { id: ID, body: 'Where is it?', folder: 'Done' }], actions: ['create', 'duplicate'] },
	{ name: 'same id, same content, delivered a second time by another way', mails: [{ id: ID, body: 'Where is it?', more: [BY_A] }, { id: ID, body: 'Where is it?', more: [BY_B] }], actions: ['create', 'duplicate'] },
	{ name: 'same id, same content, with trailing blanks that a server added', mails: [{ id: ID, body: 'Where is it?' }, { id: ID, body: 'Where is it?\r\n\r\n' }], actions: ['create', 'duplicate'] },
	{ name: 'same id, other content: a sender that uses one id for all its mails (freescout#5591)', mails: [{ id: ID, body: 'Parcel 1 has left.' }, { id: ID, body: 'Parcel 2 has left.' }], actions: ['create', 'create'] },
	{ name: 'no id, same content, same delivery', mails: [{ body: 'Where is it?', more: [BY_A] }, { body: 'Where is it?', more: [BY_A] }], actions: ['create', 'duplicate'] },
	{ name: 'no id, same content, delivered at another time: somebody wrote it twice', mails: [{ body: 'Where is it?', more: [BY_A] }, { body: 'Where is it?', more: [BY_B] }], actions: ['create', 'create'] },
	{ name: 'no id, other content', mails: [{ body: 'One', more: [BY_A] }, { body: 'Two', more: [BY_A] }], actions: ['create', 'create'] },
	{ name: 'an empty id counts as none', mails: [{ id: '<>', body: 'One', more: [BY_A] }, { id: '', body: 'Two', more: [BY_A] }], actions: ['create', 'create'] },
	{ name: 'other id, same content: the sender pressed the button twice', mails: [{ id: ID, body: 'Where is it?' }, { id: '<two@example.com>', body: 'Where is it?' }], actions: ['create', 'create'] },
	{ name: 'an answer and its repetition', mails: [{ id: ID, body: 'Where is it?' }, { id: '<two@example.com>', body: 'Found it.', more: [`In-Reply-To: ${ID}`] }, { id: '<two@example.com>', body: 'Found it.', more: [`In-Reply-To: ${ID}`] }], actions: ['create', 'append', 'duplicate'] },
	{ name: 'an answer that uses the id of the mail that it answers', mails: [{ id: ID, body: 'Where is it?' }, { id: ID, body: 'Found it.', more: [`In-Reply-To: ${ID}`] }], actions: ['create', 'append'] },
	{ name: 'a repetition that names another ticket by now has no second effect', mails: [{ id: ID, body: 'A' }, { id: '<two@example.com>', body: 'B' }, { id: ID, body: 'A', more: ['In-Reply-To: <two@example.com>'] }], actions: ['create', 'create', 'duplicate'] },
];

describe('messages that come more than once', () => {
	test.each(CASES)('$name', async ({ mails, actions }) => {
		expect((await handle(...mails)).map(({ action }) => action)).toEqual(actions);
	});

	test('a duplicate says for which ticket the message was handled', async () => {
		const [, second] = await handle({ id: ID, body: 'x' }, { id: ID, body: 'x' });
		expect(second?.reasons).toEqual(['This message was handled before, for ticket id 1']);
	});
});
