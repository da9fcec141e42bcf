import type { ColumnDefinitionBuilder, SchemaModule } from 'kysely';

import type { ColumnTypes, Migration } from './Migration';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const ofTicket = (column: ColumnDefinitionBuilder) => column.notNull().references('tickets.id');
const ofComment = (column: ColumnDefinitionBuilder) => column.references('comments.id');

async function people(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('organizations')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('name', 'text', required)
		.addColumn('created_at', 'text', required)
		.execute();
	await schema
		.createTable('organization_addresses')
		.addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
		.addColumn('address', 'text', required)
		.addPrimaryKeyConstraint('organization_addresses_pk', ['address', 'organization_id'])
		.execute();
	await schema
		.createTable('organization_domains')
		.addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
		.addColumn('domain', 'text', required)
		.addPrimaryKeyConstraint('organization_domains_pk', ['domain', 'organization_id'])
		.execute();
	await schema.createIndex('organization_addresses_owner').on('organization_addresses').column('organization_id').execute();
	await schema.createIndex('organization_domains_owner').on('organization_domains').column('organization_id').execute();
	await schema
		.createTable('contacts')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('first_name', 'text', required)
		.addColumn('last_name', 'text', required)
		.addColumn('organization_id', 'integer', (column) => column.references('organizations.id'))
		.addColumn('fields', 'text', required)
		.addColumn('created_at', 'text', required)
		.addColumn('deleted_at', 'text')
		.execute();
	await schema
		.createTable('contact_addresses')
		.addColumn('contact_id', 'integer', (column) => column.notNull().references('contacts.id'))
		.addColumn('position', 'integer', required)
		.addColumn('address', 'text', required)
		.addPrimaryKeyConstraint('contact_addresses_pk', ['contact_id', 'address'])
		.execute();
	await schema.createIndex('contact_addresses_address').on('contact_addresses').columns(['address', 'contact_id']).execute();
}

async function tickets(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('tickets')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('number', 'text')
		.addColumn('number_key', 'text', (column) => column.unique())
		.addColumn('title', 'text', required)
		.addColumn('clean_title', 'text', required)
		.addColumn('description', 'text', required)
		.addColumn('html', 'text', required)
		.addColumn('status', 'text', required)
		.addColumn('priority', 'text', required)
		.addColumn('category', 'text', required)
		.addColumn('queue', 'text', required)
		.addColumn('assignee', 'text', required)
		.addColumn('fields', 'text', required)
		.addColumn('contact_id', 'integer', (column) => column.references('contacts.id'))
		.addColumn('organization_id', 'integer', (column) => column.references('organizations.id'))
		.addColumn('created_at', 'text', required)
		.addColumn('changed_at', 'text', required)
		.addColumn('closed_at', 'text')
		.addColumn('deleted_at', 'text')
		.addColumn('merged_into', 'integer', (column) => column.references('tickets.id'))
		.execute();
	for (const column of ['title', 'clean_title', 'contact_id', 'organization_id']) {
		await schema.createIndex(`tickets_${column}`).on('tickets').column(column).execute();
	}
	await schema
		.createTable('comments')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('ticket_id', 'integer', ofTicket)
		.addColumn('author_kind', 'text', required)
		.addColumn('author_name', 'text', required)
		.addColumn('author_address', 'text', required)
		.addColumn('text', 'text', required)
		.addColumn('html', 'text', required)
		.addColumn('internal', 'integer', required)
		.addColumn('unverified', 'integer', required)
		.addColumn('message_id', 'text')
		.addColumn('created_at', 'text', required)
		.execute();
	await schema.createIndex('comments_ticket').on('comments').column('ticket_id').execute();
	await schema
		.createTable('participants')
		.addColumn('ticket_id', 'integer', ofTicket)
		.addColumn('address', 'text', required)
		.addPrimaryKeyConstraint('participants_pk', ['ticket_id', 'address'])
		.execute();
	await schema
		.createTable('ticket_links')
		.addColumn('ticket_id', 'integer', ofTicket)
		.addColumn('linked_id', 'integer', ofTicket)
		.addColumn('at', 'text', required)
		.addPrimaryKeyConstraint('ticket_links_pk', ['ticket_id', 'linked_id'])
		.execute();
	await schema.createIndex('ticket_links_linked').on('ticket_links').column('linked_id').execute();
}

