import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface ImapFrontOptions {
	/** What the client is greeted with instead, by the number of its connection. After BYE the line is closed; after PREAUTH the client is `alice` already. */
	greet?: (connection: number) => string | null;
	/** Changes a line of the server. */
	say?: (line: string) => string;
	/** Changes a line of the client. */
	ask?: (line: string) => string;
}

/** Stands before an IMAP server of the tests and makes a stranger one of it. Lines are latin1 characters. */
export interface ImapFront {
	port: number;
	/** Connections that are open, and the most that ever were at the same time. */
	connections: { open: number; most: number; total: number };
	stop(): Promise<void>;
}

const same = (line: string) => line;

export async function startImapFront(serverPort: number, { greet = () => null, say = same, ask = same }: ImapFrontOptions): Promise<ImapFront> {
	const connections = { open: 0, most: 0, total: 0 };
	const sockets = new Set<Socket>();
	const front = createServer((client) => {
		connections.total += 1;
		connections.open += 1;
		connections.most = Math.max(connections.most, connections.open);
		sockets.add(client);
		client.on('close', () => {
			connections.open -= 1;
			sockets.delete(client);
		});
		client.on('error', () => undefined);
		const greeting = greet(connections.total);
		if (greeting?.startsWith('* BYE')) return void client.end(greeting, 'latin1');
		const server = connect(serverPort, '127.0.0.1');
		server.on('error', () => undefined);
		server.on('close', () => client.destroy());
		client.on('close', () => server.destroy());
		client.on('data', lines((line) => void server.write(ask(line), 'latin1')));
		let talk = (line: string) => {
			if (!greeting?.startsWith('* PREAUTH')) {
				client.write(greeting ?? line, 'latin1');
				talk = (next) => void client.write(say(next), 'latin1');
				return;
			}
			if (line.startsWith('*')) return void server.write('front LOGIN alice secret\r\n');
			client.write(greeting, 'latin1');
			talk = (next) => void client.write(say(next), 'latin1');
		};
		server.on('data', lines((line) => talk(line)));
	});
	await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
	return {
		port: (front.address() as AddressInfo).port,
		connections,
		async stop() {
			const closed = new Promise<void>((resolve) => front.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** Cuts a stream into lines, which keep their ends. */
function lines(take: (line: string) => void): (data: Buffer) => void {
	let rest = '';
	return (data) => {
		const parts = (rest + data.toString('latin1')).split(/(?<=\n)/);
		rest = parts.at(-1)?.endsWith('\n') ? '' : (parts.pop() ?? '');
		for (const line of parts) if (line !== '') take(line);
	};
}
