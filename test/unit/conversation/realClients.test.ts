import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { conversationFixtures, LANGUAGES } from '../../fixtures/conversations/conversations';
import { DESK } from '../../fixtures/conversations/situations';

const signer = createTicketSigner('a secret of the store, long enough');
const answered = signer.messageId({ ticketId: '1483', unique: 'c7', domain: 'desk.example' });
const fixtures = conversationFixtures(answered);
const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();

async function understood(source: Buffer) {
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: DESK.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const context = { mailbox, receivedAt: new Date('2024-03-05T10:30:00Z'), flags: [], size: source.length, partial: null };
	const parsed = await parseEmail(source, context, { host: 'mail.desk.example', user: 'support', address: DESK.address });
	return understandEmail(parsed, { signer, ownAddresses: [DESK.address], systemId: 'desk-1' });
}

describe('mails as real programs send them', () => {
	it('are at least 150, in 22 languages, no two alike', () => {
		expect(fixtures.length).toBeGreaterThanOrEqual(150);
		expect(LANGUAGES).toHaveLength(22);
		expect(new Set(fixtures.map(({ name }) => name)).size).toBe(fixtures.length);
		expect(new Set(fixtures.map(({ source }) => source.toString('latin1'))).size).toBe(fixtures.length);
	});

	it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, { source, reply, evidence }) => {
		const email = await understood(source);
		expect(folded(email.reply.text)).toBe(folded(reply));
		expect(email.ticket.evidence.map(({ kind }) => kind)).toEqual(expect.arrayContaining(evidence));
		if (evidence.length === 0) expect(email.ticket.evidence.filter(({ kind }) => kind !== 'referenced-by')).toEqual([]);
		expect(email.automatic).toMatchObject({ class: 'human', mayAnswer: true });
	});
});
