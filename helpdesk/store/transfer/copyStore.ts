import { sql, type Transaction } from 'kysely';

import type { Store } from '../openStore';
import type { Schema } from '../schema';
import { StoreError } from '../StoreError';
import { type DataTable, LEFT_BEHIND, NUMBERED, TABLES } from './tables';

type Row = Record<string, unknown>;

/** Rows that are read and written at a time; SQLite takes at most 32 766 parameters, and a file of 25 MB may be among them. */
const ROWS = 200;

/** The next rows in the order of the primary key, after this one. */
async function rowsAfter(trx: Transaction<Schema>, table: DataTable, last: Row | undefined): Promise<Row[]> {
	const key = TABLES[table];
	const columns = sql.join(key.map((column) => sql.ref(column)));
	// The type of one table stands for all: which one it is, is only known when it runs.
	let query = trx.selectFrom(table as 'settings').selectAll().limit(table === 'blobs' ? 1 : ROWS);
	for (const column of key) {
		query = query.orderBy(sql.ref(column));
	}
	if (last) {
		const values = sql.join(key.map((column) => last[column]));
		query = query.where(sql<boolean>`(${columns}) > (${values})`);
	}
	return await query.execute();
}

async function insertRows(trx: Transaction<Schema>, table: DataTable, rows: Row[]): Promise<void> {
	await trx.insertInto(table as 'settings').values(rows as never).execute();
}

/** Copies one table; says how many rows. A ticket may be merged into a later one, so that is filled in when all are there. */
async function copyTable(from: Transaction<Schema>, to: Transaction<Schema>, table: DataTable): Promise<number> {
	const merged: Array<{ id: number; into: number }> = [];
	let copied = 0;
	let last: Row | undefined;
	for (;;) {
		const rows = await rowsAfter(from, table, last);
		if (rows.length === 0) {
			break;
		}
		last = rows.at(-1);
		copied += rows.length;
		const wanted = table === 'tickets' ? rows.map((row) => ({ ...row, merged_into: null })) : rows;
		merged.push(...rows.flatMap(({ id, merged_into: into }) => (table === 'tickets' && typeof into === 'number' ? [{ id: Number(id), into }] : [])));
		await insertRows(to, table, wanted);
	}
	for (const { id, into } of merged) {
		await to.updateTable('tickets').set({ merged_into: into }).where('id', '=', id).execute();
	}
	return copied;
}

/** The highest number that the database has given to a row of this table, also to one that is gone. */
async function lastNumber({ kind }: Store, trx: Transaction<Schema>, table: DataTable, schema: string): Promise<number> {
	if (kind === 'sqlite') {
		const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.execute(trx);
		return rows[0]?.seq ?? 0;
	}
	const { rows } = await sql<{ last: number | null }>`select pg_sequence_last_value(pg_get_serial_sequence(${`${schema}.${table}`}, 'id')::regclass) as last`.execute(trx);
	return rows[0]?.last ?? 0;
}

async function setLastNumber({ kind }: Store, trx: Transaction<Schema>, table: DataTable, schema: string, last: number): Promise<void> {
	if (kind === 'sqlite') {
		await sql`delete from sqlite_sequence where name = ${table}`.execute(trx);
		await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(trx);
		return;
	}
	await sql`select setval(pg_get_serial_sequence(${`${schema}.${table}`}, 'id')::regclass, ${last})`.execute(trx);
}

/** Rejects with `STORE_NOT_EMPTY`: two help desks cannot be mixed. */
async function refuseFilled(trx: Transaction<Schema>): Promise<void> {
	for (const table of Object.keys(TABLES) as DataTable[]) {
		const rows = await trx.selectFrom(table as 'settings').selectAll().limit(1).execute();
		if (rows.length > 0) {
			throw new StoreError('STORE_NOT_EMPTY', 'There is a help desk already where this one should go', {
				fault: 'settings',
				remedy: 'Name another file or another schema. Nothing was changed.',
			});
		}
	}
}

/**
 * Copies everything from one store into an empty one of either kind: ids, claims, numbers still to be given, and the secret that signs ticket ids. What is read is of one moment,
 * also while n8n works on it; what is written is all there or nothing. Returns the number of rows by table. Rejects with `StoreError`.
 * `schemaOf`: the PostgreSQL schema of a store, empty for SQLite.
 */
export async function copyStore(from: Store, to: Store, schemaOf: (store: Store) => string): Promise<Record<string, number>> {
	let done: Record<string, number> | null = null;
	return await from.transaction(async (source) => {
		// The end of the reading may have to be repeated, on PostgreSQL, when all is written already.
		done ??= await to.transaction(async (target) => {
			await refuseFilled(target);
			const copied: Record<string, number> = {};
			for (const table of Object.keys(TABLES) as DataTable[]) {
				if (!LEFT_BEHIND.has(table)) {
					copied[table] = await copyTable(source, target, table);
				}
			}
			for (const table of NUMBERED) {
				const last = await lastNumber(from, source, table, schemaOf(from));
				if (last > 0) {
					await setLastNumber(to, target, table, schemaOf(to), last);
				}
			}
			return copied;
		});
		return done;
	});
}
