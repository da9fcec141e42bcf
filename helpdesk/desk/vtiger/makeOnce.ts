import type { VtigerRecord } from './client';
import { mustBeSettled, noteClaim, type HeldClaim } from './claims';
import type { VtigerContext } from './context';
import type { ModuleName } from './modules';
import { MARKER_FIELD, noMarkers } from './marker';
import { forgetOwners } from './owners';
import { MODULE_LABELS } from './rights';
import { VtigerError } from './VtigerError';

/** After these Vtiger has ended its work: what is not found now will not come any more. */
const ANSWERED = new Set(['VTIGER_RESTRICTED', 'VTIGER_INTERNAL', 'VTIGER_REFUSED']);

/** The record with this marker above the bound (captures D2, D6, D7), or null. */
export async function findByMarker({ client, modules }: VtigerContext, module: ModuleName, marker: string, bound: string): Promise<VtigerRecord | null> {
	const above = { field: 'id', is: '>', value: await modules.fullId(module, bound) } as const;
	const found = await client.query({ fields: '*', from: module, where: [[{ field: MARKER_FIELD, is: '=', value: marker }, above]], orderBy: { field: 'id' }, limit: 1 });
	return found[0] ?? null;
}

/** What an odd answer left behind: the record, with an owner that exists, or null. */
async function afterOddAnswer(context: VtigerContext, held: HeldClaim, module: ModuleName): Promise<VtigerRecord | null> {
	const found = await findByMarker(context, module, held.row.marker, held.row.bound);
	if (!found?.id) {
		return null;
	}
	const { userId } = await context.client.session.signedIn();
	return await context.client.revise(module, found.id, { assigned_user_id: userId });
}

/**
 * A Vtiger without the field, or a profile that hides it, would leave what a killed process made to be made again. For comments tickets are looked at, whose description
 * is known anyway: Vtiger has the field in all modules or in none, and the test of the credential looks at each.
 */
async function mustKeepMarkers({ modules }: VtigerContext, module: ModuleName): Promise<void> {
	if (!(await modules.has(module === 'ModComments' ? 'HelpDesk' : module, MARKER_FIELD))) {
		throw noMarkers(MODULE_LABELS[module] ?? module);
	}
}

/**
 * Makes the record that a claim is for. What an earlier try made is found by its marker and not made again; what may still be on its way is waited for
 * (`VTIGER_UNSETTLED`). `made` is false when an earlier try had made it.
 */
export async function makeOnce(context: VtigerContext, held: HeldClaim, module: ModuleName, element: Record<string, string>): Promise<{ record: VtigerRecord; made: boolean }> {
	const earlier = held.resumed ? await findByMarker(context, module, held.row.marker, held.row.bound) : null;
	if (earlier) {
		return { record: earlier, made: false };
	}
	await mustKeepMarkers(context, module);
	mustBeSettled(context, held);
	await noteClaim(context, held, { unanswered_at: context.options.now().toISOString() });
	try {
		return { record: await context.client.create(module, { ...element, [MARKER_FIELD]: held.row.marker }), made: true };
	} catch (error) {
		if (!(error instanceof VtigerError)) {
			throw error;
		}
		if (error.code === 'VTIGER_RESTRICTED') {
			forgetOwners(context);
		}
		const left = error.mayBeDone && ANSWERED.has(error.code) ? await afterOddAnswer(context, held, module) : null;
		if (left) {
			return { record: left, made: true };
		}
		if (!error.mayBeDone || ANSWERED.has(error.code)) {
			await noteClaim(context, held, { unanswered_at: '' });
		}
		throw error;
	}
}
