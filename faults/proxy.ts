import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to bytes and to new connections. */
export type LineMode = 'pass' | 'blackhole';

/** A TCP proxy that can be a bad line. */
export interface Proxy {
	port: number;
	/** Bytes of both directions since the start. */
	bytes(): number;
	/** Calls back once when that many bytes more have passed; never after the returned function was called. */
	afterBytes(count: number, callback: () => void): () => void;
	/** Ends every connection with RST. */
	resetAll(): void;
	/** The connections of now stay open and carry nothing any more; new ones work. */
	halfOpen(): void;
	/** With `blackhole`, nothing that is sent arrives, on old and new connections. */
	setMode(mode: LineMode): void;
	/** Milliseconds that every chunk waits, in each direction. */
	setDelay(ms: number): void;
	stop(): Promise<void>;
}

interface Pair {
	client: Socket;
	server: Socket;
	dead: boolean;
}

export async function startProxy(target: number): Promise<Proxy> {
	const pairs = new Set<Pair>();
	const alarms = new Set<{ at: number; callback: () => void }>();
	let [mode, delay, passed]: [LineMode, number, number] = ['pass', 0, 0];

	const count = (bytes: number) => {
		passed += bytes;
		for (const alarm of [...alarms].filter(({ at }) => at <= passed)) {
			alarms.delete(alarm);
			alarm.callback();
		}
	};
	const carry = (pair: Pair, from: Socket, to: Socket) => {
		let free = 0;
		from.on('data', (chunk: Buffer) => {
			if (pair.dead || mode === 'blackhole') return;
			count(chunk.length);
			const wait = Math.max(0, Math.max(free, Date.now() + delay) - Date.now());
			free = Date.now() + wait;
			const send = () => {
				if (to.writable) to.write(chunk);
			};
			if (wait === 0) send();
			else setTimeout(send, wait);
		});
		from.on('error', () => undefined);
		from.on('close', () => {
			if (!pair.dead) to.destroy();
			if (from === pair.client) pairs.delete(pair);
		});
	};
	const server = createServer((client) => {
		const pair: Pair = { client, server: connect(target, '127.0.0.1'), dead: false };
		pairs.add(pair);
		carry(pair, client, pair.server);
		carry(pair, pair.server, client);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const end = (how: (socket: Socket) => void) => {
		for (const pair of pairs) {
			how(pair.client);
			pair.server.destroy();
		}
	};
	return {
		port: (server.address() as AddressInfo).port,
		bytes: () => passed,
		afterBytes(bytes, callback) {
			const alarm = { at: passed + bytes, callback };
			alarms.add(alarm);
			return () => void alarms.delete(alarm);
		},
		resetAll: () => end((socket) => void socket.resetAndDestroy()),
		halfOpen: () => pairs.forEach((pair) => (pair.dead = true)),
		setMode: (next) => void (mode = next),
		setDelay: (ms) => void (delay = ms),
		async stop() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			end((socket) => void socket.destroy());
			await closed;
		},
	};
}
