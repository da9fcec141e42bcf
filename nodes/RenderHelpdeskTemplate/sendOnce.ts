import { createOutboxRows, sendMail } from '../../helpdesk';
import type { OutgoingMail, SendPolicy, SmtpAccount } from '../../helpdesk';
import type { HelpdeskStore } from '../common/store';

/**
 * Sends under a claim: one mail per message and node, also after a retry. Then the ticket remembers the mail, so that a reply to it is found by its
 * Message-ID. Rejects with `OutboxError`.
 */
export async function sendOnce(
	{ store, desk }: HelpdeskStore,
	account: SmtpAccount,
	mail: OutgoingMail,
	ticketId: string,
	claim: string,
	policy: SendPolicy,
): Promise<{ status: string; reason: string }> {
	const at = new Date().toISOString();
	const outcome = await sendMail(account, mail, claim, createOutboxRows(store), policy, at);
	if (outcome.status === 'uncertain') return { status: 'not sent', reason: 'An earlier try may have been delivered; it is not sent again' };
	const { inReplyTo, references, subject } = mail;
	await desk.recordMessage(ticketId, {
		key: claim,
		messageId: outcome.messageId,
		inReplyTo,
		references,
		direction: 'out',
		from: mail.from.address,
		recipients: [...mail.to, ...mail.cc].map(({ address }) => address),
		subject,
		at,
	});
	return { status: 'sent', reason: outcome.status === 'already-sent' ? 'Sent by an earlier try' : '' };
}
