import { HelpdeskError } from '../errors';
import { composeMail } from './composeRaw';
import type { OutboxRows, OutgoingMail, SendOutcome, SendPolicy, SmtpAccount } from './Outbox';
import { OutboxError } from './OutboxError';
import { refusePort25 } from './portRule';
import { withoutAddresses } from './smtpFailure';
import { withSmtpSession } from './smtpSession';

async function markRefused(rows: OutboxRows, claim: string, error: unknown): Promise<void> {
	try {
		await rows.markRefused(claim, error instanceof HelpdeskError ? error.code : 'NOT_SENT');
	} catch {
		// The row stays "sending": the next try takes this one for uncertain, which is the safe side. Why sending failed is what must be told.
	}
}

/**
 * Sends a mail once per claim. Its row is reserved before and marked after: a call whose claim was already sent sends nothing, and every try of a claim carries
 * the Message-ID of the first.
 *
 * A try whose end nobody knows (the process was killed, or the connection broke after the whole mail was handed over) leaves the row in `sending`. The next
 * call then does what `policy` says: send again with the same Message-ID, or answer `uncertain` and leave it to a person. SMTP allows no third way.
 * A failure that surely sent nothing marks the row `refused`, and a later call tries again.
 *
 * @param now ISO 8601 in UTC; the Date header of the mail and the times of the row.
 * @throws OutboxError (see there for the codes), or what `rows` and `account.secret` reject with.
 */
export async function sendMail(account: SmtpAccount, mail: OutgoingMail, claim: string, rows: OutboxRows, policy: SendPolicy, now: string): Promise<SendOutcome> {
	refusePort25(account);
	await composeMail(mail, now);
	const row = await rows.reserve(claim, mail.messageId, now);
	if (row.state === 'sent') return { status: 'already-sent', messageId: row.messageId, response: row.response };
	if (row.state === 'sending' && row.attempts > 0 && policy.afterUncertain === 'park') {
		return { status: 'uncertain', messageId: row.messageId, response: row.response };
	}
	const { raw, envelope } = await composeMail({ ...mail, messageId: row.messageId }, now);
	await rows.trying(claim);
	let response: string;
	try {
		response = await withSmtpSession(account, async (session) => {
			const answer = await session.send(envelope, raw);
			const note = answer.refused === 0 ? '' : ` (${String(answer.refused)} of ${String(envelope.to.length)} recipients refused)`;
			return withoutAddresses(answer.response) + note;
		});
	} catch (error) {
		if (!(error instanceof OutboxError && error.uncertain)) await markRefused(rows, claim, error);
		throw error;
	}
	await rows.markSent(claim, response, now);
	return { status: 'sent', messageId: row.messageId, response };
}
