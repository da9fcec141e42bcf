import { DatabaseSync } from 'node:sqlite';
import { type DatabaseConnection, type Dialect, type Driver, Kysely } from 'kysely';

import type { Store, StorePlace } from '../../helpdesk/store/openStore';
import { createPostgresDialect } from '../../helpdesk/store/postgres/postgresDialect';
import { postgresErrorOf } from '../../helpdesk/store/postgres/postgresErrors';
import { createPool } from '../../helpdesk/store/postgres/postgresPool';
import { retryWhileBusy } from '../../helpdesk/store/retryWhileBusy';
import type { Schema } from '../../helpdesk/store/schema';
import { createSqliteDialect, setUpConnection } from '../../helpdesk/store/sqlite/sqliteDialect';

const PATIENCE_MS = 30_000;

/** What a process "dies" of here; nothing that it still wants to do is done. */
export class Killed extends Error {}

/** Dies at its n-th statement, before or after the database has done it; `begin` and `commit` are statements too. Never, when null. */
export interface Death {
	at: number;
	after: boolean;
}

/** A connection of its own, as another process would have, that breaks at a given statement. */
export interface MortalStore extends Store {
	statements(): number;
	end(): Promise<void>;
}

function mortal(dialect: Dialect, death: Death | null, breakOff: () => void): { dialect: Dialect; statements: () => number } {
	let statements = 0;
	let dead = false;
	const passed = async <T>(act: () => Promise<T>): Promise<T> => {
		if (dead) throw new Killed();
		statements += 1;
		const now = statements === death?.at;
		const die = () => {
			dead = true;
			breakOff();
			throw new Killed();
		};
		if (now && !death.after) die();
		const result = await act();
		if (now) die();
		return result;
	};
	const createDriver = (): Driver => {
		const inner = dialect.createDriver();
		const wrapped = new WeakMap<DatabaseConnection, DatabaseConnection>();
		const within = (connection: DatabaseConnection) => wrapped.get(connection) ?? connection;
		return {
			init: async () => await inner.init(),
			async acquireConnection() {
				if (dead) throw new Killed();
				const connection = await inner.acquireConnection();
				const counting: DatabaseConnection = {
					executeQuery: async (query) => await passed(async () => await connection.executeQuery(query)),
					streamQuery: (query, size) => connection.streamQuery(query, size),
				};
				wrapped.set(counting, connection);
				return counting;
			},
			beginTransaction: async (connection, settings) => await passed(async () => await inner.beginTransaction(within(connection), settings)),
			commitTransaction: async (connection) => await passed(async () => await inner.commitTransaction(within(connection))),
			rollbackTransaction: async (connection) => {
				if (!dead) await inner.rollbackTransaction(within(connection));
			},
			releaseConnection: async (connection) => await inner.releaseConnection(within(connection)),
			destroy: async () => await inner.destroy(),
		};
	};
	return { dialect: { ...dialect, createDriver }, statements: () => statements };
}

function stored(kind: Store['kind'], db: Kysely<Schema>, statements: () => number, end: () => Promise<void>): MortalStore {
	const transaction: Store['transaction'] = async (work) => await retryWhileBusy(async () => await db.transaction().execute(work), PATIENCE_MS);
	// What waits for the disk and what does not differ only in a power cut, which is not played here.
	return { kind, db, transaction, quickTransaction: transaction, close: end, statements, end };
}

async function mortalFile(file: string, death: Death | null): Promise<MortalStore> {
	const database = new DatabaseSync(file);
	const plain = new Kysely<Schema>({ dialect: createSqliteDialect(database, PATIENCE_MS) });
	await setUpConnection(plain);
	// Closing rolls back what is open, as the operating system's release of the locks does after a kill.
	const { dialect, statements } = mortal(createSqliteDialect(database, PATIENCE_MS), death, () => database.close());
	return stored('sqlite', new Kysely<Schema>({ dialect }), statements, async () => {
		if (database.isOpen) database.close();
	});
}

function mortalPostgres(settings: Parameters<typeof createPool>[0], death: Death | null): MortalStore {
	const pool = createPool(settings, 1);
	let breakLine: () => void = () => undefined;
	pool.on('connect', (client) => {
		const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
		breakLine = () => connection.stream.destroy();
	});
	const { dialect, statements } = mortal(createPostgresDialect(pool, (error) => postgresErrorOf(error, settings), PATIENCE_MS), death, () => breakLine());
	return stored('postgres', new Kysely<Schema>({ dialect }).withSchema(settings.schema), statements, async () => await pool.end().catch(() => undefined));
}

/** A connection to a store whose tables are there, that dies as told. */
export async function openMortal(place: StorePlace, death: Death | null): Promise<MortalStore> {
	return 'file' in place ? await mortalFile(place.file, death) : mortalPostgres(place.postgres, death);
}
