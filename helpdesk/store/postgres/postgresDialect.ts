import { type ColumnDefinitionNode, type CompiledQuery, type DatabaseConnection, type DataTypeNode, type Dialect, type Driver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult, type TransactionSettings } from 'kysely';
import type { Pool, PoolClient, QueryResult as DriverResult } from 'pg';

import type { ColumnTypes } from '../migrations/Migration';
import { retryWhileBusy } from '../retryWhileBusy';
import { storableText } from '../storableText';
import type { StoreError } from '../StoreError';
import { isBroken } from './postgresErrors';

/** The column types that differ between databases, as PostgreSQL spells them. */
export const postgresColumnTypes: ColumnTypes = {
	bytes: 'bytea',
	autoId: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
};

/**
 * Serializable, because the code above is written for SQLite, where one transaction writes at a time: what it has read still holds when it commits, or the whole of it is
 * tried again. The limits free others from a process that froze in the middle; said for each transaction, because a pooler keeps no settings of a session.
 */
const BEGIN = "begin isolation level serializable; set local lock_timeout = '10s'; set local statement_timeout = '300s'; set local idle_in_transaction_session_timeout = '60s'";
/** For migrations: waits as long as another starter takes, and sees then what that one has done. */
const BEGIN_PATIENT = 'begin isolation level read committed';
/** A server that is gone without a word would be waited for by the operating system for a quarter of an hour. */
const ANSWER_MS = 310_000;

const CHANGES_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE']);

/** SQLite's integers have 64 bits and its texts are compared by bytes: the same migrations make the same columns here. */
class SameTypesCompiler extends PostgresQueryCompiler {
	protected override visitDataType(node: DataTypeNode): void {
		if (node.dataType === 'integer') {
			this.append('bigint');
			return;
		}
		super.visitDataType(node);
		const { parentNode } = this;
		if (node.dataType === 'text' && parentNode?.kind === 'ColumnDefinitionNode' && (parentNode as ColumnDefinitionNode).dataType === node) {
			this.append(' collate "C"');
		}
	}
}

interface PooledConnection extends DatabaseConnection {
	begin(text: string): Promise<void>;
	/** Ends the transaction; says whether its work was kept. */
	end(text: 'commit' | 'rollback'): Promise<boolean>;
	release(): void;
}

function bindable(value: unknown): unknown {
	return typeof value === 'string' ? storableText(value) : value;
}

function rowsOf<R>({ command, rowCount, rows }: DriverResult): QueryResult<R> {
	return { rows: rows as R[], ...(CHANGES_ROWS.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
}

function pooled(client: PoolClient, errorOf: (error: unknown) => StoreError, busyLimitMs: number): PooledConnection {
	let inTransaction = false;
	let broken = false;
	const ask = async (text: string, values: readonly unknown[]): Promise<DriverResult> => {
		try {
			return await client.query({ text, values: values.map(bindable), query_timeout: ANSWER_MS } as { text: string; values: unknown[] });
		} catch (error) {
			broken ||= isBroken(error);
			throw errorOf(error);
		}
	};
	return {
		// Inside a transaction a conflict ends the whole of it, which its owner then repeats.
		executeQuery: async <R>({ sql, parameters }: CompiledQuery) =>
			rowsOf<R>(inTransaction ? await ask(sql, parameters) : await retryWhileBusy(async () => await ask(sql, parameters), busyLimitMs)),
		streamQuery: () => {
			throw errorOf(new Error('Streaming is not offered: rows are read at once'));
		},
		async begin(text) {
			await ask(text, []);
			inTransaction = true;
		},
		async end(text) {
			inTransaction = false;
			return (await ask(text, [])).command === 'COMMIT';
		},
		release: () => client.release(broken),
	};
}

function createDriver(pool: Pool, errorOf: (error: unknown) => StoreError, busyLimitMs: number): Driver {
	const ours = (connection: DatabaseConnection) => connection as PooledConnection;
	return {
		init: async () => undefined,
		acquireConnection: async () => {
			try {
				return pooled(await pool.connect(), errorOf, busyLimitMs);
			} catch (error) {
				throw errorOf(error);
			}
		},
		beginTransaction: async (connection, { isolationLevel }: TransactionSettings) => await ours(connection).begin(isolationLevel === 'read committed' ? BEGIN_PATIENT : BEGIN),
		commitTransaction: async (connection) => {
			// PostgreSQL answers ROLLBACK where a statement of the transaction had failed.
			if (!(await ours(connection).end('commit'))) {
				throw errorOf(new Error('The transaction had failed before'));
			}
		},
		// The error that led here is the one to be seen; a connection that cannot even roll back is broken and not used again.
		rollbackTransaction: async (connection) => {
			await ours(connection).end('rollback').catch(() => false);
		},
		releaseConnection: async (connection) => ours(connection).release(),
		destroy: async () => await pool.end(),
	};
}

/**
 * Kysely's dialect for a pool of `pg` connections. Errors are what `errorOf` makes of them. A transaction is serializable and fails with `STORE_BUSY` when another one
 * was in its way, to be repeated as a whole; a single statement is repeated here, up to `busyLimitMs`.
 */
export function createPostgresDialect(pool: Pool, errorOf: (error: unknown) => StoreError, busyLimitMs: number): Dialect {
	return {
		createDriver: () => createDriver(pool, errorOf, busyLimitMs),
		createQueryCompiler: () => new SameTypesCompiler(),
		createAdapter: () => new PostgresAdapter(),
		createIntrospector: (db) => new PostgresIntrospector(db),
	};
}
