import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { Client } from 'pg';

import type { EvidenceKind } from '../../../helpdesk/email/Email';
import { evidence, file, freshClaim, message, newComment, newContact, newTicket } from '../../support/deskInput';
import { openSqlDesk, type SqlDeskHarness } from '../../support/sqlDeskHarness';
import { describeOnBothStores } from '../../support/storeKinds';

/** Statements with the values of one call of each. */
type Asked = Map<string, unknown[]>;

const isReading = (text: string) => /^(select|update)/.test(text) && !text.includes('"migrations"');

/** What the desk asks SQLite or PostgreSQL from now on. */
function listen(): { asked: Asked; stop: () => void } {
	const asked: Asked = new Map();
	const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
	const query = jest.spyOn(Client.prototype, 'query');
	return {
		asked,
		stop() {
			for (const [text] of prepare.mock.calls) if (isReading(text)) asked.set(text, []);
			for (const [config] of query.mock.calls as unknown as Array<[{ text?: string; values?: unknown[] }]>) {
				if (isReading(config.text ?? '')) asked.set(config.text ?? '', config.values ?? []);
			}
			prepare.mockRestore();
			query.mockRestore();
		},
	};
}

async function useEverything({ desk }: SqlDeskHarness): Promise<void> {
	const { contact } = await desk.createContact({ key: 'i@index.example', action: 'contact' }, newContact('i@index.example'));
	const { ticket } = await desk.createTicket(freshClaim(), newTicket({ title: 'Indexed', files: [file('i', 'indexed')], contactId: contact.id, message: message('<i@mail.example>', { references: ['<j@mail.example>'] }) }));
	const values: Record<EvidenceKind, string> = {
		'signed-message-id': ticket.id,
		'signed-token': ticket.id,
		'ticket-id': ticket.id,
		'ticket-number': ticket.number,
		'message-id': '<i@mail.example>',
		'original-message-id': '<i@mail.example>',
		'referenced-by': '<j@mail.example>',
		pattern: 'Indexed',
		'same-subject': 'Indexed',
	};
	for (const [kind, value] of Object.entries(values)) {
		expect(await desk.findTickets([evidence(kind as EvidenceKind, value)])).toHaveLength(1);
	}
	await desk.findPerson('i@index.example');
	await desk.findPerson('other@index.example');
	await desk.findEffect('key', ['one', 'two']);
	await desk.listComments(ticket.id);
	await desk.listMessages(ticket.id);
	await desk.readFile((await desk.listFiles(ticket.id))[0]?.id ?? '');
	await desk.createTicket(freshClaim(), newTicket({ contactId: contact.id, files: [file('a', 'a')], links: [ticket.id], message: message('<k@mail.example>') }));
	await desk.addComment(freshClaim(), ticket.id, newComment({ message: message('<l@mail.example>'), reopen: true }));
}

describeOnBothStores('The desk', (kind) => {
	it('looks everything up by index, never by reading whole tables', async () => {
		const { asked, stop } = listen();
		const harness = await openSqlDesk(await kind.place());
		await useEverything(harness);
		stop();
		expect(asked.size).toBeGreaterThan(20);
		const scans = kind.name === 'SQLite' ? sqliteScans : postgresScans;
		for (const [statement, values] of asked) {
			expect({ statement, scans: await scans(harness, statement, values) }).toEqual({ statement, scans: [] });
		}
		await harness.close();
	});
});

async function sqliteScans({ store }: SqlDeskHarness, statement: string): Promise<string[]> {
	const plan = await sql<{ detail: string }>`explain query plan ${sql.raw(statement.replaceAll('?', 'null'))}`.execute(store.db);
	return plan.rows.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'));
}

/** A few rows are read faster as a whole, so that is made expensive here: what is still read as a whole has no index that would do. */
async function postgresScans({ store }: SqlDeskHarness, statement: string, values: unknown[]): Promise<string[]> {
	return await store.transaction(async (trx) => {
		await sql`set local enable_seqscan = off`.execute(trx);
		const plan = await trx.executeQuery<{ 'QUERY PLAN': string }>({ ...sql`select 1`.compile(trx), sql: `explain ${statement}`, parameters: values });
		return plan.rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('Seq Scan'));
	});
}
