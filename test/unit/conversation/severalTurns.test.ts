import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { defaultPolicy } from '../../../helpdesk/conversation/decide';
import { handleMail } from '../../../nodes/CreateOrUpdateTicket/handleMail';
import { LANGUAGES } from '../../fixtures/conversations/conversations';
import { closedTurns, firstTurn, openTurns, type Turn } from '../../fixtures/conversations/severalTurns';
import { DESK } from '../../fixtures/conversations/situations';
import { freshClaim, newComment, message } from '../../support/deskInput';
import { openSqlDesk, type SqlDeskHarness } from '../../support/sqlDeskHarness';

const signer = createTicketSigner('a secret of the store, long enough');
const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();

async function understood(source: Buffer) {
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: DESK.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const context = { mailbox, receivedAt: new Date('2024-03-08T10:30:00Z'), flags: [], size: source.length, partial: null };
	const parsed = await parseEmail(source, context, { host: 'mail.desk.example', user: 'support', address: DESK.address });
	return understandEmail(parsed, { signer, ownAddresses: [DESK.address], systemId: 'desk-1' });
}

/** The way of a mail from bytes to its effect on a real desk. */
async function takeIn({ desk }: SqlDeskHarness, { source }: Turn) {
	const email = await understood(source);
	const policy = defaultPolicy({ now: new Date().toISOString(), ownAddresses: [DESK.address] });
	const choices = { policy, evidence: email.ticket.evidence, updateBy: 'comment', createFields: {}, updateFields: {}, wholeText: false, files: () => Promise.resolve([]), traffic: null, simulate: false } as const;
	return { email, result: await handleMail(desk, email, choices) };
}

describe('a conversation of eight turns', () => {
	let harness: SqlDeskHarness;
	beforeAll(async () => {
		harness = await openSqlDesk();
	});
	afterAll(async () => {
		await harness.close();
	});

	test.each(LANGUAGES.map((language, index) => [language.code, language, index] as const))('in %s stays one ticket, whoever writes with whatever', async (_code, language, index) => {
		const { desk } = harness;
		const told: unknown[] = [];
		const wanted: unknown[] = [];
		let ticketId = '';
		const play = async (turn: Turn): Promise<void> => {
			const { email, result } = await takeIn(harness, turn);
			if (ticketId === '') ticketId = result.ticket?.id ?? '';
			const { decision } = result;
			told.push({ turn: turn.name, action: decision.action, internal: decision.internal, reopens: decision.reopen, here: (decision.ticket?.ticket.id ?? result.ticket?.id) === ticketId, reply: turn.reply === null ? null : folded(email.reply.text) });
			wanted.push({ turn: turn.name, action: turn.action, internal: turn.internal, reopens: turn.reopens, here: turn.name !== 'a stranger writes the tag', reply: turn.reply });
			if (turn.name === 'a stranger writes the tag') expect(decision).toMatchObject({ links: [ticketId], staleTag: true, trust: 'stranger' });
		};

		await play(firstTurn(language, index));
		const ticket = await desk.getTicket(ticketId);
		const ours = signer.messageId({ ticketId, unique: `answer-${language.code}`, domain: 'desk.example' });
		const thread = { ticketId, number: ticket?.number ?? '', ours };
		await desk.addComment(freshClaim('answer'), ticketId, newComment({ author: { kind: 'agent', name: DESK.name, address: DESK.address }, text: language.questions.join('\n'), message: message(ours, { direction: 'out', from: DESK.address, recipients: ['customer@client.example'] }) }));

		for (const turn of openTurns(language, index, thread)) await play(turn);
		await desk.updateTicket(freshClaim('close'), ticketId, { fields: { status: 'Closed' }, reopen: false, message: null, participants: [], files: [], links: [] });
		for (const turn of closedTurns(language, index, thread)) await play(turn);

		expect(told).toEqual(wanted);
		const comments = await desk.listComments(ticketId);
		expect(comments.filter(({ internal }) => !internal)).toHaveLength(4);
		expect(comments.filter(({ internal }) => internal)).toHaveLength(2);
	});
});
