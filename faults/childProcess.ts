import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { WorkflowFile } from '../runner/execution';

/** How the workflow is run, and what befalls it from inside its own process. */
export interface ChildSetting {
	workflow: WorkflowFile;
	dataFolder: string;
	imap: Record<string, string | number>;
	smtp: Record<string, string | number>;
	folders: string[];
	firstStart: 'only-new' | 'everything';
	/** `init` is n8n's own start, `activate` a person's. */
	activation: 'activate' | 'init';
	/** SIGKILL when this node is reached for the n-th time. */
	kill: { when: 'before' | 'after'; node: string; nth: number } | null;
	/** A node in front of this one throws for its first items. */
	failing: { node: string; times: number } | null;
	/** Name of a node that goes on when it fails. */
	continueOnFail: string;
}

export interface Child {
	/** n8n's engine is loaded, or the process has died. */
	ready: Promise<void>;
	/** Lets the workflow begin; resolves when its trigger listens, or when the process has died on the way. */
	begin(setting: ChildSetting): Promise<void>;
	/** Leaves its compiled code to the processes that are started afterwards. */
	saveCompiledCode(): Promise<void>;
	alive(): boolean;
	ended: Promise<void>;
	/** SIGKILL; resolves when the process is gone. */
	kill(): Promise<void>;
	/** Statuses of the executions, and what was written to stderr. */
	story(): string;
}

/** Nothing compiled is thrown away before it is saved; nothing is optimised, which a process of some seconds does not earn back. */
const FLAGS = ['--no-flush-bytecode', '--no-opt', '--no-maglev'];
/** Big pages: n8n takes fifty thousand small ones while it loads, and each costs. */
const BIG_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** A process with n8n's engine loaded, waiting for `begin`. */
export function startChild(file: string, warmFolder: string): Child {
	const process_ = spawn(process.execPath, [...FLAGS, file], {
		env: { ...process.env, FAULTS_ROOT: dirname(file), FAULTS_WARM: warmFolder, ...BIG_PAGES },
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let [alive, story] = [true, ''];
	const heard = new Map<string, () => void>();
	const told = new Set<string>();
	const hears = async (word: string) =>
		await new Promise<void>((resolve) => {
			if (told.has(word) || !alive) resolve();
			else heard.set(word, resolve);
		});
	process_.on('message', (message) => {
		if (typeof message !== 'string') {
			story += `${JSON.stringify(message)}\n`;
			return;
		}
		told.add(message);
		heard.get(message)?.();
	});
	process_.stderr?.on('data', (data: Buffer) => (story += data.toString()));
	const ended = new Promise<void>((resolve) => {
		process_.once('exit', () => {
			alive = false;
			for (const tell of heard.values()) tell();
			resolve();
		});
	});
	const ready = hears('ready');
	return {
		ready,
		async begin(setting) {
			await ready;
			if (!alive) return;
			process_.send(setting, () => undefined);
			await hears('listening');
		},
		async saveCompiledCode() {
			process_.send('save compiled code', () => undefined);
			await hears('saved');
		},
		alive: () => alive,
		ended,
		async kill() {
			process_.kill('SIGKILL');
			await ended;
		},
		story: () => story.slice(-4_000),
	};
}
