import type { Kysely } from 'kysely';

import type { Schema } from '../../store/schema';
import type { PersonExport } from '../DeskUpkeep';
import { listComments } from './comments';
import { listFiles } from './files';
import { mailsIn } from './linkedMails';
import { listMessages } from './messages';
import { contactsInRows, getOrganization } from './people';
import { tracesOf } from './person';
import { getTicket } from './ticketRows';

async function ticketsWith(db: Kysely<Schema>, table: 'comments' | 'messages', ids: number[]): Promise<number[]> {
	const rows = ids.length === 0 ? [] : await db.selectFrom(table).select('ticket_id').distinct().where('id', 'in', ids).execute();
	return rows.map(({ ticket_id: id }) => id);
}

/** Everything of one person: their tickets whole, of others' tickets what they wrote themselves. Throws `ADDRESS_INVALID`. */
export async function exportPerson(db: Kysely<Schema>, address: string, now: string): Promise<PersonExport> {
	const { addresses, contacts, ownTickets, comments, messages, mails } = await tracesOf(db, address);
	const people = contacts.length === 0 ? [] : await contactsInRows(db, await db.selectFrom('contacts').selectAll().where('id', 'in', contacts).orderBy('id').execute());
	const organizations = await Promise.all([...new Set(people.flatMap(({ organizationId }) => organizationId ?? []))].map(async (id) => await getOrganization(db, id)));
	const own = new Set(ownTickets);
	const tickets: PersonExport['tickets'] = [];
	for (const id of new Set([...ownTickets, ...(await ticketsWith(db, 'comments', comments)), ...(await ticketsWith(db, 'messages', messages))])) {
		const ticket = await getTicket(db, String(id), now);
		if (ticket) {
			const written = (await listComments(db, ticket.id)).filter(({ author }) => own.has(id) || addresses.includes(author.address));
			const sent = (await listMessages(db, ticket.id)).filter(({ from }) => own.has(id) || addresses.includes(from));
			const files = (await listFiles(db, ticket.id)).filter(({ commentId }) => own.has(id) || written.some((comment) => comment.id === commentId));
			tickets.push({ ticket: own.has(id) ? ticket : { ...ticket, title: '', description: '', fields: {} }, comments: written, messages: sent, files });
		}
	}
	return {
		address: addresses[0] ?? '',
		contacts: people,
		organizations: organizations.filter((organization) => organization !== null),
		tickets,
		mails: await mailsIn(db, mails.map((id) => ({ id }))),
	};
}
