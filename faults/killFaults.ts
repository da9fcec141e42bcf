import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildSetting } from './childProcess';
import type { Fault } from './Fault';
import { HANDLED } from './mails';
import type { Random } from './random';
import type { SmtpStage } from './outgoing';
import type { World } from './world';

/** A moment that never comes in a run is waited for this long; then the process is killed where it stands. */
const MOMENT_MS = 8_000;

const NODES = ['Rule Filter', 'Create Contact If Not Exists', 'Create/Update Ticket', 'Acknowledge New Ticket', 'Move to Handled', 'Update Ticket'];

function drawNode(random: Random): NonNullable<ChildSetting['kill']> {
	return { when: random.pick(['before', 'after'] as const), node: random.pick(NODES), nth: random.between(1, 3) };
}

const inJournal = (state: string) => (world: World) => world.eyes.rows('select 1 from journal_messages where state = ?', state).length > 0;
const written = (table: string) => (world: World, than: number) => world.eyes.rows(`select 1 from ${table}`).length > than;

/** Steps of a message's life inside the trigger and the nodes, as store and mailbox show them. */
const STEPS: Record<string, (world: World, already: number) => boolean> = {
	'found, not yet read': inJournal('waiting'),
	'started': inJournal('running'),
	'contact made': written('contacts'),
	'ticket made': written('tickets'),
	'mail about to be sent': (world) => world.eyes.rows("select 1 from outbox where state <> 'sent'").length > 0,
	'mail sent': (world, than) => world.outgoing.taken.length > than,
	'move asked for': written('tidy_requests'),
	'succeeded, not yet acknowledged': inJournal('acknowledging'),
	'marked as read': (world) => world.eyes.copies().some(({ folder, flags }) => folder !== HANDLED && flags.includes('\\Seen')),
	'moved, not yet finished': (world, than) => world.eyes.copies().filter(({ folder }) => folder === HANDLED).length > than,
	'finished': written('handled_messages'),
};

/** One to three kills, each followed by a new process. */
async function repeatedly(world: World, kill: (world: World) => Promise<void>): Promise<void> {
	for (let left = world.random.between(1, 3); left > 0; left -= 1) {
		world.warmUp();
		await kill(world);
		await world.restart({ kill: null });
	}
}

const stages: SmtpStage[] = ['connected', 'sender', 'recipient', 'accepted'];

export const KILL_FAULTS: Fault[] = [
	{
		name: 'kill-at-node',
		what: 'SIGKILL before or after a node of the workflow',
		prepare(world) {
			world.setting.kill = drawNode(world.random);
		},
		async inject(world) {
			const next = world.random.chance(0.4) ? drawNode(world.random) : null;
			for (const kill of [next, null]) {
				world.warmUp();
				await Promise.race([world.child().ended, sleep(MOMENT_MS)]);
				await world.restart({ kill });
				if (!kill) return;
			}
		},
	},
	{
		name: 'kill-at-step',
		what: "SIGKILL at a step of a message's life inside the trigger",
		inject: async (world) =>
			await repeatedly(world, async () => {
				const reached = STEPS[world.random.pick(Object.keys(STEPS))];
				const already = world.random.between(0, 2);
				await world.until(() => reached?.(world, already) ?? true, MOMENT_MS, 1);
			}),
	},
	{
		name: 'kill-at-byte',
		what: 'SIGKILL after some bytes to or from the mail server',
		inject: async (world) =>
			await repeatedly(world, async () => {
				let reached = false;
				const forget = world.proxy.afterBytes(world.random.between(0, 25_000), () => {
					reached = true;
					void world.child().kill();
				});
				await world.until(() => reached, MOMENT_MS / 2);
				forget();
			}),
	},
	{
		name: 'kill-at-smtp',
		what: 'SIGKILL in the middle of sending a mail',
		inject: async (world) =>
			await repeatedly(world, async () => {
				const stage = world.random.pick(stages);
				world.outgoing.at(stage, async () => await world.child().kill());
				await Promise.race([world.child().ended, sleep(MOMENT_MS / 2)]);
				world.outgoing.heal();
			}),
	},
	{
		name: 'kill-at-moment',
		what: 'SIGKILL at some moment',
		inject: async (world) => await repeatedly(world, async () => await sleep(world.random.between(0, 1_200))),
	},
	{
		name: 'kill-at-start',
		what: 'SIGKILL while the trigger is starting',
		prepare(world) {
			world.setting.firstStart = 'everything';
		},
		async begin(world) {
			for (let left = world.random.between(1, 2); left > 0; left -= 1) await world.start(world.random.between(0, 700));
			await world.start();
		},
	},
];
