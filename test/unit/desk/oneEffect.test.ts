import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createSqlDesk } from '../../../helpdesk/desk/sql/createSqlDesk';
import { openStore, type Store } from '../../../helpdesk/store/openStore';
import { handleMessage } from '../../support/handleMessage';
import { temporaryFolder } from '../../support/sqlDeskHarness';
import { buildStoreChild, startStoreProcess } from '../../support/storeProcess';

describe('One message has exactly one effect', () => {
	let folder: string;
	let child: ReturnType<typeof buildStoreChild>;

	beforeAll(async () => {
		child = buildStoreChild();
		folder = await temporaryFolder();
	});
	afterAll(async () => {
		child.remove();
		await rm(folder, { recursive: true });
	});

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
		const file = join(folder, `killed${at}.sqlite`);
		const killed = startStoreProcess(child.script, 'killed', file, 'message', String(at));
		expect([point, await killed.ended]).toEqual([point, 'SIGKILL']);
		const store = await openStore({ file });
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
		const file = join(folder, 'two.sqlite');
		const processes = [startStoreProcess(child.script, 'handle', file, 'message'), startStoreProcess(child.script, 'handle', file, 'message')];
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
		const store = await openStore({ file });
		expect(await counts(store)).toEqual(ONE_MESSAGE);
		await store.close();
	});

	it('and every ticket a number of its own, when several processes make tickets at once', async () => {
		const file = join(folder, 'numbers.sqlite');
		await (await openStore({ file })).close();
		const processes = [1, 2, 3].map(() => startStoreProcess(child.script, 'tickets', file, '40'));
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
		const whole = startStoreProcess(child.script, 'killed', join(folder, 'whole.sqlite'), 'message', '0');
		const statements = Number(await whole.line());
		expect(await whole.ended).toBe(0);
		expect(statements).toBeGreaterThan(50);
		// All statements of the desk, and every fourth of those that open the file and make the tables.
		const points = Array.from({ length: statements }, (_, index) => index + 1).filter((at) => at % 4 === 0 || at > statements - 48);
		expect(points.length).toBeGreaterThanOrEqual(30);
		for (let next = 0; next < points.length; next += 2) {
			await Promise.all(points.slice(next, next + 2).map(tryKill));
		}
	}, 240_000);
});
