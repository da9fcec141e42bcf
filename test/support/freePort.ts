import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const given = new Set<number>();
const LOWEST = 10_240;

/**
 * A port of 127.0.0.1 on which nothing listens, for a server that is started a little later. It lies below those that the system gives to
 * outgoing connections, so that no other test's connection can take it in between.
 */
export async function freePort(): Promise<number> {
	const highest = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
	for (;;) {
		const port = LOWEST + Math.floor(Math.random() * (highest - LOWEST));
		if (given.has(port) || !(await isFree(port))) continue;
		given.add(port);
		return port;
	}
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}
