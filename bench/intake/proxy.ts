import { connect, createServer, type Socket } from 'node:net';

export interface ProxyOptions {
	port: number;
	/** Milliseconds that bytes take in each direction. */
	delayMs?: number;
	/** Called with what the server sends, as it arrives. */
	onServerData?: (chunk: Buffer) => void;
}

export interface Proxy {
	port: number;
	close(): void;
}

/** A line to a server on this machine that is longer than it is: every byte comes late, in order, and none is held up by another. */
export async function startProxy({ port, delayMs = 0, onServerData }: ProxyOptions): Promise<Proxy> {
	const sockets = new Set<Socket>();
	const forward = (from: Socket, to: Socket, look?: (chunk: Buffer) => void) => {
		from.on('data', (chunk) => {
			look?.(chunk);
			later(delayMs, () => to.writable && to.write(chunk));
		});
		from.on('close', () => later(delayMs, () => to.destroy()));
		from.on('error', () => from.destroy());
		from.setNoDelay(true);
		sockets.add(from);
	};
	const server = createServer((client) => {
		const upstream = connect(port, '127.0.0.1');
		forward(client, upstream);
		forward(upstream, client, onServerData);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

function later(ms: number, task: () => void): void {
	if (ms === 0) task();
	else setTimeout(task, ms);
}