async function messagesAndFiles(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('messages')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('ticket_id', 'integer', ofTicket)
		.addColumn('comment_id', 'integer', ofComment)
		.addColumn('key', 'text', required)
		.addColumn('message_id', 'text', required)
		.addColumn('lookup_id', 'text', required)
		.addColumn('in_reply_to', 'text')
		.addColumn('reference_ids', 'text', required)
		.addColumn('direction', 'text', required)
		.addColumn('sender', 'text', required)
		.addColumn('recipients', 'text', required)
		.addColumn('subject', 'text', required)
		.addColumn('at', 'text', required)
		.addUniqueConstraint('messages_once', ['ticket_id', 'lookup_id'])
		.execute();
	await schema.createIndex('messages_lookup').on('messages').columns(['lookup_id', 'ticket_id']).execute();
	await schema.createIndex('messages_comment').on('messages').column('comment_id').execute();
	await schema
		.createTable('message_references')
		.addColumn('message_row', 'integer', (column) => column.notNull().references('messages.id'))
		.addColumn('lookup_id', 'text', required)
		.addPrimaryKeyConstraint('message_references_pk', ['lookup_id', 'message_row'])
		.execute();
	await schema.createIndex('message_references_row').on('message_references').column('message_row').execute();
	await schema
		.createTable('blobs')
		.addColumn('sha256', 'text', (column) => column.primaryKey())
		.addColumn('content', types.bytes, required)
		.execute();
	await schema
		.createTable('files')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('ticket_id', 'integer', ofTicket)
		.addColumn('comment_id', 'integer', ofComment)
		.addColumn('file_name', 'text', required)
		.addColumn('mime_type', 'text', required)
		.addColumn('size', 'bigint', required)
		.addColumn('sha256', 'text', (column) => column.notNull().references('blobs.sha256'))
		.addColumn('inline', 'integer', required)
		.addColumn('content_id', 'text', required)
		.addUniqueConstraint('files_once', ['ticket_id', 'sha256'])
		.execute();
	await schema.createIndex('files_comment').on('files').column('comment_id').execute();
	await schema.createIndex('files_sha256').on('files').column('sha256').execute();
}

async function claimsAndAudit(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('claims')
		.addColumn('key', 'text', required)
		.addColumn('action', 'text', required)
		.addColumn('kind', 'text', required)
		.addColumn('contact_id', 'integer')
		.addColumn('ticket_id', 'integer')
		.addColumn('comment_id', 'integer')
		.addColumn('at', 'text', required)
		.addPrimaryKeyConstraint('claims_pk', ['key', 'action'])
		.execute();
	await schema
		.createTable('audit')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('ticket_id', 'integer')
		.addColumn('contact_id', 'integer')
		.addColumn('action', 'text', required)
		.addColumn('detail', 'text', required)
		.addColumn('claim_key', 'text', required)
		.addColumn('claim_action', 'text', required)
		.addColumn('at', 'text', required)
		.execute();
	await schema.createIndex('audit_ticket').on('audit').columns(['ticket_id', 'action', 'at']).execute();
	await schema.createIndex('audit_contact').on('audit').column('contact_id').execute();
}

/** People, tickets, what was said on them, and the claims that make every effect happen once. */
export const deskTables: Migration = {
	name: 'contacts, tickets, messages, files and claims',
	async up({ schema }, types) {
		await people(schema, types);
		await tickets(schema, types);
		await messagesAndFiles(schema, types);
		await claimsAndAudit(schema, types);
	},
};
