import type { Transaction } from 'kysely';

import type { Schema } from '../../store/schema';
import { DeskError } from '../DeskError';
import type { RetentionRules } from '../DeskUpkeep';
import { record } from './audit';
import { CLOSED_STATUSES } from './deskFields';
import { eraseFiles, eraseTickets } from './eraseRows';

/** So that mail can be handled between two steps of a large clearing. */
const STEP = 200;
const DAY_MS = 86_400_000;

type Step = <T>(work: (trx: Transaction<Schema>, at: string) => Promise<T>) => Promise<T>;

function cutOff(days: number, at: string): string {
	if (!Number.isFinite(days) || days < 1) {
		throw new DeskError('RETENTION_DAYS', 'The number of days to keep is too small', { fault: 'settings', remedy: 'Keep closed tickets for one day at least, or for ever by leaving the field empty.' });
	}
	return new Date(Date.parse(at) - days * DAY_MS).toISOString();
}

/** Ids of tickets that are closed, merged or deleted and were left alone for so long. */
function finishedTickets(trx: Transaction<Schema>, before: string) {
	return trx
		.selectFrom('tickets')
		.select('tickets.id')
		.where('tickets.changed_at', '<', before)
		.where((query) => query.or([query('tickets.status', 'in', CLOSED_STATUSES), query('tickets.deleted_at', 'is not', null), query('tickets.merged_into', 'is not', null)]));
}

async function expireTickets(trx: Transaction<Schema>, days: number, at: string): Promise<{ found: number; tickets: number; files: number }> {
	const rows = await finishedTickets(trx, cutOff(days, at)).orderBy('tickets.id').limit(STEP).execute();
	const erased = await eraseTickets(trx, rows.map(({ id }) => id));
	if (rows.length > 0) {
		await record(trx, { action: 'expired', detail: erased, claim: { key: '', action: 'expire' }, at });
	}
	return { found: rows.length, ...erased };
}

async function expireFiles(trx: Transaction<Schema>, days: number, at: string): Promise<{ found: number; tickets: number; files: number }> {
	const rows = await trx
		.selectFrom('files')
		.select('files.id')
		.where('files.ticket_id', 'in', finishedTickets(trx, cutOff(days, at)))
		.orderBy('files.id')
		.limit(STEP)
		.execute();
	const files = await eraseFiles(trx, rows.map(({ id }) => id));
	if (rows.length > 0) {
		await record(trx, { action: 'expired', detail: { files }, claim: { key: '', action: 'expire' }, at });
	}
	return { found: rows.length, tickets: 0, files };
}

/** Erases what is older than the rules allow, in steps of one transaction each. Throws `RETENTION_DAYS`. */
export async function expire(step: Step, { ticketsAfterDays, filesAfterDays }: RetentionRules): Promise<{ tickets: number; files: number }> {
	const total = { tickets: 0, files: 0 };
	for (const [days, work] of [[ticketsAfterDays, expireTickets] as const, [filesAfterDays, expireFiles] as const]) {
		let found = days === null ? 0 : STEP;
		while (days !== null && found === STEP) {
			const done = await step(async (trx, at) => await work(trx, days, at));
			found = done.found;
			total.tickets += done.tickets;
			total.files += done.files;
		}
	}
	return total;
}
