import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Runs a command to its end. When it does not end with status 0, rejects with the end of what it printed. */
export async function runToEnd(command: string, args: string[], { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }): Promise<void> {
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let printed = '';
	const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-8000));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
	if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${String(code)}`}:\n${printed}`);
}

/** Asks a child to end, and ends it the hard way after `patience` milliseconds (0: at once). Resolves once it is gone. */
export async function stopProcess(child: ChildProcess, patience: number): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill(patience > 0 ? 'SIGTERM' : 'SIGKILL');
	const timer = setTimeout(() => child.kill('SIGKILL'), patience);
	await gone;
	clearTimeout(timer);
}

/** Looks again every `every` milliseconds until `look` finds something; rejects after `patience` milliseconds, saying what was awaited. */
export async function waitUntil<T>(what: string, look: () => T | undefined | Promise<T | undefined>, patience: number, every = 250): Promise<T> {
	const end = Date.now() + patience;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > end) throw new Error(`Waited ${Math.round(patience / 1000)} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, every));
	}
}
