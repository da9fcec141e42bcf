import { connect } from 'node:net';
import type { Reading, Task } from './reader';

/** Longer than the last line of any answer. */
const LAST = 1_000;

/** The floor: the same bytes over a bare socket, not even looked at beyond the end of the command. */
export async function readRaw({ port, folder, messages }: Task): Promise<Omit<Reading, 'cpuSeconds'>> {
	const start = performance.now();
	const socket = connect(port, '127.0.0.1');
	let bytes = 0;
	await new Promise<void>((resolve, reject) => {
		let last = '';
		let step = 0;
		const commands = ['a1 LOGIN alice secret\r\n', `a2 SELECT "${folder}"\r\n`, 'a3 UID FETCH 2:* (UID BODY.PEEK[])\r\n'];
		socket.once('error', reject);
		socket.on('data', (chunk) => {
			bytes += chunk.length;
			last = (last + chunk.subarray(-LAST).toString('latin1')).slice(-LAST);
			const isAnswered = step === 0 ? last.startsWith('* OK') : new RegExp(`(?:^|\\n)a${step} OK[^\\n]*\\n$`).test(last);
			if (!isAnswered) return;
			const command = commands[step++];
			last = '';
			if (command === undefined) resolve();
			else socket.write(command);
		});
	});
	const seconds = (performance.now() - start) / 1000;
	socket.destroy();
	return { messages, bytes, seconds };
}
