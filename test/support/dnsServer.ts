import { createSocket } from 'node:dgram';

export interface DnsRecords {
	/** Name -> targets. */
	srv?: Record<string, Array<{ name: string; port: number; priority: number; weight: number }>>;
	mx?: Record<string, Array<{ exchange: string; priority: number }>>;
	/** Names that are answered with SERVFAIL. */
	broken?: string[];
}

const TYPES = { mx: 15, srv: 33 };
const [NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME] = [0, 2, 3];

/** A name server on loopback (RFC 1035, UDP only). */
export async function startDnsServer({ srv = {}, mx = {}, broken = [] }: DnsRecords): Promise<{ address: string; asked: string[]; stop(): Promise<void> }> {
	const asked: string[] = [];
	const socket = createSocket('udp4');
	const dataOf = (name: string, type: number): Buffer[] => {
		if (type === TYPES.srv) return (srv[name] ?? []).map((record) => Buffer.concat([numbers(record.priority, record.weight, record.port), encoded(record.name)]));
		if (type === TYPES.mx) return (mx[name] ?? []).map((record) => Buffer.concat([numbers(record.priority), encoded(record.exchange)]));
		return [];
	};
	socket.on('message', (query, from) => {
		const { name, end } = decoded(query, 12);
		const type = query.readUInt16BE(end);
		asked.push(name);
		const answers = dataOf(name, type);
		const code = broken.includes(name) ? SERVER_FAILURE : answers.length > 0 ? NO_ERROR : NO_SUCH_NAME;
		const header = Buffer.concat([query.subarray(0, 2), numbers(0x8180 | code, 1, answers.length, 0, 0)]);
		// 0xc00c points back at the name of the question.
		const records = answers.map((data) => Buffer.concat([numbers(0xc00c, type, 1, 0, 60, data.length), data]));
		socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), from.port, from.address);
	});
	await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
	return {
		address: `127.0.0.1:${String(socket.address().port)}`,
		asked,
		stop: async () => await new Promise<void>((resolve) => socket.close(() => resolve())),
	};
}

function numbers(...values: number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	values.forEach((value, index) => buffer.writeUInt16BE(value, index * 2));
	return buffer;
}

function encoded(name: string): Buffer {
	const labels = name.split('.').filter(Boolean);
	return Buffer.concat([...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);
}

function decoded(packet: Buffer, start: number): { name: string; end: number } {
	const labels: string[] = [];
	let at = start;
	for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
		labels.push(packet.subarray(at + 1, at + 1 + length).toString());
		at += length + 1;
	}
	return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
