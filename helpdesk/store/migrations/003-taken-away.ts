import type { Migration } from './Migration';

/** Messages that a node moved or deleted while their execution was still running. */
export const takenAwayMessages: Migration = {
	name: 'messages taken away before their execution ended',
	async up({ schema }, types) {
		await schema
			.createTable('taken_away')
			.addColumn('key', 'text', (column) => column.primaryKey())
			.addColumn('envelope', 'text', (column) => column.notNull())
			.addColumn('place', 'text')
			.addColumn('source', types.bytes)
			.execute();
	},
};
