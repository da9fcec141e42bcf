import type { Migration } from './Migration';

/** What a message is in every mailbox, for scanners that share their messages. */
export const sharedMessages: Migration = {
	name: 'messages that several mailboxes have',
	async up({ schema }) {
		for (const table of ['journal_messages', 'handled_messages'] as const) {
			await schema.alterTable(table).addColumn('shared_id', 'text').execute();
			await schema.createIndex(`${table}_shared`).on(table).column('shared_id').execute();
		}
	},
};
