import { connect } from 'node:net';

/**
 * Speaks IMAP for a caller that cannot wait: started as a process of its own with `[port, commands]` as JSON on its standard input, where a command
 * is a list of texts and literals (`{ literal: base64 }`). Prints what the server answered to each, in latin1, as a JSON array; fails at the first "NO" or "BAD".
 */
type Command = Array<string | { literal: string }>;

async function main(): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
	const [port, commands] = JSON.parse(Buffer.concat(chunks).toString()) as [number, Command[]];
	const socket = connect(port, '127.0.0.1');
	let received = '';
	let wake: () => void = () => undefined;
	socket.on('data', (data: Buffer) => {
		received += data.toString('latin1');
		wake();
	});
	socket.on('error', (error) => fail(error.message));
	socket.on('close', () => fail('the server hung up'));
	const until = async (done: RegExp) => {
		while (!done.test(received)) await new Promise<void>((resolve) => (wake = resolve));
		const answer = received;
		received = '';
		return answer;
	};

	await until(/^\* OK.*\r\n/);
	const answers: string[] = [];
	for (const [index, command] of commands.entries()) {
		socket.write(`t${index} `);
		for (const part of command) {
			if (typeof part === 'string') {
				socket.write(part, 'latin1');
				continue;
			}
			const bytes = Buffer.from(part.literal, 'base64');
			socket.write(`{${bytes.length}}\r\n`);
			await until(/^\+.*\r\n/m);
			socket.write(bytes);
		}
		socket.write('\r\n');
		const answer = await until(new RegExp(`^t${index} .*\\r\\n`, 'm'));
		if (!answer.includes(`t${index} OK`)) fail(`${command.filter((part) => typeof part === 'string').join(' ')}: ${answer}`);
		answers.push(answer);
	}
	process.stdout.write(JSON.stringify(answers), () => process.exit(0));
}

function fail(reason: string): never {
	process.stderr.write(reason);
	process.exit(1);
}

void main();
