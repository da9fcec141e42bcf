import { setTimeout as sleep } from 'node:timers/promises';
import { hostname } from 'node:os';
import type { Selectable, Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import type { VtigerClaimsTable } from '../../store/vtigerSchema';
import type { Claim } from '../Desk';
import { DeskError } from '../DeskError';
import { THIS_PROCESS, type VtigerContext } from './context';
import { highestRecord } from './highestRecord';
import { oneAtATime } from './oneAtATime';
import { VtigerError } from './VtigerError';

export type ClaimRow = Selectable<VtigerClaimsTable>;
export type ClaimKind = ClaimRow['kind'];

/** A claim that this process works on. */
export interface HeldClaim {
	claim: Claim;
	row: ClaimRow;
	/** An earlier call had taken it and did not come to its end. */
	resumed: boolean;
}

const SHORTEST_WAIT_MS = 40;
const LONGEST_WAIT_MS = 400;

function isAlive(owner: string): boolean {
	if (owner === THIS_PROCESS) {
		return false;
	}
	const [host, pid = ''] = owner.split('|');
	if (host !== hostname()) {
		return true;
	}
	if (Number(pid) === process.pid) {
		return false;
	}
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Whether the claim may be taken over: nobody holds it, or its holder is dead or has been silent for too long. */
function isFree(row: ClaimRow, { options }: VtigerContext): boolean {
	const silent = options.now().getTime() - Date.parse(row.owned_at);
	return row.owner === '' || !isAlive(row.owner) || silent > options.leaseMs;
}

async function tryToTake(context: VtigerContext, claim: Claim, kind: ClaimKind, marker: string): Promise<HeldClaim | ClaimRow | null> {
	const at = context.options.now().toISOString();
	const bound = await highestRecord(context);
	return await context.store.transaction(async (trx) => {
		const fresh = { desk: context.desk, ...claim, kind, marker, bound, ticket_id: null, comment_id: null, contact_id: null, organization_id: null, state: 'reserved' as const, owner: THIS_PROCESS, owned_at: at, unanswered_at: '', at };
		const taken = await trx
			.insertInto('vtiger_claims')
			.values(fresh)
			.onConflict((conflict) => conflict.columns(['desk', 'key', 'action']).doNothing())
			.executeTakeFirst();
		if (taken.numInsertedOrUpdatedRows === 1n) {
			return { claim, row: fresh, resumed: false };
		}
		const row = await ofClaim(trx.selectFrom('vtiger_claims').selectAll(), context, claim).executeTakeFirstOrThrow();
		if (row.kind !== kind) {
			throw new DeskError('CLAIM_MISUSED', `This message has used the action "${claim.action}" for something else already`, { fault: 'settings', remedy: 'Give the two nodes different names.' });
		}
		if (row.state === 'done') {
			return row;
		}
		if (!isFree(row, context)) {
			return null;
		}
		await ofClaim(trx.updateTable('vtiger_claims').set({ owner: THIS_PROCESS, owned_at: at }), context, claim).execute();
		return { claim, row, resumed: true };
	});
}

interface Narrowable<Q> {
	where(column: 'desk' | 'key' | 'action', operator: '=', value: string): Q;
}

function ofClaim<Q extends Narrowable<Q>>(query: Q, { desk }: VtigerContext, { key, action }: Claim): Q {
	return query.where('desk', '=', desk).where('key', '=', key).where('action', '=', action);
}

async function take(context: VtigerContext, claim: Claim, kind: ClaimKind, marker: string): Promise<HeldClaim | ClaimRow> {
	if (claim.key === '' || claim.action === '') {
		throw new DeskError('CLAIM_MISSING', 'The message has no identity, so it could be handled twice', {
			fault: 'settings',
			remedy: 'Pass the item of the IMAP Scanner Trigger on as it came; its "mailbox.key" must not be removed.',
		});
	}
	let pause = SHORTEST_WAIT_MS;
	const giveUpAt = performance.now() + context.options.leaseMs;
	for (;;) {
		const taken = await tryToTake(context, claim, kind, marker);
		if (taken) {
			return taken;
		}
		if (performance.now() > giveUpAt) {
			throw new DeskError('DESK_BUSY', 'Another process is still working on this message', { fault: 'world', remedy: 'Wait; it is tried again by itself.' });
		}
		await sleep(pause / 2 + Math.random() * pause);
		pause = Math.min(pause * 1.5, LONGEST_WAIT_MS);
	}
}

/** Changes the claim's row; within the transaction that stores what belongs to it, if one is given. */
export async function noteClaim(context: VtigerContext, { claim }: HeldClaim, change: Partial<ClaimRow>, trx?: Transaction<Schema>): Promise<void> {
	await ofClaim((trx ?? context.store.db).updateTable('vtiger_claims').set({ owned_at: context.options.now().toISOString(), ...change }), context, claim).execute();
}

/**
 * Does `work` under the claim, once in all processes: who comes second waits, and who comes after the end gets `earlier`. A claim that did not come to its end is
 * taken over, and `work` finds out what was made.
 */
export async function underClaim<T>(
	context: VtigerContext,
	{ claim, kind, marker, lane }: { claim: Claim; kind: ClaimKind; marker: string; lane?: string },
	steps: { earlier: (row: ClaimRow) => Promise<T>; work: (held: HeldClaim) => Promise<T> },
): Promise<T> {
	return await oneAtATime(lane ?? [context.desk, claim.key, claim.action].join('\n'), async () => {
		const taken = await take(context, claim, kind, marker);
		if (!('claim' in taken)) {
			return await steps.earlier(taken);
		}
		try {
			const result = await steps.work(taken);
			await noteClaim(context, taken, { state: 'done', owner: '', unanswered_at: '' });
			return result;
		} catch (error) {
			// The store itself may be what failed; then the lease, or the end of this process, frees the claim.
			await noteClaim(context, taken, { owner: '' }).catch(() => undefined);
			throw error;
		}
	});
}

/** Throws `VTIGER_UNSETTLED` while a request whose answer never came may still be at work in Vtiger. */
export function mustBeSettled({ options }: VtigerContext, { row, resumed }: HeldClaim): void {
	if (!resumed || row.unanswered_at === '') {
		return;
	}
	const passed = options.now().getTime() - Date.parse(row.unanswered_at);
	if (passed < options.settleMs) {
		throw new VtigerError('VTIGER_UNSETTLED', 'Vtiger may still be working on an earlier try of this message', { fault: 'world', remedy: 'Wait; it is tried again by itself.' }, true);
	}
}

/** The earliest of these effects of a message that came to its end, or null. */
export async function findEffect({ store, desk }: VtigerContext, key: string, actions: string[]): Promise<{ action: string; ticketId: string; commentId: string | null } | null> {
	if (actions.length === 0) {
		return null;
	}
	const row = await store.db
		.selectFrom('vtiger_claims')
		.select(['action', 'ticket_id', 'comment_id'])
		.where('desk', '=', desk)
		.where('key', '=', key)
		.where('action', 'in', actions)
		.where('ticket_id', 'is not', null)
		.where('state', '=', 'done')
		.orderBy('at')
		.executeTakeFirst();
	return row?.ticket_id ? { action: row.action, ticketId: row.ticket_id, commentId: row.comment_id } : null;
}
