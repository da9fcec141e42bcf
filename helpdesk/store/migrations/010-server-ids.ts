import type { Migration } from './Migration';

/** What servers themselves tell a message by (X-GM-MSGID, EMAILID): messages that are known already have none until they are met again. */
export const serverIds: Migration = {
	name: 'what servers tell messages by',
	async up({ schema }) {
		for (const table of ['journal_messages', 'handled_messages'] as const) {
			await schema.alterTable(table).addColumn('server_id', 'text').execute();
			await schema.createIndex(`${table}_server`).on(table).columns(['scope', 'server_id']).execute();
		}
	},
};
