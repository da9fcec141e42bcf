import type { SmtpAccount } from './Outbox';
import { refusePort25 } from './portRule';
import { withSmtpSession } from './smtpSession';

/** Connects and signs in, sends nothing: the test of a credential. Rejects with `OutboxError` that says what is wrong and what to do. */
export async function verifySmtp(account: SmtpAccount): Promise<void> {
	refusePort25(account);
	await withSmtpSession(account, async () => undefined);
}
