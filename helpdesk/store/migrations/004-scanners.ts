import type { Migration } from './Migration';

/** What each scanner says of itself, and what it is asked to do, so that other nodes and processes can see and ask. */
export const scannerTables: Migration = {
	name: 'state of the scanners and requests to them',
	async up({ schema }) {
		await schema
			.createTable('scanner_states')
			.addColumn('scope', 'text', (column) => column.primaryKey())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('account', 'text', (column) => column.notNull())
			.addColumn('health', 'text', (column) => column.notNull())
			.addColumn('updated_at', 'text', (column) => column.notNull())
			.addColumn('asked_at', 'text')
			.addColumn('looked_at', 'text')
			.execute();
		// The oldest of very many waiting messages is asked for whenever an execution has ended.
		await schema.createIndex('journal_messages_oldest').on('journal_messages').columns(['scope', 'state', 'uid', 'folder']).execute();
	},
};
