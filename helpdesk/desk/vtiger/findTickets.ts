import type { Evidence, EvidenceKind } from '../../email/Email';
import type { Contact, TicketFound } from '../Desk';
import type { VtigerRecord } from './client';
import type { VtigerContext } from './context';
import { LOOKUPS, type Lookup } from './evidenceLookups';
import { numberOf } from './modules';
import { owners } from './owners';
import { contactsByNumber, getOrganization } from './people';
import { firstMails, participantsOf } from './threads';
import { deletedTicket, knownSince, ticketOf } from './tickets';

interface Pointers {
	evidence: Evidence[];
	/** Where the hint stood, and whether what it names is internal. */
	places: Array<{ where: string; internal: boolean }>;
	record: VtigerRecord | null;
}

const HOUR_MS = 3_600_000;
/** Beyond these nothing sensible was named. */
const MOST_TICKETS = 50;

async function lookUp(context: VtigerContext, lookup: Lookup, evidence: Evidence[], found: Map<string, Pointers>): Promise<void> {
	const values = [...new Set(evidence.map(({ value }) => lookup.normalise(value)))].filter((value) => value !== '');
	if (values.length === 0) {
		return;
	}
	const hits = await lookup.find(context, values.slice(0, 200));
	for (const item of evidence) {
		const value = lookup.normalise(item.value);
		for (const hit of hits.filter((candidate) => candidate.value === value && candidate.value !== '')) {
			const pointers = found.get(hit.ticketId) ?? { evidence: [], places: [], record: null };
			found.set(hit.ticketId, pointers);
			pointers.record ??= hit.record ?? null;
			pointers.places.push({ where: item.where, internal: hit.internal });
			if (!pointers.evidence.includes(item)) {
				pointers.evidence.push(item);
			}
		}
	}
}

async function pointersOf(context: VtigerContext, evidence: Evidence[]): Promise<Map<string, Pointers>> {
	const found = new Map<string, Pointers>();
	for (const kind of Object.keys(LOOKUPS) as EvidenceKind[]) {
		const ofKind = evidence.filter((item) => item.kind === kind);
		for (const lookup of LOOKUPS[kind]) {
			await lookUp(context, lookup, ofKind, found);
		}
	}
	return new Map([...found].slice(0, MOST_TICKETS));
}

/** Records that no lookup has read yet, in one call. */
async function readRecords({ client, modules }: VtigerContext, found: Map<string, Pointers>): Promise<void> {
	const missing = [...found].filter(([, { record }]) => record === null).map(([id]) => id);
	if (missing.length === 0) {
		return;
	}
	const ids = await Promise.all(missing.map(async (id) => await modules.fullId('HelpDesk', id)));
	for (const record of await client.query({ fields: '*', from: 'HelpDesk', where: [[{ field: 'id', in: ids }]] })) {
		const pointers = found.get(numberOf(record.id ?? ''));
		if (pointers) {
			pointers.record = record;
		}
	}
}

async function reopenings({ store, desk, options }: VtigerContext, ids: string[]): Promise<Map<string, number>> {
	const rows = await store.db
		.selectFrom('vtiger_reopenings')
		.select(['ticket_id', (query) => query.fn.countAll<number | string>().as('times')])
		.where('desk', '=', desk)
		.where('ticket_id', 'in', ids)
		.where('at', '>', new Date(options.now().getTime() - HOUR_MS).toISOString())
		.groupBy('ticket_id')
		.execute();
	return new Map(rows.map(({ ticket_id: id, times }) => [id, Number(times)]));
}

/** In-Reply-To names what is answered; References also name the rest of the thread. */
function pointsAtInternal({ places }: Pointers): boolean {
	const answered = places.filter(({ where }) => where === 'In-Reply-To');
	return (answered.length > 0 ? answered : places).some(({ internal }) => internal);
}

async function domainsOf(context: VtigerContext, organizationId: string | null, contact: Contact | undefined): Promise<string[]> {
	const id = organizationId ?? contact?.organizationId ?? null;
	return id === null ? [] : ((await getOrganization(context, id))?.domains ?? []);
}

/** Address of the agent who owns a ticket; only an administrator may see it. What nobody was assigned belongs to the API user, who is no agent. */
async function ownerAddress(context: VtigerContext, assignee: string): Promise<string[]> {
	const { userId } = await context.client.session.signedIn();
	const all = assignee === '' || assignee === userId ? [] : await owners(context);
	return all.filter(({ id, address }) => id === assignee && address !== '').map(({ address }) => address);
}

/** Tickets that the evidence points at, deleted ones that the store knows of too. Values that cannot be an id, a number or a Message-ID find nothing. */
export async function findTickets(context: VtigerContext, evidence: Evidence[]): Promise<TicketFound[]> {
	const found = await pointersOf(context, evidence);
	if (found.size === 0) {
		return [];
	}
	await readRecords(context, found);
	const module = await context.modules.of('HelpDesk');
	const ids = [...found.keys()];
	const contactNumbers = [...found.values()].flatMap(({ record }) => (record?.contact_id ? [numberOf(record.contact_id)] : []));
	const contacts = await contactsByNumber(context, contactNumbers);
	const [participants, firsts, reopened] = [await participantsOf(context, ids), await firstMails(context, ids), await reopenings(context, ids)];

	const tickets: TicketFound[] = [];
	for (const [id, pointers] of found) {
		const since = pointers.record ? null : await knownSince(context, id);
		const ticket = pointers.record ? ticketOf(pointers.record, module) : since === null ? null : deletedTicket(id, since);
		if (!ticket) {
			continue;
		}
		const contact = contacts.get(ticket.contactId ?? '');
		const people = [...(contact?.addresses ?? []), ...(await ownerAddress(context, ticket.assignee)), ...(participants.get(id) ?? [])];
		tickets.push({
			ticket,
			evidence: pointers.evidence,
			participants: [...new Set(people)],
			requester: contact?.addresses[0] ?? firsts.get(id)?.sender ?? '',
			addressedTo: firsts.get(id)?.recipients ?? [],
			organizationDomains: await domainsOf(context, ticket.organizationId, contact),
			internal: pointsAtInternal(pointers),
			reopenedLastHour: reopened.get(id) ?? 0,
		});
	}
	return tickets;
}
