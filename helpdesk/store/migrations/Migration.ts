import type { ColumnDefinitionBuilder, ColumnDataType, Transaction } from 'kysely';

import type { Schema } from '../schema';

/** What a migration needs to know of the database at hand; everything else it says in SQL that all of them understand. */
export interface ColumnTypes {
	/** Type of a column that holds bytes. */
	bytes: ColumnDataType;
	/** Makes an integer column the primary key, numbered by the database and never used twice. */
	autoId: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
}

/** One step forward. There is no way back: a newer file is refused by older code. */
export interface Migration {
	name: string;
	up(trx: Transaction<Schema>, types: ColumnTypes): Promise<void>;
}
