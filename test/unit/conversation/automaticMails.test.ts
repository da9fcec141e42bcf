import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { AUTOMATIC_MAILS, PEOPLES_MAILS, type AutomaticMail } from '../../fixtures/conversations/automaticMails';

const ADDRESS = 'support@desk.example';

async function understood({ head, body }: AutomaticMail) {
	const type = head.includes('MIME-Version') ? '' : 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n';
	const source = Buffer.from(`${head}\nTo: ${ADDRESS}\nMessage-ID: <one@mail.example>\nDate: Tue, 5 Mar 2024 10:12:00 +0100\n${type}\n${body}\n`.replace(/\n/g, '\r\n'));
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: ADDRESS, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const parsed = await parseEmail(source, { mailbox, receivedAt: new Date('2024-03-05T10:30:00Z'), flags: [], size: source.length, partial: null }, { host: 'mail.desk.example', user: 'support', address: ADDRESS });
	return understandEmail(parsed, { signer: null, ownAddresses: [ADDRESS], systemId: 'desk-1' });
}

describe('automatic mail', () => {
	test.each(AUTOMATIC_MAILS)('$name is of class $class', async (mail) => {
		const { automatic, bounce } = await understood(mail);
		expect(automatic).toMatchObject({ isAutomatic: true, mayAnswer: false });
		if (mail.class === 'automatic') expect(['bounce', 'delay', 'human']).not.toContain(automatic.class);
		else expect(automatic.class).toBe(mail.class);
		if (mail.status !== undefined) expect(bounce?.status.startsWith(mail.status)).toBe(true);
		if (mail.recipient !== undefined) expect(bounce?.recipient).toBe(mail.recipient);
	});

	test.each(PEOPLES_MAILS)('is not what a person writes: $name', async (mail) => {
		const { automatic, bounce } = await understood(mail);
		expect(automatic.class).toBe(mail.class);
		expect(bounce).toBeNull();
	});
});
