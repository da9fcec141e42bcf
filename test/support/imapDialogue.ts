import { connect, type Socket } from 'node:net';
import { workerData, type MessagePort } from 'node:worker_threads';

/**
 * Speaks IMAP for a caller that cannot wait: a worker thread on Node's own TypeScript, so it imports nothing of ours. Each message on `questions` is a
 * list of commands, a command is a list of texts and literals (`{ literal: base64 }`). Answers with what the server said to each, in latin1, or with an error.
 */
type Command = Array<string | { literal: string }>;

const { port, questions, ready } = workerData as { port: number; questions: MessagePort; ready: Int32Array };
let socket: Socket | null = null;
let received = '';
let broken = '';
let wake: () => void = () => undefined;

async function until(done: RegExp): Promise<string> {
	while (!done.test(received)) {
		if (broken) throw new Error(broken);
		await new Promise<void>((resolve) => (wake = resolve));
	}
	const answer = received;
	received = '';
	return answer;
}

async function signIn(): Promise<Socket> {
	broken = '';
	received = '';
	const opened = connect(port, '127.0.0.1');
	opened.setNoDelay(true);
	opened.on('data', (data: Buffer) => {
		received += data.toString('latin1');
		wake();
	});
	const ended = (reason: string) => {
		if (socket === opened) socket = null;
		broken = reason;
		wake();
	};
	opened.on('error', (error) => ended(error.message));
	opened.on('close', () => ended('the server hung up'));
	await until(/^\* OK.*\r\n/);
	opened.write('t LOGIN alice secret\r\n');
	await until(/^t OK.*\r\n/m);
	return opened;
}

async function answer(commands: Command[]): Promise<string[]> {
	socket ??= await signIn();
	const answers: string[] = [];
	for (const command of commands) {
		// A literal is sent without waiting to be asked for it (RFC 7888).
		const written = command.flatMap((part) => {
			if (typeof part === 'string') return [Buffer.from(part, 'latin1')];
			const bytes = Buffer.from(part.literal, 'base64');
			return [Buffer.from(`{${bytes.length}+}\r\n`), bytes];
		});
		socket.write(Buffer.concat([Buffer.from('t '), ...written, Buffer.from('\r\n')]));
		const said = await until(/^t (?:OK|NO|BAD) .*\r\n/m);
		if (!/^t OK/m.test(said)) throw new Error(`${command.filter((part) => typeof part === 'string').join(' ')}: ${said}`);
		answers.push(said);
	}
	return answers;
}

questions.on('message', (commands: Command[]) => {
	answer(commands)
		.then(
			(answers) => questions.postMessage({ answers }),
			(error: Error) => questions.postMessage({ error: error.message }),
		)
		.finally(() => {
			Atomics.store(ready, 0, 1);
			Atomics.notify(ready, 0);
		});
});
