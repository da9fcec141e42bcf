import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, Kysely, QueryResult } from 'kysely';
import { sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';

import type { ColumnTypes } from '../migrations/Migration';
import { retryWhileBusy } from '../retryWhileBusy';
import type { Schema } from '../schema';
import { storableText } from '../storableText';
import { storeErrorOf } from './sqliteErrors';

/** The column types that differ between databases, as SQLite spells them. */
export const sqliteColumnTypes: ColumnTypes = {
	bytes: 'blob',
	autoId: (column) => column.primaryKey().autoIncrement(),
};

/** SQLite itself may wait this long for a lock, with everything standing still. */
const BLOCKING_WAIT_MS = 10;

const CHANGES_ROWS = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode']);

function bindable(value: unknown): SQLInputValue {
	return typeof value === 'string' ? storableText(value) : (value as SQLInputValue);
}

/** Statements are prepared once and kept: the desk uses some hundred, and preparing one takes longer than running it. */
const MOST_STATEMENTS = 300;

type Statements = Map<string, StatementSync>;

function prepared(database: DatabaseSync, statements: Statements, text: string): StatementSync {
	const known = statements.get(text);
	if (known) {
		return known;
	}
	if (statements.size >= MOST_STATEMENTS) {
		statements.clear();
	}
	const statement = database.prepare(text);
	statements.set(text, statement);
	return statement;
}

function run<R>(database: DatabaseSync, statements: Statements, { sql: text, parameters, query }: CompiledQuery): QueryResult<R> {
	try {
		const statement = prepared(database, statements, text);
		const values = parameters.map(bindable);
		if (CHANGES_ROWS.has(query.kind) && !('returning' in query && query.returning)) {
			const { changes, lastInsertRowid } = statement.run(...values);
			return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
		}
		return { rows: statement.all(...values) as R[] };
	} catch (error) {
		throw storeErrorOf(error);
	}
}

function command(database: DatabaseSync, text: string): void {
	try {
		database.exec(text);
	} catch (error) {
		throw storeErrorOf(error);
	}
}

function createDriver(database: DatabaseSync, busyLimitMs: number): Driver {
	let inTransaction = false;
	const statements: Statements = new Map();
	const connection: DatabaseConnection = {
		// Inside a transaction a lock conflict must end the whole transaction, which its owner then repeats.
		executeQuery: async <R>(query: CompiledQuery) =>
			inTransaction ? run<R>(database, statements, query) : await retryWhileBusy(async () => run<R>(database, statements, query), busyLimitMs),
		streamQuery: () => {
			throw storeErrorOf(new Error('Streaming is not offered: rows are read at once'));
		},
	};
	const finish = async (text: string) => {
		command(database, text);
		inTransaction = false;
	};
	return {
		init: async () => undefined,
		acquireConnection: async () => connection,
		// IMMEDIATE takes the write lock at the start; a deferred transaction could fail in the middle with BUSY_SNAPSHOT.
		beginTransaction: async () => {
			command(database, 'begin immediate');
			inTransaction = true;
		},
		commitTransaction: async () => await finish('commit'),
		rollbackTransaction: async () => {
			// SQLite ends a transaction by itself after some errors (a full disk); the first error is the one to be seen.
			await finish('rollback').catch(() => undefined);
			inTransaction = false;
		},
		releaseConnection: async () => undefined,
		destroy: async () => database.close(),
	};
}

/**
 * Kysely's dialect for an open `node:sqlite` database: one connection, used by one query or one transaction at a time. Errors are `StoreError`.
 * A single statement waits for a foreign lock without blocking, up to `busyLimitMs`; a transaction fails with `STORE_BUSY` at once, to be repeated as a whole.
 */
export function createSqliteDialect(database: DatabaseSync, busyLimitMs: number): Dialect {
	return {
		createDriver: () => createDriver(database, busyLimitMs),
		createQueryCompiler: () => new SqliteQueryCompiler(),
		createAdapter: () => new SqliteAdapter(),
		createIntrospector: (db) => new SqliteIntrospector(db),
	};
}

/** What holds for a connection, and has to be said each time it is opened. FULL: what was committed survives a power cut. */
export async function setUpConnection(db: Kysely<Schema>): Promise<void> {
	await sql`pragma busy_timeout = ${sql.lit(BLOCKING_WAIT_MS)}`.execute(db);
	await sql`pragma journal_mode = wal`.execute(db);
	await sql`pragma synchronous = full`.execute(db);
	await sql`pragma foreign_keys = on`.execute(db);
}
