import type { Kysely, Transaction } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import { domainOf } from '../../email/freemail';
import type { Schema } from '../../store/schema';
import { DeskError } from '../DeskError';
import type { BlockedSender } from '../DeskUpkeep';
import { record } from './audit';

const NO_CLAIM = { key: '', action: '' };

/** An address, or a domain as `@example.com`. Throws `SENDER_INVALID`. */
function usableSender(sender: string): string {
	const text = sender.trim();
	const domain = text.startsWith('@') ? text.slice(1) : text.includes('@') ? '' : text;
	const normal = domain === '' ? normaliseAddress(text) : `@${domainOf(`@${domain}`)}`;
	if (normal === '' || normal === '@') {
		throw new DeskError('SENDER_INVALID', 'This is neither an address nor a domain', { fault: 'settings', remedy: 'Write "name@example.com" for one sender, or "@example.com" for all senders of a domain.' });
	}
	return normal;
}

/** Blocking again changes the reason. */
export async function block(trx: Transaction<Schema>, sender: string, reason: string, at: string): Promise<BlockedSender> {
	const entry = { sender: usableSender(sender), reason: reason.trim(), at };
	await trx
		.insertInto('blocked_senders')
		.values(entry)
		.onConflict((conflict) => conflict.column('sender').doUpdateSet({ reason: entry.reason }))
		.execute();
	await record(trx, { action: 'blocked', detail: { sender: entry.sender }, claim: NO_CLAIM, at });
	return await trx.selectFrom('blocked_senders').selectAll().where('sender', '=', entry.sender).executeTakeFirstOrThrow();
}

export async function unblock(trx: Transaction<Schema>, sender: string, at: string): Promise<void> {
	const wanted = usableSender(sender);
	await trx.deleteFrom('blocked_senders').where('sender', '=', wanted).execute();
	await record(trx, { action: 'unblocked', detail: { sender: wanted }, claim: NO_CLAIM, at });
}

export async function listBlocked(db: Kysely<Schema>): Promise<BlockedSender[]> {
	return await db.selectFrom('blocked_senders').selectAll().orderBy('sender').execute();
}

/** Whether the address itself, its domain, or a domain above that is blocked. */
export async function isBlocked(db: Kysely<Schema>, address: string): Promise<boolean> {
	const wanted = normaliseAddress(address);
	const labels = domainOf(wanted).split('.');
	const domains = labels.map((_, index) => `@${labels.slice(index).join('.')}`).filter((domain) => domain !== '@');
	if (wanted === '') {
		return false;
	}
	const row = await db.selectFrom('blocked_senders').select('sender').where('sender', 'in', [wanted, ...domains.slice(0, 20)]).executeTakeFirst();
	return row !== undefined;
}
