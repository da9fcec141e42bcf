import { understandEmail } from '../../../helpdesk/conversation/understand';
import { parseEmail } from '../../../helpdesk/email/parseEmail';
import { DELIVERY_REPORTS, PEOPLE_WITH_REPORTS, type DeliveryReportMail } from '../../fixtures/conversations/deliveryReports';
import { REMAKES } from '../../support/remadeMail';

const ADDRESS = 'support@desk.example';

async function understood(source: Buffer) {
	const mailbox = { name: 'Support', account: 'support@mail.desk.example', address: ADDRESS, folder: 'INBOX', uid: 1, uidValidity: '1', test: false };
	const parsed = await parseEmail(source, { mailbox, receivedAt: new Date('2024-03-05T10:30:00Z'), flags: [], size: source.length, partial: null }, { host: 'mail.desk.example', user: 'support', address: ADDRESS });
	return understandEmail(parsed, { signer: null, ownAddresses: [ADDRESS], systemId: 'desk-1' });
}

async function findings({ source }: DeliveryReportMail) {
	const { automatic, bounce } = await understood(source);
	return { class: automatic.class, mayAnswer: automatic.mayAnswer, bounce };
}

function expectations({ class: kind, status, hard, recipient, original }: DeliveryReportMail) {
	const bounce = status === undefined ? null : { status, hard, recipient, originalMessageId: original };
	return { class: kind, mayAnswer: false, bounce };
}

describe('reports as servers and services make them', () => {
	test.each(DELIVERY_REPORTS)('$name', async (mail) => {
		expect(await findings(mail)).toEqual(expectations(mail));
	});

	test.each(Object.entries(REMAKES))('say the same where %s', async (change, remake) => {
		for (const mail of DELIVERY_REPORTS) {
			// Of what kind it is, only its own header says.
			const source = mail.class === 'notification' && change.includes('of parts') ? null : remake(mail.source);
			if (source !== null) expect({ name: mail.name, ...(await findings({ ...mail, source })) }).toEqual({ name: mail.name, ...expectations(mail) });
		}
	});
});

describe('reports that people send on', () => {
	test.each(PEOPLE_WITH_REPORTS)('$name', async ({ source }) => {
		const { automatic, bounce, reply, attachments } = await understood(source);
		expect(automatic).toMatchObject({ class: 'human', mayAnswer: true });
		expect(bounce).toBeNull();
		expect(reply.text).toBe('Can you see what is wrong?');
		expect(attachments).toHaveLength(1);
	});
});
