import type { DeskTables } from './deskSchema';
import type { JournalTables } from './journalSchema';
import type { VtigerTables } from './vtigerSchema';

export interface SettingsTable {
	name: string;
	value: string;
}

export interface MigrationsTable {
	version: number;
	name: string;
	applied_at: string;
}

export interface TrafficTable {
	key: string;
	purpose: string;
	person: string;
	kind: 'new-ticket' | 'added' | 'answer';
	mailbox: string;
	ticket: string;
	at: string;
}

/** All tables. Times are ISO 8601 in UTC as text, truth values are 0 or 1, ids are integers numbered by the database. */
export interface Schema extends JournalTables, DeskTables, VtigerTables {
	settings: SettingsTable;
	migrations: MigrationsTable;
	traffic: TrafficTable;
}
