import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';
import type { World } from './world';

/** A write on the desk that the database refuses, and the node that does it. */
const DESK_WRITES: Array<{ write: string; node: string }> = [
	{ write: 'insert on contacts', node: 'Create Contact If Not Exists' },
	{ write: 'insert on claims', node: 'Create/Update Ticket' },
	{ write: 'insert on tickets', node: 'Create/Update Ticket' },
	{ write: 'insert on messages', node: 'Create/Update Ticket' },
	{ write: 'insert on comments', node: 'Create/Update Ticket' },
	{ write: 'insert on outbox', node: 'Acknowledge New Ticket' },
	{ write: 'update on outbox', node: 'Acknowledge New Ticket' },
	{ write: 'insert on tidy_requests', node: 'Move to Handled' },
];
const JOURNAL_WRITES = ['insert on journal_messages', 'update on journal_messages', 'delete on journal_messages', 'insert on handled_messages', 'update on folder_cursors', 'insert on node_failures'];
const FAILING_NODES = ['Rule Filter', 'Create Contact If Not Exists', 'Create/Update Ticket', 'Acknowledge New Ticket', 'Move to Handled'];

/** Another process's connection to the store. Its statements are tried until the store is there and free. */
async function onStore(world: World, use: (exec: (sql: string) => Promise<void>) => Promise<void>): Promise<void> {
	const database = new DatabaseSync(world.storeFile);
	database.exec('pragma busy_timeout = 0');
	const exec = async (sql: string) => {
		for (;;) {
			try {
				return database.exec(sql);
			} catch (error) {
				if (!/locked|busy|no such table/.test((error as Error).message)) throw error;
				await sleep(3);
			}
		}
	};
	try {
		await use(exec);
	} finally {
		database.close();
	}
}

async function refuseWrites(world: World, write: string): Promise<void> {
	await onStore(world, async (exec) => {
		await sleep(world.random.between(0, 300));
		await exec(`create trigger faults_injected before ${write} begin select raise(abort, 'injected'); end`);
		await sleep(world.random.between(200, 1_500));
		await exec('drop trigger faults_injected');
	});
}

export const WORKFLOW_FAULTS: Fault[] = [
	{
		name: 'node-throws',
		what: 'a node of the workflow fails for some executions',
		prepare(world) {
			world.setting.failing = { node: world.random.pick(FAILING_NODES), times: world.random.between(1, 4) };
		},
	},
	{
		name: 'desk-refuses',
		what: 'the database refuses what a node writes, in half of the runs under "continue on fail"',
		prepare(world) {
			const { write, node } = world.random.pick(DESK_WRITES);
			world.setting.continueOnFail = world.random.chance(0.5) ? node : '';
			world.refusedWrite = write;
		},
		inject: async (world) => await refuseWrites(world, world.refusedWrite),
	},
	{
		name: 'journal-refuses',
		what: 'the database refuses what the trigger writes down',
		prepare(world) {
			world.refusedWrite = world.random.pick(JOURNAL_WRITES);
		},
		inject: async (world) => await refuseWrites(world, world.refusedWrite),
	},
	{
		name: 'smtp-refuses',
		what: 'the outgoing server says "try again later", in half of the runs under "continue on fail"',
		prepare(world) {
			if (world.random.chance(0.5)) world.setting.continueOnFail = 'Acknowledge New Ticket';
			world.outgoing.refuse(world.random.between(1, 2), world.random.pick(['sender', 'recipient', 'accepted'] as const));
		},
	},
	{
		name: 'smtp-cut',
		what: 'the outgoing server takes a mail and cuts the connection before it says so',
		prepare(world) {
			if (world.random.chance(0.3)) world.setting.continueOnFail = 'Acknowledge New Ticket';
			world.outgoing.cut(world.random.between(1, 2));
		},
	},
	{
		name: 'store-locked',
		what: 'another process locks the database for a second or two',
		inject: async (world) =>
			await onStore(world, async (exec) => {
				for (let left = world.random.between(1, 3); left > 0; left -= 1) {
					await sleep(world.random.between(0, 400));
					await exec('begin immediate');
					await sleep(world.random.between(200, 2_000));
					await exec('commit');
				}
			}),
	},
];
