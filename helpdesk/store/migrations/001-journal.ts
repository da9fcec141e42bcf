import type { Migration } from './Migration';

/** Settings, the scanner's memory and the outbox. */
export const journalTables: Migration = {
	name: 'settings, journal and outbox',
	async up({ schema }, types) {
		await schema
			.createTable('settings')
			.addColumn('name', 'text', (column) => column.primaryKey())
			.addColumn('value', 'text', (column) => column.notNull())
			.execute();
		await schema
			.createTable('scanner_scopes')
			.addColumn('scope', 'text', (column) => column.primaryKey())
			.addColumn('started_at', 'text', (column) => column.notNull())
			.execute();
		await schema
			.createTable('folder_cursors')
			.addColumn('scope', 'text', (column) => column.notNull())
			.addColumn('folder', 'text', (column) => column.notNull())
			.addColumn('uid_validity', 'text', (column) => column.notNull())
			.addColumn('contiguous_uid', 'bigint', (column) => column.notNull())
			.addColumn('newest_received_at', 'text')
			.addPrimaryKeyConstraint('folder_cursors_pk', ['scope', 'folder'])
			.execute();
		await schema
			.createTable('journal_messages')
			.addColumn('scope', 'text', (column) => column.notNull())
			.addColumn('folder', 'text', (column) => column.notNull())
			.addColumn('uid_validity', 'text', (column) => column.notNull())
			.addColumn('uid', 'bigint', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('attempts', 'integer', (column) => column.notNull())
			.addColumn('next_try_at', 'text', (column) => column.notNull())
			.addColumn('key', 'text')
			.addColumn('message_id', 'text')
			.addColumn('last_error', 'text', (column) => column.notNull())
			.addColumn('owner', 'text')
			.addPrimaryKeyConstraint('journal_messages_pk', ['scope', 'folder', 'uid_validity', 'uid'])
			.execute();
		await schema.createIndex('journal_messages_due').on('journal_messages').columns(['scope', 'state', 'next_try_at']).execute();
		await schema.createIndex('journal_messages_key').on('journal_messages').columns(['key', 'state']).execute();
		await schema
			.createTable('handled_messages')
			.addColumn('scope', 'text', (column) => column.notNull())
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('handled_messages_pk', ['scope', 'key'])
			.execute();
		await schema
			.createTable('node_failures')
			.addColumn('id', 'integer', types.autoId)
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('node', 'text', (column) => column.notNull())
			.addColumn('message', 'text', (column) => column.notNull())
			.addColumn('fault', 'text', (column) => column.notNull())
			.execute();
		await schema.createIndex('node_failures_key').on('node_failures').column('key').execute();
		await schema
			.createTable('tidy_requests')
			.addColumn('id', 'integer', types.autoId)
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('action', 'text', (column) => column.notNull())
			.execute();
		await schema.createIndex('tidy_requests_key').on('tidy_requests').column('key').execute();
		await schema
			.createTable('outbox')
			.addColumn('claim', 'text', (column) => column.primaryKey())
			.addColumn('message_id', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('attempts', 'integer', (column) => column.notNull())
			.addColumn('response', 'text', (column) => column.notNull())
			.addColumn('created_at', 'text', (column) => column.notNull())
			.addColumn('sent_at', 'text')
			.execute();
	},
};
