import type { Transaction } from 'kysely';

import { createSqlDesk } from '../../helpdesk/desk/sql/createSqlDesk';
import type { Desk, MessageRecord } from '../../helpdesk/desk/Desk';
import type { Store } from '../../helpdesk/store/openStore';
import type { Schema } from '../../helpdesk/store/schema';
import { median } from '../figures';
import type { Bare, DeskPlace } from './places';

const AT = '2026-03-01T08:00:00.000Z';
const TEXT = 'It burns since this morning and nobody knows why. '.repeat(20);
/** Messages of one turn; bare and desk take turns, so that what else the machine does meets both. */
const TURN = 50;

function mail(n: number): MessageRecord {
	return { key: `new key ${n}`, messageId: `<${n}.new@customer.example>`, inReplyTo: null, references: [], direction: 'in', from: `new${n}@customer.example`, recipients: ['support@desk.example'], subject: 'Printer on fire', at: AT };
}

/** The same rows as the desk's, by prepared statements and nothing else: no lookups, no checks, one transaction. */
function bareCreate(place: DeskPlace['name'], bare: Bare): (n: number) => Promise<void> {
	const insert = async (table: string, values: Record<string, string | number | null>, returning = '') => {
		const columns = Object.keys(values);
		const marks = columns.map((_, index) => (place === 'postgres' ? `$${index + 1}` : '?'));
		const text = `insert into ${table} (${columns.join(', ')}) values (${marks.join(', ')})${place === 'postgres' ? returning : ''}`;
		return Number((await bare.run(text, Object.values(values)))[0]?.id);
	};
	const id = ' returning id';
	return async (n) => {
		const address = `new${n}@customer.example`;
		const audit = { detail: '{}', claim_key: `new key ${n}`, claim_action: 'create', at: AT };
		await bare.run('begin', []);
		const contact = await insert('contacts', { first_name: 'Anna', last_name: 'Customer', fields: '{}', created_at: AT }, id);
		await insert('contact_addresses', { contact_id: contact, position: 0, address });
		await insert('claims', { key: address, action: 'contact', kind: 'contact', contact_id: contact, at: AT });
		await insert('audit', { contact_id: contact, action: 'contact-created', ...audit });
		const named = { number: `new${n}`, number_key: `new${n}`, title: 'Printer on fire', clean_title: 'printer on fire', description: TEXT, html: '' };
		const ticket = await insert('tickets', { ...named, status: 'Open', priority: 'Normal', category: '', queue: '', assignee: '', fields: '{}', contact_id: contact, created_at: AT, changed_at: AT }, id);
		await insert('claims', { key: `new key ${n}`, action: 'create', kind: 'ticket', ticket_id: ticket, at: AT });
		await insert('audit', { ticket_id: ticket, action: 'created', ...audit });
		const { key, messageId, from, subject } = mail(n);
		await insert('messages', { ticket_id: ticket, key, message_id: messageId, lookup_id: messageId, reference_ids: '[]', direction: 'in', sender: from, recipients: '["support@desk.example"]', subject, at: AT });
		await insert('participants', { ticket_id: ticket, address });
		await bare.run('commit', []);
	};
}

/** Two calls of a desk, as the nodes make them, in the one transaction that is given. */
function deskWithin(store: Store, trx: Transaction<Schema>): Desk {
	return createSqlDesk({ ...store, db: trx, transaction: async (work) => await work(trx) });
}

/**
 * How fast the desk makes a contact and a ticket of each mail, as a share of what bare statements in one transaction for each mail reach: 1 would be as fast. The median of several
 * turns. `oneTransaction`: the desk's two calls share one transaction too; otherwise each has its own, as in the workflow, where they are two nodes.
 */
export async function createVersusBare(place: DeskPlace, turns: number, oneTransaction: boolean): Promise<number> {
	const [ours, bares] = [await place.build(0), await place.build(0)];
	const calls = createSqlDesk(ours.store);
	const bare = await bares.bare();
	const bareOnce = bareCreate(place.name, bare);
	const create = async (desk: Desk, n: number) => {
		const address = `new${n}@customer.example`;
		const { contact } = await desk.createContact({ key: address, action: 'contact' }, { address, name: 'Anna Customer' });
		const ticket = { title: 'Printer on fire', description: TEXT, html: '', contactId: contact.id, organizationId: null, fields: {}, message: mail(n), participants: [], files: [], links: [] };
		await desk.createTicket({ key: `new key ${n}`, action: 'create' }, ticket);
	};
	const deskOnce = async (n: number) =>
		oneTransaction ? await ours.store.transaction(async (trx) => await create(deskWithin(ours.store, trx), n)) : await create(calls, n);
	let n = 0;
	const turn = async (once: (n: number) => Promise<void>) => {
		const start = performance.now();
		for (let count = 0; count < TURN; count += 1) await once((n += 1));
		return performance.now() - start;
	};
	await turn(deskOnce);
	await turn(bareOnce);
	const shares: number[] = [];
	for (let count = 0; count < turns; count += 1) {
		const [bareMs, deskMs] = [await turn(bareOnce), await turn(deskOnce)];
		shares.push(bareMs / deskMs);
	}
	await bare.close();
	await ours.store.close();
	await bares.store.close();
	return median(shares);
}
