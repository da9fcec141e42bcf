import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleThread } from '../../scripts/bundle';

export interface ThreadFiles {
	/** The program of the reading thread as it is shipped. */
	real: string;
	/** A program of this text; `{real}` in it stands for the path of the real one as a literal. */
	program(name: string, text: string): string;
	remove(): void;
}

/** Bundles the program of the reading thread into a folder of its own. */
export async function threadFiles(): Promise<ThreadFiles> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-thread-'));
	const real = join(folder, 'mailThread.js');
	await bundleThread(join(__dirname, '../..'), real);
	return {
		real,
		program(name, text) {
			const file = join(folder, `${name}.js`);
			writeFileSync(file, text.replaceAll('{real}', JSON.stringify(real)));
			return file;
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** The real program, and a mail with the header `X-Does: WORD` makes the thread do what stands here for the word; `WORD always` also where only its header is read. */
export const DOING = `
const { parentPort } = require('node:worker_threads');
const deeds = {
	exit: () => process.exit(3),
	throw: () => { throw new Error('broken'); },
	late: () => setTimeout(() => process.exit(3), 5),
	wait: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300),
	hang: () => { for (;;); },
};
parentPort.on('message', ({ mail }) => {
	const [, word, always] = /^X-Does: (\\w+)( always)?/m.exec(Buffer.from(mail.source).toString('latin1', 0, 4096)) ?? [];
	if (always || !mail.context.headerOnly) deeds[word]?.();
});
require({real});
`;
