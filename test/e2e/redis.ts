import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '../support/freePort';
import { stopProcess, waitUntil } from './processes';

const REDIS = '/usr/bin/redis-server';

export interface RedisServer {
	port: number;
	stop(): Promise<void>;
}

/** Why there is no Redis here, or an empty string. */
export function redisMissing(): string {
	return existsSync(REDIS) ? '' : 'Redis is not installed';
}

/** Starts a Redis on 127.0.0.1 that keeps nothing on the disk. */
export async function startRedis(folder: string): Promise<RedisServer> {
	mkdirSync(folder, { recursive: true });
	const port = await freePort();
	const child = spawn(REDIS, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: 'ignore' });
	await waitUntil('Redis', async () => (child.exitCode === null && (await accepts(port))) || undefined, 20_000, 100);
	return { port, stop: async () => await stopProcess(child, 5_000) };
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
