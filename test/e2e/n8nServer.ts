import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_BIN } from './installN8n';
import { freePort } from '../support/freePort';
import { stopProcess, waitUntil } from './processes';

/** Parts of n8n that would call its makers' servers, or that nothing here needs. */
const SWITCHED_OFF = ['mcp-registry', 'mcp', 'instance-ai', 'chat-hub', 'agents', 'insights', 'quick-connect', 'breaking-changes', 'workflow-builder'];

export interface N8nServer {
	/** Where the editor answers, without a slash at the end. */
	url: string;
	/** The folder that holds `.n8n`. */
	userFolder: string;
	/** Everything n8n printed. */
	logFile: string;
	/** Resolves once the process is gone. */
	stop(): Promise<void>;
	/** Ends it without a warning. Resolves once the process is gone. */
	kill(): Promise<void>;
}

/** What the environment of one n8n has beside that of every other one. */
type Setting = Record<string, string>;

/**
 * Starts a private n8n on the loopback with `userFolder` as its home, and waits until the editor answers (15 to 60 s; the first start on PostgreSQL takes longer).
 * It gets an environment of its own, so that neither the machine's n8n settings nor its mail servers come in.
 */
export async function startN8n(userFolder: string, setting: Setting = {}): Promise<N8nServer> {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const isReady = async () => await answersAsN8n(`${url}/rest/settings`, (text) => 'data' in (JSON.parse(text) as object));
	return await start(['start'], { url, userFolder, isReady, setting: { ...setting, N8N_PORT: String(port) } });
}

/** Starts a worker of queue mode, and waits until it takes executions. */
export async function startWorker(userFolder: string, setting: Setting): Promise<N8nServer> {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const isReady = async () => await answersAsN8n(`${url}/healthz/readiness`, () => true);
	return await start(['worker', '--concurrency=5'], { url, userFolder, isReady, setting: { ...setting, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) } });
}

interface Starting {
	url: string;
	userFolder: string;
	isReady: () => Promise<boolean>;
	setting: Setting;
}

async function start(command: string[], { url, userFolder, isReady, setting }: Starting): Promise<N8nServer> {
	mkdirSync(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const log = createWriteStream(logFile, { flags: 'a' });
	const env = { ...environment(userFolder, await freePort()), ...setting };
	const child = spawn(process.execPath, [N8N_BIN, ...command], { cwd: userFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const stop = async (patience = 20_000) => {
		await stopProcess(child, patience);
		log.end();
	};
	try {
		await waitUntil(
			`n8n ${command.join(' ')}`,
			async () => {
				if (child.exitCode !== null) throw new Error(`n8n ended at once:\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
				return (await isReady()) || undefined;
			},
			600_000,
			500,
		);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, userFolder, logFile, stop: async () => await stop(), kill: async () => await stop(0) };
}

/** The port answers long before n8n is ready: "n8n is starting up", with status 200, whatever is asked. */
async function answersAsN8n(url: string, isReady: (text: string) => boolean): Promise<boolean> {
	try {
		const answer = await fetch(url);
		return answer.ok && isReady(await answer.text());
	} catch {
		return false;
	}
}

function environment(userFolder: string, brokerPort: number): NodeJS.ProcessEnv {
	return {
		PATH: process.env['PATH'],
		HOME: userFolder,
		TZ: 'UTC',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: SWITCHED_OFF.join(','),
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
	};
}
