import { normaliseAddress } from '../../email/addresses';
import type { Contact, Ticket, TicketQuery } from '../Desk';
import type { VtigerContext } from './context';
import { statuses } from './fields';
import { numberOf, recordNumber } from './modules';
import { owners } from './owners';
import { contactOf, contactWithAddress } from './people';
import { ticketOf } from './tickets';
import { vtigerTime } from './times';
import type { Condition } from './vtql';

/** Vtiger gives no more at once; one is asked for beyond the page, to see whether there is another. */
const MOST_ROWS = 99;
const NOTHING: Condition = { field: 'id', in: [] };

async function idIn(context: VtigerContext, numbers: string[]): Promise<Condition> {
	return { field: 'id', in: await Promise.all(numbers.map(async (number) => await context.modules.fullId('HelpDesk', number))) };
}

/** Tickets that somebody takes part in, newest first. */
async function takesPartIn({ store, desk }: VtigerContext, address: string): Promise<string[]> {
	const rows = await store.db.selectFrom('vtiger_participants').select('ticket_id').where('desk', '=', desk).where('address', '=', address).execute();
	return rows.map(({ ticket_id: id }) => id).sort((one, other) => Number(other) - Number(one)).slice(0, MOST_ROWS);
}

async function ofAddress(context: VtigerContext, address: string): Promise<Condition[]> {
	const wanted = normaliseAddress(address);
	if (!wanted.includes('@')) {
		return [NOTHING];
	}
	const contact = await contactWithAddress(context, wanted);
	const numbers = await takesPartIn(context, wanted);
	const own: Condition[] = contact ? [{ field: 'contact_id', is: '=', value: await context.modules.fullId('Contacts', contact.id) }] : [];
	return [...own, ...(numbers.length > 0 ? [await idIn(context, numbers)] : [])];
}

async function stateConditions(context: VtigerContext, state: TicketQuery['state']): Promise<Condition[]> {
	const { closed } = statuses(await context.modules.of('HelpDesk'));
	if (state === 'closed') {
		return [{ field: 'ticketstatus', in: closed }];
	}
	return state === 'open' ? closed.map((status): Condition => ({ field: 'ticketstatus', is: '!=', value: status })) : [];
}

/** Only owners that exist are asked for; anything else owns nothing. */
async function ownerIs(context: VtigerContext, wanted: string | undefined): Promise<Condition[]> {
	if (!wanted) {
		return [];
	}
	const known = (await owners(context)).some(({ id }) => id === wanted);
	return [known ? { field: 'assigned_user_id', is: '=', value: wanted } : NOTHING];
}

/** Conditions that all must hold. */
async function together(context: VtigerContext, query: TicketQuery): Promise<Condition[]> {
	const { modules } = context;
	const is = (field: string, value: string | undefined): Condition[] => (value ? [{ field, is: '=', value }] : []);
	const contact = recordNumber(query.contactId ?? '');
	const before = recordNumber(query.cursor ?? '');
	return [
		...(await stateConditions(context, query.state)),
		...is('ticket_no', query.number?.trim()),
		...is('ticketstatus', query.status),
		...(await ownerIs(context, query.assignee)),
		...(await ownerIs(context, query.group)),
		...(query.contactId ? [contact === null ? NOTHING : { field: 'contact_id', is: '=' as const, value: await modules.fullId('Contacts', contact) }] : []),
		...(query.changedSince ? [{ field: 'modifiedtime', is: '>=' as const, value: vtigerTime(new Date(query.changedSince)) }] : []),
		...(query.cursor ? [before === null ? NOTHING : { field: 'id', is: '<' as const, value: await modules.fullId('HelpDesk', before) }] : []),
	];
}

const holdsNothing = (group: Condition[]): boolean => group.some((condition) => 'in' in condition && condition.in.length === 0);

/** Vtiger has no brackets, so every alternative repeats all that must hold. */
async function alternatives(context: VtigerContext, query: TicketQuery): Promise<Condition[][]> {
	const all = await together(context, query);
	const text = query.text?.trim() ?? '';
	const byText: Condition[][] = text === '' ? [[]] : ['ticket_title', 'description', 'ticket_no'].map((field) => [{ field, contains: text }]);
	const byAddress: Condition[][] = query.address === undefined ? [[]] : (await ofAddress(context, query.address)).map((condition) => [condition]);
	return byText.flatMap((one) => byAddress.map((other) => [...one, ...other, ...all])).filter((group) => !holdsNothing(group));
}

/** Newest first; the cursor is the last id of the page. What Vtiger has no notion of (queues, merged and deleted tickets) finds nothing. */
export async function searchTickets(context: VtigerContext, query: TicketQuery): Promise<{ tickets: Ticket[]; cursor: string | null }> {
	if (query.queue || query.state === 'merged' || query.state === 'deleted') {
		return { tickets: [], cursor: null };
	}
	const where = await alternatives(context, query);
	if (where.length === 0) {
		return { tickets: [], cursor: null };
	}
	const limit = Math.min(Math.max(1, query.limit), MOST_ROWS);
	const records = await context.client.query({ fields: '*', from: 'HelpDesk', where, orderBy: { field: 'id', descending: true }, limit: limit + 1 });
	const module = await context.modules.of('HelpDesk');
	const page = records.slice(0, limit);
	return { tickets: page.map((record) => ticketOf(record, module)), cursor: records.length > limit ? numberOf(page.at(-1)?.id ?? '') : null };
}

/** Contacts whose name or address contains the text, by name. */
export async function searchPeople(context: VtigerContext, text: string, limit: number): Promise<Contact[]> {
	const wanted = text.trim();
	if (wanted === '') {
		return [];
	}
	const { fields } = await context.modules.of('Contacts');
	const searched = ['lastname', 'firstname', 'email', 'secondaryemail'].filter((name) => fields.some((field) => field.name === name));
	const where = searched.map((field): Condition[] => [{ field, contains: wanted }]);
	const records = await context.client.query({ fields: '*', from: 'Contacts', where, orderBy: { field: 'lastname' }, limit });
	const module = await context.modules.of('Contacts');
	return records.map((record) => contactOf(record, module)).sort((one, other) => one.name.localeCompare(other.name));
}
