import type { SchemaModule } from 'kysely';

import type { ColumnTypes, Migration } from './Migration';

async function moreColumns(schema: SchemaModule): Promise<void> {
	await schema.alterTable('tickets').addColumn('assigned_group', 'text', (column) => column.notNull().defaultTo('')).execute();
	for (const name of ['react_by', 'warn_at', 'resolve_by', 'reacted_at']) {
		await schema.alterTable('tickets').addColumn(name, 'text').execute();
	}
	for (const name of ['organization_id', 'mail_id']) {
		await schema.alterTable('claims').addColumn(name, 'integer').execute();
	}
	for (const name of ['organization_id', 'comment_id']) {
		await schema.alterTable('audit').addColumn(name, 'integer').execute();
	}
	await schema.alterTable('audit').addColumn('by_whom', 'text', (column) => column.notNull().defaultTo('')).execute();
}

async function moreIndexes(schema: SchemaModule): Promise<void> {
	for (const column of ['status', 'assignee', 'queue', 'changed_at']) {
		await schema.createIndex(`tickets_${column}`).on('tickets').columns([column, 'id']).execute();
	}
	await schema.createIndex('tickets_merged_into').on('tickets').column('merged_into').execute();
	await schema.createIndex('participants_address').on('participants').columns(['address', 'ticket_id']).execute();
	await schema.createIndex('messages_sender').on('messages').column('sender').execute();
	await schema.createIndex('comments_author').on('comments').column('author_address').execute();
	await schema.createIndex('contacts_organization').on('contacts').column('organization_id').execute();
}

async function setUp(schema: SchemaModule): Promise<void> {
	await schema
		.createTable('desk_setup')
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('key', 'text', (column) => column.notNull())
		.addColumn('position', 'integer', (column) => column.notNull())
		.addColumn('detail', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('desk_setup_pk', ['kind', 'key'])
		.execute();
	await schema
		.createTable('blocked_senders')
		.addColumn('sender', 'text', (column) => column.primaryKey())
		.addColumn('reason', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.execute();
}

async function linkedMails(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('linked_mails')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('target', 'text', (column) => column.notNull())
		.addColumn('target_id', 'integer', (column) => column.notNull())
		.addColumn('message_id', 'text', (column) => column.notNull())
		.addColumn('lookup_id', 'text', (column) => column.notNull())
		.addColumn('sender', 'text', (column) => column.notNull())
		.addColumn('recipients', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('text', 'text', (column) => column.notNull())
		.addColumn('html', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addUniqueConstraint('linked_mails_once', ['target', 'target_id', 'lookup_id'])
		.execute();
	await schema.createIndex('linked_mails_sender').on('linked_mails').column('sender').execute();
	await schema
		.createTable('linked_mail_files')
		.addColumn('mail_id', 'integer', (column) => column.notNull().references('linked_mails.id'))
		.addColumn('sha256', 'text', (column) => column.notNull().references('blobs.sha256'))
		.addColumn('file_name', 'text', (column) => column.notNull())
		.addColumn('mime_type', 'text', (column) => column.notNull())
		.addColumn('size', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('linked_mail_files_pk', ['mail_id', 'sha256'])
		.execute();
	await schema.createIndex('linked_mail_files_sha256').on('linked_mail_files').column('sha256').execute();
}

/** What a desk of several people needs: who and what can be assigned, promised times, mails of people, blocked senders, and indexes for lists. */
export const deskDepth: Migration = {
	name: 'people, groups, queues and priorities of the desk, linked mails, blocked senders',
	async up({ schema }, types) {
		await moreColumns(schema);
		await moreIndexes(schema);
		await setUp(schema);
		await linkedMails(schema, types);
	},
};
