import type { Transaction } from 'kysely';

import { HelpdeskError } from '../../errors';
import type { Schema } from '../../store/schema';
import { DeskError } from '../DeskError';

/** Runs its work in one write transaction, with the time of the call. Rejects with `DeskError`. */
export type Write = <T>(work: (trx: Transaction<Schema>, at: string) => Promise<T>) => Promise<T>;

/** Trouble of the store keeps its code, fault and remedy. */
function deskErrorOf(error: unknown): DeskError {
	if (error instanceof DeskError) {
		return error;
	}
	if (error instanceof HelpdeskError) {
		return new DeskError(error.code, error.message, { fault: error.fault, remedy: error.remedy, cause: error });
	}
	return new DeskError('DESK_FAILED', 'The built-in help desk could not do what it was asked', { fault: 'message', cause: error });
}

/** Rejects with `DeskError` only. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw deskErrorOf(error);
	}
}
