import type { Claim, Effect } from '../Desk';
import { DeskError } from '../DeskError';
import { noteClaim, underClaim } from './claims';
import type { VtigerContext } from './context';
import { recordNumber } from './modules';
import { knownSince, ticketRecord } from './tickets';

/** Puts a ticket into Vtiger's recycle bin. `existing` when it was gone before. Throws `TICKET_MISSING` for one that never was. */
export async function deleteTicket(context: VtigerContext, claim: Claim, ticketId: string): Promise<{ effect: Effect }> {
	return await underClaim<{ effect: Effect }>(context, { claim, kind: 'delete', marker: '' }, {
		earlier: async () => ({ effect: 'existing' }),
		work: async (held) => {
			const record = await ticketRecord(context, ticketId);
			const number = recordNumber(ticketId) ?? '';
			if (!record?.id && (await knownSince(context, number)) === null) {
				throw new DeskError('TICKET_MISSING', 'Vtiger has no such ticket', { fault: 'message', remedy: 'Check where the ticket id comes from.' });
			}
			if (record?.id) {
				await context.client.remove(record.id);
			}
			await noteClaim(context, held, { ticket_id: number, state: 'made' });
			return { effect: record?.id ? 'created' : 'existing' };
		},
	});
}
