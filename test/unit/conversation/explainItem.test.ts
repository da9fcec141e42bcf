import { explainItem } from '../../../helpdesk/conversation/explainItem';
import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';

const ACCOUNT = { host: 'imap.example.com', user: 'support', address: 'support@helpdesk.example' };
const SILENT = { ruleReasons: [], decision: null };

async function itemOf(lines: string[], partial: string | null = null) {
	const context = {
		mailbox: { name: 'Support', account: 'support@imap.example.com', address: ACCOUNT.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: false },
		receivedAt: new Date('2026-03-02T10:00:00Z'),
		flags: [],
		size: 0,
		partial,
	};
	return understandEmail(await parseEmail(Buffer.from(lines.join('\r\n')), context, ACCOUNT), { signer: null, ownAddresses: [ACCOUNT.address], systemId: '' });
}

const REPLY = [
	'From: Carol <carol@customer.example>',
	'Subject: Re: TT15 [ Ticket Id : 1483 ] Printer broken',
	'Message-ID: <two@customer.example>',
	'',
	'It works again.',
	'',
	'On Mon, 2 Mar 2026 at 09:00, Support <support@helpdesk.example> wrote:',
	'> Please switch it off and on.',
];

test('tells what kind of mail it is, what is new in it, what points at a ticket, what the rules said and what was decided, in that order', async () => {
	const told = explainItem(await itemOf(REPLY), { ruleReasons: ['Rule 1 "Reply" matched.'], decision: 'Added to TT15.' });
	expect(told).toEqual([
		'Written by a person (class human); it may be answered.',
		expect.stringMatching(/^\d+ characters of quoted text were left out of the reply \(found by attribution, \d+ % sure\)\.$/),
		'It points at a ticket: the ticket id 1483 (Subject); the ticket number TT15 (Subject).',
		'Rule 1 "Reply" matched.',
		'Added to TT15.',
	]);
});

test('says why a mail is automatic and must not be answered', async () => {
	const told = explainItem(await itemOf(['From: a@b.example', 'Subject: Away', 'Auto-Submitted: auto-replied', '', 'I am away.']), SILENT);
	expect(told[0]).toMatch(/^Automatic mail of the class .+, because .*Auto-Submitted.*; it must not be answered\.$/);
	expect(told).toContain('Nothing in it points at a ticket.');
	expect(told[1]).toMatch(/^The whole text counts as new/);
});

test('says that an item is incomplete before anything else, and that a mail without text has none', async () => {
	const told = explainItem(await itemOf(['From: a@b.example', '', ''], 'oversize'), SILENT);
	expect(told[0]).toBe('The item is incomplete: oversize.');
	expect(told).toContain('The message has no text.');
});

test('names only the first of very many tickets', async () => {
	const item = await itemOf(REPLY);
	const evidence = Array.from({ length: 1_000 }, (_, id) => ({ kind: 'message-id' as const, value: `<${id}@x>`, confidence: 0.9, where: 'References' }));
	const line = explainItem({ ...item, ticket: { evidence } }, SILENT).at(-1) ?? '';
	expect(line).toMatch(/995 more\.$/);
	expect(line.length).toBeLessThan(400);
});

test('repeats no text of the message', async () => {
	const told = explainItem(await itemOf(['From: a@b.example', 'Subject: secret subject', '', 'secret text']), SILENT).join('\n');
	expect(told).not.toMatch(/secret text/);
});
