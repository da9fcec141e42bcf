/** Messages, and comments, of each ticket. */
export const MESSAGES_EACH = 5;
const COMMENTS_EACH = 2;
const AT = "'2026-03-01T08:00:00.000Z'";

/** Address of the person who opened this ticket. Every fourth ticket is of a new person. */
export const personOf = (ticket: number) => `p${Math.floor((ticket - 1) / 4) + 1}@customer.example`;

/** Message-ID of one mail of a ticket, from 1 on. */
export const mailOf = (ticket: number, mail: number) => `<${(ticket - 1) * MESSAGES_EACH + mail}.m@customer.example>`;

/** SQL that counts from 1 to `last` as column i of table n. */
export type Series = (last: number) => string;

/**
 * Statements that fill empty tables with so many tickets, five mails and two comments each, a contact for every four, in SQL that both databases understand. Rows look like
 * those that the desk writes.
 */
export function fillStatements(tickets: number, series: Series): string[] {
	const people = Math.ceil(tickets / 4);
	const insert = (table: string, columns: string, values: string, last: number) => `insert into ${table} (${columns}) select ${values} from ${series(last)}`;
	const messages = tickets * MESSAGES_EACH;
	const ticketOfMail = `(i - 1) / ${MESSAGES_EACH} + 1`;
	const person = `'p' || ((${ticketOfMail} - 1) / 4 + 1) || '@customer.example'`;
	return [
		insert('contacts', 'id, first_name, last_name, fields, created_at', `i, 'Anna', 'Customer ' || i, '{}', ${AT}`, people),
		insert('contact_addresses', 'contact_id, position, address', `i, 0, 'p' || i || '@customer.example'`, people),
		insert(
			'tickets',
			'id, number, number_key, title, clean_title, description, html, status, priority, category, queue, assignee, fields, contact_id, created_at, changed_at',
			`i, 'TT' || i, 'tt' || i, 'Printer ' || i || ' on fire', 'printer ' || i || ' on fire', 'It burns since this morning and nobody knows why.', '', case when i % 3 = 0 then 'Open' else 'Closed' end, 'Normal', '', '', '', '{}', (i - 1) / 4 + 1, ${AT}, ${AT}`,
			tickets,
		),
		insert(
			'comments',
			'id, ticket_id, author_kind, author_name, author_address, text, html, internal, unverified, created_at',
			`i, (i - 1) / ${COMMENTS_EACH} + 1, 'customer', 'Anna', 'anna@customer.example', 'It is still burning, and the fire brigade asks for the number of the ticket.', '', 0, 0, ${AT}`,
			tickets * COMMENTS_EACH,
		),
		insert(
			'messages',
			'id, ticket_id, comment_id, key, message_id, lookup_id, reference_ids, direction, sender, recipients, subject, at',
			`i, ${ticketOfMail}, case when i % ${MESSAGES_EACH} < ${COMMENTS_EACH} then (${ticketOfMail} - 1) * ${COMMENTS_EACH} + i % ${MESSAGES_EACH} + 1 end, 'key ' || i, '<' || i || '.m@customer.example>', '<' || i || '.m@customer.example>', '[]', 'in', ${person}, '["support@desk.example"]', 'Printer on fire', ${AT}`,
			messages,
		),
		insert('message_references', 'message_row, lookup_id', `i, '<' || ((i - 1) / ${MESSAGES_EACH} * ${MESSAGES_EACH} + 1) || '.m@customer.example>'`, messages),
		insert('participants', 'ticket_id, address', `i, 'p' || ((i - 1) / 4 + 1) || '@customer.example'`, tickets),
		insert('claims', 'key, action, kind, ticket_id, at', `'key ' || i, 'create', 'ticket', i, ${AT}`, tickets),
		insert('audit', 'ticket_id, action, detail, claim_key, claim_action, at', `i, 'created', '{}', 'key ' || i, 'create', ${AT}`, tickets),
	];
}
