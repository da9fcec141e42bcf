import type { Migration } from './Migration';

/** Runs of scanners that are alive, so that another process does not take messages back that are in hand. */
export const scannerRuns: Migration = {
	name: 'signs of life of the scanners',
	async up({ schema }) {
		await schema
			.createTable('scanner_runs')
			.addColumn('owner', 'text', (column) => column.primaryKey())
			.addColumn('beats', 'integer', (column) => column.notNull())
			.execute();
	},
};
