import { defaultPolicy } from '../../helpdesk/conversation/decide';
import { handleMail } from '../../nodes/CreateOrUpdateTicket/handleMail';
import type { Evidence } from '../../helpdesk/email/Email';
import { email } from '../../test/unit/conversation/facts';
import { newContact } from '../../test/support/deskInput';
import { startVtigerDouble, type VtigerDouble } from '../../test/support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../test/support/vtigerHarness';
import type { Figures } from '../figures';

const NOW = '2026-03-02T08:00:00.000Z';

interface Message {
	customer: string;
	id: string;
	answers: string | null;
}

/** What the two nodes of the shipped workflow do with one message: look the sender up, then find, judge and write. */
async function handle({ desk }: VtigerHarness, { customer, id, answers }: Message): Promise<string> {
	const evidence: Evidence[] = answers === null ? [] : [{ kind: 'message-id', value: answers, confidence: 0.9, where: 'In-Reply-To' }];
	const from = { address: customer, name: 'Customer' };
	const base = email();
	const mail = email({ messageId: id, inReplyTo: answers, references: answers === null ? [] : [answers], from, replyTo: [from], ticket: { evidence }, mailbox: { ...base.mailbox, key: `key of ${id}`, test: false } });
	await desk.findPerson(customer);
	const policy = defaultPolicy({ mode: 'create-or-update', ownAddresses: [mail.mailbox.address], now: NOW });
	const result = await handleMail(desk, mail, { policy, evidence, updateBy: 'comment', createFields: {}, updateFields: {}, wholeText: false, files: async () => [], traffic: null, simulate: false });
	return `${result.output} ${result.ticket?.state ?? ''}`;
}

/** Requests that the message takes; what it must lead to is checked, so that a cheap failure is no good figure. */
async function callsOf(double: VtigerDouble, harness: VtigerHarness, message: Message, expected: string): Promise<number> {
	const before = double.calls.length;
	const result = await handle(harness, message);
	if (result !== expected) {
		throw new Error(`Vtiger: the message was "${result}" and not "${expected}"`);
	}
	return double.calls.length - before;
}

/** A desk that has the contact but has not seen it lately: only session and descriptions are warm. */
async function coldFor(harness: VtigerHarness): Promise<VtigerHarness> {
	const desk = harness.another();
	await desk.describe();
	await desk.findPerson('nobody@elsewhere.example');
	return { ...harness, desk };
}

/** Requests to Vtiger for one message without files, with claim and sender check, in a warm session. */
export async function vtigerCalls(say: (line: string) => void): Promise<Figures> {
	const double = await startVtigerDouble();
	const harness = await openVtigerDesk(double.account);
	try {
		const customer = 'anna@customer.example';
		await harness.desk.createContact({ key: customer, action: 'create-contact' }, newContact(customer, 'Anna'));
		const fresh = async (): Promise<VtigerHarness> => await coldFor(harness);
		const newTicket = await callsOf(double, await fresh(), { customer, id: '<1@customer.example>', answers: null }, 'created open');
		const followUp = await callsOf(double, await fresh(), { customer, id: '<2@customer.example>', answers: '<1@customer.example>' }, 'updated open');
		for (const record of double.state.records.values()) {
			if (record.module === 'HelpDesk') {
				record.fields.ticketstatus = 'Closed';
				record.fields.modifiedtime = '2026-03-02 07:00:00';
			}
		}
		const reopening = await callsOf(double, await fresh(), { customer, id: '<3@customer.example>', answers: '<2@customer.example>' }, 'updated open');
		say(`desk.vtiger: ${newTicket} requests for a new ticket, ${followUp} for a follow-up, ${reopening} for a reopening`);
		return { 'desk.vtiger.calls_new_ticket': newTicket, 'desk.vtiger.calls_follow_up': followUp, 'desk.vtiger.calls_reopening': reopening };
	} finally {
		await harness.close();
		await double.close();
	}
}
