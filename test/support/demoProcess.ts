import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinalState } from '../../demo/finalState';

const ROOT = join(__dirname, '..', '..');

export interface EndedDemo {
	status: number | null;
	out: string;
	errors: string;
	/** What `--json` wrote. */
	state: FinalState | null;
}

/** Runs the demo as a person does, in a folder of its own with an empty home folder. */
export interface DemoRunner {
	folder: string;
	home: string;
	/** Resolves when the process has ended by itself and all its output is closed: no child of it lives on. */
	run(args: string[], environment?: Record<string, string>): Promise<EndedDemo>;
	/** Makes a folder of mails and returns its path. */
	writeMails(name: string, mails: Record<string, string | Buffer>): string;
	remove(): void;
}

export function makeDemoRunner(): DemoRunner {
	if (!existsSync(join(ROOT, 'dist', 'helpdesk.js'))) throw new Error('The demo runs the built nodes: run npm run build first.');
	const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
	const home = join(folder, 'home');
	mkdirSync(home);
	let count = 0;
	return {
		folder,
		home,
		async run(args, environment = {}) {
			count += 1;
			const json = join(folder, `state-${count}.json`);
			const data = args.includes('--data') ? [] : ['--data', join(folder, `data-${count}`)];
			const script = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'demo/main.ts'), ...args, '--json', json, ...data];
			const child = spawn(process.execPath, script, { cwd: folder, env: { PATH: process.env.PATH, HOME: home, ...environment } });
			let out = '';
			let errors = '';
			child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
			child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
			const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
			return { status, out, errors, state: existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as FinalState) : null };
		},
		writeMails(name, mails) {
			const path = join(folder, name);
			mkdirSync(path);
			for (const [file, source] of Object.entries(mails)) writeFileSync(join(path, file), source);
			return path;
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
