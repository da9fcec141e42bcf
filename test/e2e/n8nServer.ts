import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_BIN } from './installN8n';
import { freePort, stopProcess, waitUntil } from './processes';

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

/**
 * Starts a private n8n on the loopback with `userFolder` as its home, and waits until the editor answers (15 to 60 s).
 * It gets an environment of its own, so that neither the machine's n8n settings nor its mail servers come in.
 */
export async function startN8n(userFolder: string): Promise<N8nServer> {
	mkdirSync(userFolder, { recursive: true });
	const [port, brokerPort] = [await freePort(), await freePort()];
	const logFile = join(userFolder, 'n8n.log');
	const log = createWriteStream(logFile, { flags: 'a' });
	const child = spawn(process.execPath, [N8N_BIN, 'start'], { cwd: userFolder, env: environment(userFolder, port, brokerPort), stdio: ['ignore', 'pipe', 'pipe'] });
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const url = `http://127.0.0.1:${port}`;
	const stop = async (patience = 20_000) => {
		await stopProcess(child, patience);
		log.end();
	};
	try {
		await waitUntil(
			"n8n's editor",
			async () => {
				if (child.exitCode !== null) throw new Error(`n8n ended at once:\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
				return (await isReady(url)) ? true : undefined;
			},
			180_000,
			500,
		);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, userFolder, logFile, stop: async () => await stop(), kill: async () => await stop(0) };
}

/** The port answers long before n8n is ready: "n8n is starting up", with status 200, whatever is asked. */
async function isReady(url: string): Promise<boolean> {
	try {
		const answer = await fetch(`${url}/rest/settings`);
		return answer.ok && 'data' in ((await answer.json()) as object);
	} catch {
		return false;
	}
}

function environment(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		PATH: process.env['PATH'],
		HOME: userFolder,
		TZ: 'UTC',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
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
