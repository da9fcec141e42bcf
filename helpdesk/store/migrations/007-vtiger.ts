import type { ColumnDefinitionBuilder, SchemaModule } from 'kysely';

import type { ColumnTypes, Migration } from './Migration';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

async function claims(schema: SchemaModule): Promise<void> {
	await schema
		.createTable('vtiger_claims')
		.addColumn('desk', 'text', required)
		.addColumn('key', 'text', required)
		.addColumn('action', 'text', required)
		.addColumn('kind', 'text', required)
		.addColumn('marker', 'text', required)
		.addColumn('bound', 'text', required)
		.addColumn('ticket_id', 'text')
		.addColumn('comment_id', 'text')
		.addColumn('contact_id', 'text')
		.addColumn('organization_id', 'text')
		.addColumn('state', 'text', required)
		.addColumn('owner', 'text', required)
		.addColumn('owned_at', 'text', required)
		.addColumn('unanswered_at', 'text', required)
		.addColumn('at', 'text', required)
		.addPrimaryKeyConstraint('vtiger_claims_pk', ['desk', 'key', 'action'])
		.execute();
	await schema
		.createTable('vtiger_reopenings')
		.addColumn('desk', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('claim_key', 'text', required)
		.addColumn('claim_action', 'text', required)
		.addColumn('at', 'text', required)
		.addPrimaryKeyConstraint('vtiger_reopenings_pk', ['desk', 'ticket_id', 'claim_key', 'claim_action'])
		.execute();
}

async function messages(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('vtiger_messages')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('desk', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('comment_id', 'text')
		.addColumn('internal', 'integer', required)
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
		.addUniqueConstraint('vtiger_messages_once', ['desk', 'ticket_id', 'lookup_id'])
		.execute();
	await schema.createIndex('vtiger_messages_lookup').on('vtiger_messages').columns(['lookup_id', 'desk']).execute();
	await schema
		.createTable('vtiger_references')
		.addColumn('message_row', 'integer', (column) => column.notNull().references('vtiger_messages.id'))
		.addColumn('lookup_id', 'text', required)
		.addPrimaryKeyConstraint('vtiger_references_pk', ['lookup_id', 'message_row'])
		.execute();
	await schema
		.createTable('vtiger_participants')
		.addColumn('desk', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('address', 'text', required)
		.addPrimaryKeyConstraint('vtiger_participants_pk', ['desk', 'ticket_id', 'address'])
		.execute();
}

async function commentsAndFiles(schema: SchemaModule, types: ColumnTypes): Promise<void> {
	await schema
		.createTable('vtiger_comments')
		.addColumn('desk', 'text', required)
		.addColumn('comment_id', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('author_kind', 'text', required)
		.addColumn('author_name', 'text', required)
		.addColumn('author_address', 'text', required)
		.addColumn('unverified', 'integer', required)
		.addColumn('message_id', 'text')
		.addColumn('heading', 'text', required)
		.addPrimaryKeyConstraint('vtiger_comments_pk', ['desk', 'comment_id'])
		.execute();
	await schema
		.createTable('vtiger_files')
		.addColumn('id', 'integer', types.autoId)
		.addColumn('desk', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('comment_id', 'text')
		.addColumn('sha256', 'text', required)
		.addColumn('document_id', 'text', required)
		.addColumn('related', 'integer', required)
		.addColumn('marker', 'text', required)
		.addColumn('bound', 'text', required)
		.addColumn('file_name', 'text', required)
		.addColumn('mime_type', 'text', required)
		.addColumn('size', 'bigint', required)
		.addColumn('inline', 'integer', required)
		.addColumn('content_id', 'text', required)
		.addUniqueConstraint('vtiger_files_once', ['desk', 'ticket_id', 'sha256'])
		.execute();
	await schema
		.createTable('vtiger_links')
		.addColumn('desk', 'text', required)
		.addColumn('ticket_id', 'text', required)
		.addColumn('linked_id', 'text', required)
		.addColumn('at', 'text', required)
		.addPrimaryKeyConstraint('vtiger_links_pk', ['desk', 'ticket_id', 'linked_id'])
		.execute();
}

/** What Vtiger itself cannot keep: claims, Message-IDs, who takes part, and which files were attached. */
export const vtigerTables: Migration = {
	name: 'claims and threads of tickets in Vtiger',
	async up({ schema }, types) {
		await claims(schema);
		await messages(schema, types);
		await commentsAndFiles(schema, types);
	},
};
