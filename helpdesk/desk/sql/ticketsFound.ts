import type { Kysely } from 'kysely';

import { normaliseAddress } from '../../email/addresses';
import type { Evidence } from '../../email/Email';
import { isFreemailDomain } from '../../email/freemail';
import type { Schema } from '../../store/schema';
import type { TicketFound } from '../Desk';
import { addressesOf } from './people';
import { ticketOf, type TicketRow } from './ticketRows';

/** What points at one ticket. */
export interface Pointers {
	evidence: Evidence[];
	/** The mails that the evidence names: where the hint stood, and whether what it names is internal. */
	comments: Array<{ where: string; internal: boolean }>;
	/** Tickets that were merged into this one: their people take part here. */
	mergedFrom: number[];
}

export type TicketPointers = Map<number, Pointers>;

const HOUR_MS = 3_600_000;

/** In-Reply-To names what is answered; References also name the rest of the thread. */
function pointsAtInternal({ comments }: Pointers): boolean {
	const answered = comments.filter(({ where }) => where === 'In-Reply-To');
	return (answered.length > 0 ? answered : comments).some(({ internal }) => internal);
}

function listed<T>(rows: T[], id: (row: T) => number, value: (row: T) => string): Map<number, string[]> {
	const lists = new Map<number, string[]>();
	for (const row of rows) {
		lists.set(id(row), [...(lists.get(id(row)) ?? []), value(row)]);
	}
	return lists;
}

async function contactsOf(db: Kysely<Schema>, rows: TicketRow[]): Promise<{ addresses: Map<number, string[]>; organizations: Map<number, number> }> {
	const ids = rows.flatMap(({ contact_id: id }) => id ?? []);
	if (ids.length === 0) {
		return { addresses: new Map(), organizations: new Map() };
	}
	const contacts = await db.selectFrom('contacts').select(['id', 'organization_id']).where('id', 'in', ids).execute();
	const organizations = new Map(contacts.flatMap((contact) => (contact.organization_id === null ? [] : [[contact.id, contact.organization_id] as const])));
	return { addresses: await addressesOf(db, ids), organizations };
}

/** The mail that began each ticket: its sender asked, where no contact is known. */
async function firstMails(db: Kysely<Schema>, ids: number[]): Promise<Map<number, { sender: string; recipients: string[] }>> {
	const rows = await db
		.selectFrom('messages')
		.select(['ticket_id', 'sender', 'recipients'])
		.where('ticket_id', 'in', ids)
		.where('direction', '=', 'in')
		// Written so that the index of the tickets is used: SQLite would rather read all mails without a comment, one for every ticket there is.
		.where((query) => query(query.fn.coalesce('comment_id', query.val(0)), '=', 0))
		.orderBy('id', 'desc')
		.execute();
	return new Map(rows.map(({ ticket_id: id, sender, recipients }) => [id, { sender, recipients: JSON.parse(recipients) as string[] }]));
}

async function domainsOf(db: Kysely<Schema>, organizations: number[]): Promise<Map<number, string[]>> {
	if (organizations.length === 0) {
		return new Map();
	}
	const rows = await db.selectFrom('organization_domains').selectAll().where('organization_id', 'in', organizations).execute();
	const own = rows.filter(({ domain }) => !isFreemailDomain(domain));
	return listed(own, ({ organization_id: id }) => id, ({ domain }) => domain);
}

async function reopensOf(db: Kysely<Schema>, ids: number[], now: Date): Promise<Map<number, number>> {
	const rows = await db
		.selectFrom('audit')
		.select(['ticket_id', (query) => query.fn.countAll<number>().as('times')])
		.where('ticket_id', 'in', ids)
		.where('action', '=', 'reopened')
		.where('at', '>', new Date(now.getTime() - HOUR_MS).toISOString())
		.groupBy('ticket_id')
		.execute();
	return new Map(rows.map((row) => [row.ticket_id ?? 0, row.times]));
}

/** Everything that `decide` needs to know of these tickets, in the order in which they were found. */
export async function ticketsFound(db: Kysely<Schema>, pointers: TicketPointers, now: Date): Promise<TicketFound[]> {
	if (pointers.size === 0) {
		return [];
	}
	const ids = [...pointers.keys()];
	const related = [...new Set([...ids, ...[...pointers.values()].flatMap(({ mergedFrom }) => mergedFrom)])];
	const rows = await db.selectFrom('tickets').selectAll().where('id', 'in', ids).execute();
	const people = await db.selectFrom('participants').selectAll().where('ticket_id', 'in', related).execute();
	const participants = listed(people, ({ ticket_id: id }) => id, ({ address }) => address);
	const contacts = await contactsOf(db, rows);
	const firsts = await firstMails(db, ids);
	const organizationOf = (row: TicketRow) => row.organization_id ?? contacts.organizations.get(row.contact_id ?? 0) ?? 0;
	const domains = await domainsOf(db, rows.map(organizationOf));
	const reopens = await reopensOf(db, ids, now);
	const byId = new Map(rows.map((row) => [row.id, row]));

	return [...pointers].flatMap(([id, pointer]): TicketFound[] => {
		const row = byId.get(id);
		if (!row) {
			return [];
		}
		const own = contacts.addresses.get(row.contact_id ?? 0) ?? [];
		const agents = row.assignee.includes('@') ? [row.assignee] : [];
		const all = [...own, ...agents, ...[id, ...pointer.mergedFrom].flatMap((ticket) => participants.get(ticket) ?? [])];
		return [
			{
				ticket: ticketOf(row, now.toISOString()),
				evidence: pointer.evidence,
				participants: [...new Set(all.map(normaliseAddress))],
				requester: own[0] ?? normaliseAddress(firsts.get(id)?.sender ?? ''),
				addressedTo: (firsts.get(id)?.recipients ?? []).map(normaliseAddress),
				organizationDomains: domains.get(organizationOf(row)) ?? [],
				internal: pointsAtInternal(pointer),
				reopenedLastHour: reopens.get(id) ?? 0,
			},
		];
	});
}
