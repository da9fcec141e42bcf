import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';
import { HANDLED } from './mails';
import type { World } from './world';

/** What the trigger remembers. The desk and its claims are no part of it: they would come back with the same file, or lie in another system. */
const MEMORY = [
	'scanner_scopes',
	'folder_cursors',
	'journal_messages',
	'scanner_states',
	'scanner_runs',
	'handled_messages',
	'node_failures',
	'tidy_requests',
	'taken_away',
];
const MOMENT_MS = 20_000;

type Memory = Map<string, Array<Record<string, SQLInputValue>>>;

function withStore<T>(world: World, use: (database: DatabaseSync) => T): T {
	const database = new DatabaseSync(world.storeFile);
	try {
		database.exec('pragma busy_timeout = 5000; begin immediate');
		const result = use(database);
		database.exec('commit');
		return result;
	} finally {
		database.close();
	}
}

function remember(world: World): Memory {
	return withStore(world, (database) => new Map(MEMORY.map((table) => [table, database.prepare(`select * from ${table}`).all() as Array<Record<string, SQLInputValue>>])));
}

function replaceMemory(world: World, earlier: Memory): void {
	withStore(world, (database) => {
		for (const table of MEMORY) {
			database.exec(`delete from ${table}`);
			for (const row of earlier.get(table) ?? []) {
				const columns = Object.keys(row);
				const values = columns.map((column) => row[column] ?? null);
				database.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`).run(...values);
			}
		}
	});
}

/** The oldest mail is done with: without one that bears the mark, a lost memory is a first start, as the documentation says. */
function oldestIsHandled(world: World): boolean {
	const mark = world.mails[0]?.mark ?? '';
	return world.eyes.copies().some(({ folder, source }) => folder === HANDLED && source.includes(mark));
}

/** How far the trigger has looked, over all folders. */
function lookedUpTo(world: World): number {
	return world.eyes.rows<{ uid: number }>('select contiguous_uid as uid from folder_cursors').reduce((sum, { uid }) => sum + uid, 0);
}

/** Restarts with another memory, and waits for the first look: until then an empty journal does not mean that everything is done. */
async function restartWith(world: World, memory: Memory): Promise<void> {
	const before = lookedUpTo(world);
	await world.restart({}, async () => replaceMemory(world, memory));
	await world.until(() => lookedUpTo(world) >= before, MOMENT_MS, 25);
}

/** A handled message that comes up again is only marked as read: what the workflow wished for it was in the memory. */
function prepare(world: World): void {
	world.disturbed = true;
}

export const MEMORY_FAULTS: Fault[] = [
	{
		name: 'journal-gone',
		what: 'everything that the trigger remembers is gone when it starts again; the desk is there',
		prepare,
		async inject(world) {
			if (!(await world.until(() => oldestIsHandled(world), MOMENT_MS, 25))) return;
			await sleep(world.random.between(0, 800));
			await restartWith(world, new Map());
		},
	},
	{
		name: 'journal-restored',
		what: 'the trigger starts again with what it remembered some time before; the desk is as it was',
		prepare,
		async inject(world) {
			const folders = () => world.eyes.rows('select 1 from folder_cursors').length;
			if (!(await world.until(() => folders() === world.setting.folders.length, MOMENT_MS, 5))) return;
			await sleep(world.random.between(0, 600));
			const earlier = remember(world);
			await sleep(world.random.between(200, 2_500));
			await restartWith(world, earlier);
		},
	},
	{
		name: 'trash-removed',
		what: 'the workflow deletes at once and then fails; the trash is removed before the retry',
		prepare(world) {
			world.binned = true;
			const { nodes, connections } = world.setting.workflow;
			const tidy = nodes.find(({ name }) => name === 'Move to Handled');
			if (!tidy) throw new Error('The workflow has no node "Move to Handled"');
			Object.assign(tidy.parameters, { action: 'delete', when: 'atOnce' });
			// New tickets are deleted before the mail that is to fail; the others at the end, as they are moved otherwise.
			nodes.push({ ...structuredClone(tidy), id: 'delete-first', name: 'Delete First' });
			const made = connections['Create/Update Ticket']?.main ?? [];
			made[0] = [{ node: 'Delete First', type: 'main', index: 0 }];
			connections['Delete First'] = { main: [[{ node: 'Acknowledge New Ticket', type: 'main', index: 0 }]] };
			connections['Acknowledge New Ticket'] = { main: [] };
			world.setting.failing = { node: 'Acknowledge New Ticket', times: world.random.between(1, 4) };
		},
		async inject(world) {
			for (let left = world.random.between(1, 2); left > 0; left -= 1) {
				if (!(await world.until(() => world.eyes.copies().some(({ folder }) => folder === 'Trash'), MOMENT_MS / 2, 10))) return;
				await sleep(world.random.between(0, 300));
				// Another program may have it open, or be making it anew.
				await world.otherProgram(async (client) => await client.mailboxDelete('Trash').catch(() => undefined));
			}
		},
	},
];
