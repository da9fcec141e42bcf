import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { createSqlDesk } from '../../../helpdesk/desk/sql/createSqlDesk';
import { createJournal } from '../../../helpdesk/store/createJournal';
import { openStore, type StorePlace } from '../../../helpdesk/store/openStore';
import { storeSecret } from '../../../helpdesk/store/settings';
import { type DataTable, LEFT_BEHIND, TABLES } from '../../../helpdesk/store/transfer/tables';
import { transferStore } from '../../../helpdesk/store/transfer/transferStore';
import { freshClaim, newTicket } from '../../support/deskInput';
import { handleMessage } from '../../support/handleMessage';
import { postgresMissing, startPostgres, type PostgresServer } from '../../support/postgres';
import { needs } from '../../support/requirement';
import { temporaryFolder } from '../../support/sqlDeskHarness';

const itOnPostgres = needs(postgresMissing() === '', postgresMissing());
const AT = '2026-03-01T08:00:00.000Z';

describe('A help desk goes to another place', () => {
	let server: PostgresServer | null = null;
	let folder: string;
	let schemas = 0;

	beforeAll(async () => {
		folder = await temporaryFolder();
		server = postgresMissing() ? null : await startPostgres();
	});
	afterAll(async () => {
		await server?.stop();
		rmSync(folder, { recursive: true });
	});

	const file = (name: string): StorePlace & { file: string } => ({ file: join(folder, name) });
	const schema = (): StorePlace => ({ postgres: server!.account({ schema: `moved_${(schemas += 1)}` }) });

	/** A desk with everything, a hole at the end of its numbers, and a scanner with mail in hand. */
	async function fill(place: StorePlace): Promise<void> {
		const store = await openStore(place);
		const desk = createSqlDesk(store);
		await handleMessage(desk, 'message');
		for (let n = 0; n < 230; n += 1) await desk.createTicket(freshClaim(), newTicket({ title: `Ticket ${n} 'with' "quotes" 🐎` }));
		await store.db.updateTable('tickets').set({ merged_into: 220 }).where('id', '=', 2).execute();
		const { ticket } = await desk.createTicket(freshClaim(), newTicket());
		await store.db.deleteFrom('tickets').where('id', '=', Number(ticket.id)).execute();
		const journal = createJournal(store);
		await journal.discover('scope', { folder: 'INBOX', uidValidity: '7', contiguousUid: 2, newestReceivedAt: AT }, [{ uid: 1, messageId: '<a@b>' }, { uid: 2, messageId: null }], AT);
		await journal.beat('a run');
		await storeSecret(store);
		await store.close();
	}

	async function contents(place: StorePlace): Promise<Record<string, unknown[]>> {
		const store = await openStore(place);
		const all: Record<string, unknown[]> = {};
		for (const table of Object.keys(TABLES) as DataTable[]) {
			if (LEFT_BEHIND.has(table)) continue;
			const rows = await store.db.selectFrom(table as 'settings').selectAll().execute();
			const plain = (row: object) => Object.entries(row).map(([name, value]: [string, unknown]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value]);
			all[table] = rows.map((row) => JSON.stringify(plain(row).sort())).sort();
		}
		await store.close();
		return all;
	}

	async function nextTicket(place: StorePlace): Promise<string> {
		const store = await openStore(place);
		const { ticket } = await createSqlDesk(store).createTicket(freshClaim(), newTicket());
		await store.close();
		return ticket.number;
	}

	it('as a backup in one file, which can be restored', async () => {
		await fill(file('origin.sqlite'));
		await transferStore(file('origin.sqlite'), file('backup.sqlite'));
		await transferStore(file('backup.sqlite'), file('restored.sqlite'));
		expect(await contents(file('restored.sqlite'))).toEqual(await contents(file('origin.sqlite')));
		expect(await nextTicket(file('restored.sqlite'))).toBe('TT233');
	});

	itOnPostgres('from SQLite to PostgreSQL and back by a backup, with ids, secret and the numbers still to be given', async () => {
		await fill(file('small.sqlite'));
		const [place, again] = [schema(), schema()];
		const rows = await transferStore(file('small.sqlite'), place);
		expect(rows).toMatchObject({ tickets: 231, contacts: 1 });
		expect(await contents(place)).toEqual(await contents(file('small.sqlite')));
		await transferStore(place, file('postgres-backup.sqlite'));
		await transferStore(file('postgres-backup.sqlite'), again);
		expect(await contents(again)).toEqual(await contents(place));
		expect([await nextTicket(place), await nextTicket(again), await nextTicket(file('small.sqlite'))]).toEqual(['TT233', 'TT233', 'TT233']);
		const store = await openStore(again);
		expect(await handleMessage(createSqlDesk(store), 'message')).toEqual(['existing', 'existing', 'existing']);
		await store.close();
	});

	it('never over another one, and never from nowhere', async () => {
		await fill(file('one.sqlite'));
		await fill(file('two.sqlite'));
		await expect(transferStore(file('one.sqlite'), file('two.sqlite'))).rejects.toMatchObject({ code: 'STORE_EXISTS' });
		await expect(transferStore(file('none.sqlite'), file('three.sqlite'))).rejects.toMatchObject({ code: 'STORE_MISSING' });
		expect(existsSync(join(folder, 'none.sqlite'))).toBe(false);
		expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
	});

	itOnPostgres('never into a schema that holds one', async () => {
		await fill(file('four.sqlite'));
		const place = schema();
		await fill(place);
		await expect(transferStore(file('four.sqlite'), place)).rejects.toMatchObject({ code: 'STORE_NOT_EMPTY' });
	});

	itOnPostgres('by the command line, in one command each', async () => {
		await fill(file('cli.sqlite'));
		const script = join(folder, 'cli.js');
		const root = join(__dirname, '..', '..', '..');
		execFileSync(join(root, 'node_modules', '.bin', 'esbuild'), [join(root, 'cli', 'main.ts'), '--bundle', '--platform=node', '--external:pg-native', '--log-level=error', `--outfile=${script}`]);
		const address = (name: string) => `postgres://admin@127.0.0.1:${server!.port}/helpdesk?sslmode=disable&schema=${name}`;
		const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...process.env, PGPASSWORD: 'secret' } });
		expect(run('move', join(folder, 'cli.sqlite'), address('by_cli'))).toMatchObject({ status: 0, stdout: expect.stringContaining('move: 231 tickets, 1 contacts') });
		expect(run('backup', address('by_cli'), join(folder, 'cli-backup'))).toMatchObject({ status: 0 });
		expect(run('restore', join(folder, 'cli-backup'), address('by_cli_again'))).toMatchObject({ status: 0 });
		expect(run('restore', join(folder, 'cli-backup'), address('by_cli_again'))).toMatchObject({ status: 1, stderr: expect.stringContaining('There is a help desk already') });
		expect(run('move', join(folder, 'cli.sqlite'), 'postgres://admin@127.0.0.1:1/helpdesk?sslmode=disable')).toMatchObject({ status: 1, stderr: expect.stringContaining('refused the connection') });
		expect(run('backup')).toMatchObject({ status: 2, stdout: expect.stringContaining('Nothing is ever overwritten') });
	});
});
