import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';
import type { World } from './world';

const LONG_OUTAGE_MS = 20_000;

async function serverAway(world: World, ms: number): Promise<void> {
	await sleep(world.random.between(0, 1_000));
	await world.dovecot.halt();
	await sleep(ms);
	await world.dovecot.resume();
}

export const LINE_FAULTS: Fault[] = [
	{
		name: 'server-restart',
		what: 'the mail server stops for a moment',
		inject: async (world) => await serverAway(world, world.random.between(50, 2_500)),
	},
	{
		name: 'server-outage',
		what: "the mail server is away for longer than n8n's retries of an activation last, and n8n restarts in between",
		async inject(world) {
			const away = serverAway(world, world.quick ? 4_000 : LONG_OUTAGE_MS);
			await sleep(1_500);
			await world.restart();
			await away;
		},
	},
	{
		name: 'sockets-reset',
		what: 'connections end with RST in mid-command',
		async inject(world) {
			for (let left = world.random.between(1, 4); left > 0; left -= 1) {
				let done = false;
				const forget = world.proxy.afterBytes(world.random.between(0, 12_000), () => {
					done = true;
					world.proxy.resetAll();
				});
				await world.until(() => done, 3_000);
				forget();
			}
		},
	},
	{
		name: 'sockets-half-open',
		what: 'connections stay open and carry nothing any more, some for good',
		async inject(world) {
			await sleep(world.random.between(0, 800));
			world.proxy.halfOpen();
			if (!world.quick && world.random.chance(0.2)) return;
			await sleep(world.random.between(1_000, 5_000));
			world.proxy.resetAll();
		},
	},
	{
		name: 'line-dead',
		what: 'nothing arrives for a while, neither on old connections nor on new ones',
		async inject(world) {
			await sleep(world.random.between(0, 800));
			world.proxy.setMode('blackhole');
			await sleep(world.random.between(1_000, 5_000));
			world.proxy.setMode('pass');
			world.proxy.resetAll();
		},
	},
	{
		name: 'slow-line',
		what: 'every answer takes its time, and the process is killed or connections are reset meanwhile',
		prepare(world) {
			world.proxy.setDelay(world.random.between(10, 60));
		},
		async inject(world) {
			await sleep(world.random.between(200, 2_500));
			if (world.random.chance(0.5)) await world.restart();
			else world.proxy.resetAll();
			await sleep(500);
			world.proxy.setDelay(0);
		},
	},
];
