import { createHash } from 'node:crypto';
import type { HelpdeskError } from '../errors';
import type { MailboxAccount } from '../mailbox/MailboxAccount';

/**
 * Refused sign-ins, so that n8n's own retries of an activation (five within 15 s) are answered from memory and no account is locked out.
 * A changed password is another entry and is tried at once.
 */
const refusals = new Map<string, { problem: HelpdeskError; until: number }>();
const REMEMBER_MS = 60_000;

async function fingerprint(account: MailboxAccount): Promise<string> {
	const secret = await account.secret(null);
	const value = secret.kind === 'password' ? secret.password : secret.accessToken;
	return createHash('sha256').update(JSON.stringify([account.host, account.port, account.user, value])).digest('hex');
}

export async function rememberRefusal(account: MailboxAccount, problem: HelpdeskError, at: Date): Promise<void> {
	refusals.set(await fingerprint(account), { problem, until: at.getTime() + REMEMBER_MS });
}

/** The refusal to answer with, or null when the server may be asked. */
export async function refusalOf(account: MailboxAccount, at: Date): Promise<HelpdeskError | null> {
	for (const [key, { until }] of refusals) if (until <= at.getTime()) refusals.delete(key);
	return refusals.get(await fingerprint(account))?.problem ?? null;
}
