import { createSqlDesk } from '../../../helpdesk/desk/sql/createSqlDesk';
import { openStore, type Store, type StorePlace } from '../../../helpdesk/store/openStore';
import { handleMessage } from '../../support/handleMessage';
import { describeOnBothStores } from '../../support/storeKinds';
import { buildStoreChild, startStoreProcess } from '../../support/storeProcess';

/**
 * A process is killed after every so many statements, and after each of the last ones; starting one and making the tables takes longer on PostgreSQL.
 * `KILL_AFTER_EVERY=1` has it killed after every single one, `=4` after every fourth.
 */
const EVERY = { SQLite: { statement: 8, last: 48 }, PostgreSQL: { statement: 16, last: 9 } };

describeOnBothStores('One message has exactly one effect', (kind) => {
	let child: ReturnType<typeof buildStoreChild>;

	beforeAll(async () => {
		child = buildStoreChild();
	});
	afterAll(() => child.remove());

	const start = (role: string, place: StorePlace, ...rest: string[]) => startStoreProcess(child.script, role, JSON.stringify(place), ...rest);

	async function counts(store: Store): Promise<Record<string, number>> {
		const tables = ['contacts', 'tickets', 'comments', 'messages', 'message_references', 'files', 'blobs', 'claims'] as const;
		const entries = tables.map(async (table): Promise<[string, number]> => {
			const row = await store.db.selectFrom(table).select((query) => query.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow();
			return [table, row.rows];
		});
		return Object.fromEntries(await Promise.all(entries));
	}
	const ONE_MESSAGE = { contacts: 1, tickets: 1, comments: 1, messages: 2, message_references: 1, files: 3, blobs: 3, claims: 3 };

	/** Kills a process right after this statement (which is before the next one), looks at what it left, handles the message again, and expects it to be there once. */
	async function tryKill(at: number): Promise<void> {
		const point = `after statement ${at}`;
		const place = await kind.place();
		const killed = start('killed', place, 'message', String(at));
		expect([point, await killed.ended]).toEqual([point, 'SIGKILL']);
		const store = await openStore(place);
		const desk = createSqlDesk(store);
		const left = await counts(store);
		const effects = { create: await desk.findEffect('message', ['create']), comment: await desk.findEffect('message', ['comment']) };
		// A claim without what it stands for would lose the message, the other way round would double it.
		expect([point, left['tickets'], left['comments']]).toEqual([point, effects.create ? 1 : 0, effects.comment ? 1 : 0]);
		await handleMessage(desk, 'message');
		expect([point, await counts(store)]).toEqual([point, ONE_MESSAGE]);
		await store.close();
	}

	it('when two processes handle it at the same moment', async () => {
		const place = await kind.place();
		const processes = [start('handle', place, 'message'), start('handle', place, 'message')];
		for (const each of processes) {
			expect(await each.line()).toBe('ready');
		}
		for (const each of processes) {
			each.tell();
		}
		const effects = await Promise.all(processes.map(async (each) => await each.line()));
		expect(await Promise.all(processes.map(async (each) => await each.ended))).toEqual([0, 0]);
		for (const step of [0, 1, 2]) {
			expect(effects.map((list) => (list as string[])[step]).sort()).toEqual(['created', 'existing']);
		}
		const store = await openStore(place);
		expect(await counts(store)).toEqual(ONE_MESSAGE);
		await store.close();
	});

	it('and every ticket a number of its own, when several processes make tickets at once', async () => {
		const place = await kind.place();
		await (await openStore(place)).close();
		const processes = [1, 2, 3].map(() => start('tickets', place, '40'));
		for (const each of processes) {
			expect(await each.line()).toBe('ready');
		}
		for (const each of processes) {
			each.tell();
		}
		const numbers = (await Promise.all(processes.map(async (each) => await each.line()))).flatMap((list) => list as string[]);
		await Promise.all(processes.map(async (each) => await each.ended));
		expect(numbers).toHaveLength(120);
		expect(new Set(numbers).size).toBe(120);
	});

	it('wherever the process is killed', async () => {
		const whole = start('killed', await kind.place(), 'message', '0');
		const statements = Number(await whole.line());
		expect(await whole.ended).toBe(0);
		expect(statements).toBeGreaterThan(50);
		// Statements of the desk are the last ones; those before open the store and make the tables.
		const every = Number(process.env['KILL_AFTER_EVERY'] ?? EVERY[kind.name].statement);
		const points = Array.from({ length: statements }, (_, index) => index + 1).filter((at) => at % every === 0 || at > statements - EVERY[kind.name].last);
		expect(points.length).toBeGreaterThanOrEqual(15);
		for (let next = 0; next < points.length; next += 2) {
			await Promise.all(points.slice(next, next + 2).map(tryKill));
		}
	}, 240_000);
});
