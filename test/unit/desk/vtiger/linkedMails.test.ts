import type { MailLink } from '../../../../helpdesk';
import { file, message, newContact } from '../../../support/deskInput';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';

const CLAIM = { key: 'link', action: 'link-mail' };

/** Runs a test on a Vtiger and a store of its own, with a mail for its one contact. */
async function withMail(test: (double: VtigerDouble, harness: VtigerHarness, link: MailLink) => Promise<void>): Promise<void> {
	const double = await startVtigerDouble();
	const harness = await openVtigerDesk(double.account);
	try {
		const { contact } = await harness.desk.createContact({ key: 'contact', action: 'create-contact' }, newContact('ada@customer.example'));
		const files = [file('offer.txt', 'offer')];
		await test(double, harness, { target: 'contact', id: contact.id, message: message('<offer@customer.example>', { subject: 'Offer' }), text: 'As discussed.', html: '', files });
	} finally {
		await harness.close();
		await double.close();
	}
}

const living = ({ state }: VtigerDouble, module: string) => [...state.records.values()].filter((record) => record.module === module && !record.deleted);

async function linkUntilDone(harness: VtigerHarness, link: MailLink): Promise<void> {
	for (let attempt = 0; ; attempt += 1) {
		try {
			await harness.another().linkMail(CLAIM, link);
			return;
		} catch (error) {
			if (attempt > 3) {
				throw error;
			}
		}
	}
}

describe('A mail that is linked to a contact in Vtiger', () => {
	it.each(['before', 'after', 'crash'] as const)('hangs there once wherever the answer is lost (%s)', async (how) => {
		let calls = 1;
		for (let at = 1; at <= calls; at += 1) {
			await withMail(async (double, harness, link) => {
				const begun = double.calls.length;
				double.fault = ({ number }) => (number === begun + at ? how : null);
				await linkUntilDone(harness, link);
				calls = Math.max(calls, Math.min(double.calls.length - begun, 20));
				double.fault = null;
				expect([at, living(double, 'ModComments').length, living(double, 'Documents').length]).toEqual([at, 1, 1]);
				expect(await harness.another().listLinkedMails('contact', link.id)).toMatchObject([{ subject: 'Offer', text: 'As discussed.', files: [{ fileName: 'offer.txt' }] }]);
			});
		}
		expect(calls).toBeGreaterThan(3);
	});

	it('is private, mails nobody, and is no evidence for a ticket', async () => {
		await withMail(async (double, { desk }, link) => {
			const mails = double.state.mails.length;
			await desk.linkMail(CLAIM, link);
			expect(living(double, 'ModComments').map(({ fields }) => fields.is_private)).toEqual(['1']);
			expect(double.state.mails).toHaveLength(mails);
			expect(await desk.findTickets([{ kind: 'message-id', value: '<offer@customer.example>', confidence: 1, where: 'In-Reply-To' }])).toEqual([]);
		});
	});

	it('does not come back when it was deleted in Vtiger', async () => {
		await withMail(async (double, { desk }, link) => {
			const { mail } = await desk.linkMail(CLAIM, link);
			living(double, 'ModComments').forEach((record) => (record.deleted = true));
			expect(await desk.linkMail(CLAIM, link)).toMatchObject({ effect: 'existing', mail: { id: mail.id } });
			expect(living(double, 'ModComments')).toEqual([]);
		});
	});
});
