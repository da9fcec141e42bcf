import type { Migration } from './Migration';

/** What came in and went out lately, so that a loop of two machines that answer each other is noticed. */
export const traffic: Migration = {
	name: 'recent traffic, for the limits against loops',
	async up({ schema }) {
		await schema
			.createTable('traffic')
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('purpose', 'text', (column) => column.notNull())
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('mailbox', 'text', (column) => column.notNull())
			.addColumn('ticket', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('traffic_pk', ['key', 'purpose', 'person'])
			.execute();
		await schema.createIndex('traffic_person').on('traffic').columns(['mailbox', 'person', 'kind', 'at']).execute();
		await schema.createIndex('traffic_ticket').on('traffic').columns(['mailbox', 'ticket', 'kind', 'at']).execute();
		await schema.createIndex('traffic_at').on('traffic').column('at').execute();
	},
};
