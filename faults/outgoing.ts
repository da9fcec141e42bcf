import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** Moments of one delivery, in their order. `accepted`: the mail is taken, the server's 250 is not yet out. */
export type SmtpStage = 'connected' | 'sender' | 'recipient' | 'accepted';

/** An outgoing server that can be a bad one. */
export interface OutgoingServer {
	port: number;
	/** Raw mails that it took over, in the order of arrival; also those whose 250 it never gave. */
	readonly taken: Buffer[];
	/** Answers the next `times` commands of that stage with 451. */
	refuse(times: number, stage: 'sender' | 'recipient' | 'accepted'): void;
	/** Takes the next `times` mails and cuts the connection instead of saying so. */
	cut(times: number): void;
	/** Calls back once at this stage of the next delivery; the server waits for it. */
	at(stage: SmtpStage, callback: () => Promise<void>): void;
	/** Takes everything again. */
	heal(): void;
	stop(): Promise<void>;
}

const BUSY = Object.assign(new Error('Try again later'), { responseCode: 451 });

export async function startOutgoing(): Promise<OutgoingServer> {
	const taken: Buffer[] = [];
	const sockets = new Map<number, Socket>();
	const refusals: Record<string, number> = {};
	const alarms = new Map<SmtpStage, () => Promise<void>>();
	let cuts = 0;

	const reach = async (stage: SmtpStage): Promise<Error | null> => {
		const alarm = alarms.get(stage);
		alarms.delete(stage);
		await alarm?.();
		const left = refusals[stage] ?? 0;
		refusals[stage] = Math.max(0, left - 1);
		return left > 0 ? BUSY : null;
	};
	const server = new SMTPServer({
		logger: false,
		disableReverseLookup: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onConnect: (_session, done) => void reach('connected').then(done),
		onMailFrom: (_address, _session, done) => void reach('sender').then(done),
		onRcptTo: (_address, _session, done) => void reach('recipient').then(done),
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				if ((refusals.accepted ?? 0) > 0) return void reach('accepted').then(done);
				taken.push(Buffer.concat(chunks));
				if (cuts > 0) {
					cuts -= 1;
					sockets.get(session.remotePort)?.destroy();
					return;
				}
				void reach('accepted').then(done);
			});
		},
	});
	server.on('error', () => undefined);
	server.server.on('connection', (socket: Socket) => {
		const { remotePort } = socket;
		if (remotePort === undefined) return;
		sockets.set(remotePort, socket);
		socket.on('close', () => sockets.delete(remotePort));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.server.address() as AddressInfo).port,
		taken,
		refuse: (times, stage) => void (refusals[stage] = times),
		cut: (times) => void (cuts = times),
		at: (stage, callback) => void alarms.set(stage, callback),
		heal() {
			for (const stage of Object.keys(refusals)) refusals[stage] = 0;
			cuts = 0;
			alarms.clear();
		},
		async stop() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			for (const socket of sockets.values()) socket.destroy();
			await closed;
		},
	};
}
